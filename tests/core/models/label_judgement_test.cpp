#include "assayer/label_judgement.h"

#include <doctest/doctest.h>

#include <vector>

using namespace assayer;

namespace {

/// 90 sure and right rows of three classes, then `extra` rows.
Matrix sure_rows(const std::vector<std::vector<double>>& extra) {
  Matrix probs(90 + static_cast<Index>(extra.size()), 3);
  for (Index i = 0; i < 90; ++i) {
    for (Index k = 0; k < 3; ++k) probs(i, k) = i % 3 == k ? 0.9 : 0.05;
  }
  for (std::size_t r = 0; r < extra.size(); ++r) {
    for (std::size_t k = 0; k < 3; ++k) probs(90 + static_cast<Index>(r), static_cast<Index>(k)) = extra[r][k];
  }
  return probs;
}

std::vector<std::int32_t> sure_labels(const std::vector<std::int32_t>& extra) {
  std::vector<std::int32_t> labels;
  for (std::int32_t i = 0; i < 90; ++i) labels.push_back(i % 3);
  labels.insert(labels.end(), extra.begin(), extra.end());
  return labels;
}

}  // namespace

TEST_CASE("label judgement: without learning, two classes give the posterior by hand") {
  // Even classes, so that the balance changes nothing; smoothing so strong that the noise stays at 0.9 right.
  Matrix probs(2, 2);
  probs << 0.3, 0.7, 0.4, 0.6;
  const std::vector<std::int32_t> labels = {0, 1};
  const LabelJudgement found = run(judge_labels(labels, probs, {.smoothing = 1e9}));
  CHECK(found.scores(0) == doctest::Approx(0.3 * 0.9 / (0.3 * 0.9 + 0.7 * 0.1)).epsilon(1e-6));
  CHECK(found.scores(1) == doctest::Approx(0.6 * 0.9 / (0.6 * 0.9 + 0.4 * 0.1)).epsilon(1e-6));
}

TEST_CASE("label judgement: flags the row whose label the models deny, and names the other class") {
  const Matrix probs = sure_rows({{0.02, 0.95, 0.03}});
  const std::vector<std::int32_t> labels = sure_labels({0});
  const LabelJudgement found = run(judge_labels(labels, probs));
  CHECK(found.is_issue[90] == 1);
  CHECK(found.predicted_labels[90] == 1);
  CHECK(found.scores(90) == found.scores.minCoeff());
  for (std::size_t i = 0; i < 90; ++i) {
    CHECK(found.is_issue[i] == 0);
    CHECK(found.predicted_labels[i] == labels[i]);
  }
}

TEST_CASE("label judgement: a mix-up that is common in the table makes its like more suspicious") {
  // Class 1 is often labelled 0, class 2 never: the same doubt weighs more where it is about class 1.
  std::vector<std::vector<double>> extra(12, {0.02, 0.95, 0.03});
  std::vector<std::int32_t> given(12, 0);
  extra.push_back({0.5, 0.45, 0.05});
  extra.push_back({0.5, 0.05, 0.45});
  given.insert(given.end(), {0, 0});
  const std::vector<std::int32_t> labels = sure_labels(given);
  const Matrix probs = sure_rows(extra);
  const LabelJudgement found = run(judge_labels(labels, probs));
  CHECK(found.scores(102) < found.scores(103) - 0.05);
  CHECK(found.noise_matrix(1, 0) > 2 * found.noise_matrix(2, 0));
  CHECK((found.noise_matrix.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("label judgement: unknown labels are never issues and get the predicted class; one class is fine") {
  const std::vector<std::int32_t> labels = sure_labels({-1});
  const Matrix probs = sure_rows({{0.1, 0.2, 0.7}});
  const LabelJudgement found = run(judge_labels(labels, probs));
  CHECK(found.scores(90) == 1);
  CHECK(found.is_issue[90] == 0);
  CHECK(found.predicted_labels[90] == 2);
  const std::vector<std::int32_t> same(4, 0);
  const Matrix ones = Matrix::Ones(4, 1);
  CHECK(run(judge_labels(same, ones)).scores.minCoeff() == 1);
}

TEST_CASE("label judgement: refuses wrong shapes, ids, probabilities and options") {
  const Matrix probs = sure_rows({});
  const std::vector<std::int32_t> few = {0}, labels = sure_labels({});
  std::vector<std::int32_t> wrong = labels;
  wrong[3] = 3;
  Matrix bad = probs;
  bad(2, 1) = -0.1;
  CHECK_THROWS_WITH(run(judge_labels(few, probs)), "pred_probs: expected one row for each of the 1 labels, got 90");
  CHECK_THROWS_WITH(run(judge_labels(wrong, probs)), "labels[3]: expected a class id in 0..2 or -1, got 3");
  CHECK_THROWS_WITH(run(judge_labels(labels, bad)), "pred_probs[2, 1]: expected a number in [0, 1], got -0.1");
  CHECK_THROWS_WITH(run(judge_labels(labels, probs, {.threshold = 2})),
                    "threshold: expected a number in [0, 1], got 2");
  CHECK_THROWS_WITH(run(judge_labels(labels, probs, {.usual_accuracy = 1})),
                    "usual_accuracy: expected a number in (0, 1), got 1");
}
