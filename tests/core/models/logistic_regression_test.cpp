#include "assayer/logistic_regression.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "assayer/cross_validation.h"
#include "golden.h"
#include "random.h"

using namespace assayer;

namespace {

struct Examples {
  Matrix features;
  std::vector<std::int32_t> labels;
};

/// K overlapping clouds in d dimensions; the last features are on scales of their own.
Examples clouds(Index n, Index d, int num_classes) {
  Random random(5);
  Examples examples{Matrix(n, d), {}};
  for (Index i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(num_classes)));
    examples.labels.push_back(label);
    for (Index j = 0; j < d; ++j) {
      examples.features(i, j) = random.normal() + (j % num_classes == label ? 1.0 : 0.0);
    }
  }
  return examples;
}

/// d/dw of  sum log loss + |w|^2 / 2: zero at the optimum.
double largest_gradient(const Examples& examples, const LogisticModel& model, int num_classes) {
  const Matrix p = run(predict_probabilities(model, examples.features, num_classes));
  Matrix residual = p;
  for (Index i = 0; i < p.rows(); ++i) residual(i, examples.labels[static_cast<std::size_t>(i)]) -= 1;
  const Index d = examples.features.cols();
  Matrix gradient = examples.features.transpose() * residual;
  if (num_classes == 2) gradient = gradient.col(1).eval();
  gradient += model.weights.topRows(d);
  return std::max(gradient.cwiseAbs().maxCoeff(), residual.colwise().sum().cwiseAbs().maxCoeff());
}

}  // namespace

TEST_CASE("logistic regression: out-of-fold probabilities of the golden cases to 1e-8") {
  for (const std::string name :
       {"iris", "wine", "breast_cancer", "digits500", "blobs_overlapping", "imbalanced_constant_column"}) {
    CAPTURE(name);
    const Matrix features = golden::read_csv("logreg/" + name + "/features.csv").matrix();
    const std::vector<std::int32_t> labels = golden::read_csv("logreg/" + name + "/labels.csv").integers("label");
    const Matrix expected = golden::read_csv("logreg/" + name + "/pred_probs_newton.csv").matrix();
    const Matrix found = run(cross_val_predict(features, labels, static_cast<int>(expected.cols())));
    CHECK((found - expected).cwiseAbs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("logistic regression: the gradient is zero at the fit, whichever preconditioner the size asks for") {
  for (const auto& [d, num_classes] : std::vector<std::pair<Index, int>>{{3, 2}, {5, 4}, {200, 3}, {1300, 2}}) {
    CAPTURE(d);
    const Examples examples = clouds(300, d, num_classes);
    const LogisticModel model = run(fit_logistic_regression(examples.features, examples.labels));
    CHECK(model.weights.rows() == d + 1);
    CHECK(model.weights.cols() == (num_classes == 2 ? 1 : num_classes));
    CHECK(largest_gradient(examples, model, num_classes) < 1e-6);
  }
}

TEST_CASE("logistic regression: a weight of 2 is the same as a copy, a weight of 0 as leaving out") {
  const Examples examples = clouds(60, 3, 3);
  std::vector<double> weights(60, 1.0);
  weights[4] = 2;
  weights[9] = 0;
  Examples changed{Matrix(60, 3), examples.labels};
  changed.features = examples.features;
  changed.features.row(9) = examples.features.row(4);
  changed.labels[9] = examples.labels[4];
  const LogisticModel weighted = run(fit_logistic_regression(examples.features, examples.labels, weights));
  const LogisticModel copied = run(fit_logistic_regression(changed.features, changed.labels));
  CHECK((weighted.weights.topRows(3) - copied.weights.topRows(3)).cwiseAbs().maxCoeff() < 1e-7);
}

TEST_CASE("logistic regression: features of wild scales and perfectly separated classes still converge") {
  Examples examples = clouds(100, 4, 2);
  examples.features.col(0) *= 1e5;
  examples.features.col(1) *= 1e-5;
  for (Index i = 0; i < 100; ++i) examples.features(i, 2) = examples.labels[static_cast<std::size_t>(i)] ? 3e3 : -3e3;
  const LogisticModel model = run(fit_logistic_regression(examples.features, examples.labels));
  const Matrix p = run(predict_probabilities(model, examples.features, 2));
  CHECK(p.allFinite());
  for (Index i = 0; i < 100; ++i) CHECK(p(i, examples.labels[static_cast<std::size_t>(i)]) > 0.99);
}

TEST_CASE("logistic regression: float features give what doubles give") {
  const Examples examples = clouds(80, 4, 3);
  const FloatMatrix floats = examples.features.cast<float>();
  const Matrix doubles = floats.cast<double>();
  const Matrix a = run(cross_val_predict(floats, examples.labels, 3));
  const Matrix b = run(cross_val_predict(doubles, examples.labels, 3));
  CHECK((a - b).cwiseAbs().maxCoeff() == 0);
}

TEST_CASE("logistic regression: a class that a fold's training rows miss gets probability 0 there") {
  Examples examples = clouds(30, 2, 2);
  examples.labels[7] = 2;  // the only one of its class
  const Matrix p = run(cross_val_predict(examples.features, examples.labels, 4));
  CHECK(p(7, 2) == 0);
  CHECK(p.col(3).maxCoeff() == 0);
  CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("logistic regression: one class gets probability 1") {
  const Examples examples = clouds(10, 2, 2);
  const std::vector<std::int32_t> same(10, 1);
  const Matrix p = run(cross_val_predict(examples.features, same, 2));
  CHECK(p.col(1).minCoeff() == 1);
}

TEST_CASE("logistic regression: refuses what is not finite, wrong shapes and labels out of range") {
  Examples examples = clouds(20, 2, 2);
  const std::vector<std::int32_t> few = {0, 1};
  CHECK_THROWS_WITH(run(cross_val_predict(examples.features, few, 2)),
                    "features: expected one row for each of the 2 labels, got 20");
  CHECK_THROWS_WITH(run(cross_val_predict(examples.features, examples.labels, 1)),
                    doctest::Contains("expected a class id in 0..0, got 1"));
  CHECK_THROWS_WITH(run(cross_val_predict(examples.features, examples.labels, 2, {.model = "forest"})),
                    doctest::Contains("model: expected \"logistic\""));
  CHECK_THROWS_WITH(run(fit_logistic_regression(examples.features, examples.labels, {1.0})),
                    "example_weights: expected one for each of the 20 examples, got 1");
  examples.features(3, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(run(cross_val_predict(examples.features, examples.labels, 2)),
                    "features[3, 1]: expected a finite number, got nan");
}

TEST_CASE("logistic regression: in steps the same, with progress that only rises") {
  const Examples examples = clouds(2000, 20, 5);
  const Matrix at_once = run(cross_val_predict(examples.features, examples.labels, 5));
  auto job = cross_val_predict(examples.features, examples.labels, 5);
  double before = 0;
  int steps = 0;
  while (!job.step(std::chrono::milliseconds(1))) {
    CHECK(job.progress().fraction >= before);
    before = job.progress().fraction;
    ++steps;
  }
  CHECK(steps > 5);
  CHECK((job.result() - at_once).cwiseAbs().maxCoeff() == 0);
}
