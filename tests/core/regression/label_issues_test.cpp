#include "assayer/regression_label_issues.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>
#include <vector>

#include "assayer/linear_regression.h"
#include "random.h"

using namespace assayer;
using doctest::Approx;

namespace {

struct Data {
  Matrix features;
  std::vector<double> labels;
  std::set<Index> wrong;
};

/// A plane with a little noise; every tenth label is far off.
Data plane_with_errors(Index n) {
  Random random(7);
  Data data{Matrix(n, 3), std::vector<double>(static_cast<std::size_t>(n)), {}};
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < 3; ++c) data.features(i, c) = random.normal();
    data.labels[static_cast<std::size_t>(i)] =
        2 * data.features(i, 0) - data.features(i, 1) + 5 + 0.1 * random.normal();
    if (i % 10 == 3) {
      data.labels[static_cast<std::size_t>(i)] += random.uniform() < 0.5 ? 20 : -20;
      data.wrong.insert(i);
    }
  }
  return data;
}

Rows first_rows(Index n) {
  Rows rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

}  // namespace

TEST_CASE("least squares: finds the plane that the targets lie on") {
  Matrix features(5, 2);
  features << 0, 1, 1, 0, 2, 3, 4, 1, 5, 5;
  const Vector targets = (3 * features.col(0) - 2 * features.col(1)).array() + 7;
  const LinearModel model = run(fit_linear_regression_on(features, first_rows(5), targets));

  CHECK(model.coefficients(0) == Approx(3));
  CHECK(model.coefficients(1) == Approx(-2));
  CHECK(model.intercept == Approx(7));
}

TEST_CASE("least squares: shares the weight between equal columns, and takes columns of very different size") {
  Matrix features(4, 3);
  features << 1, 1, 1e9, 2, 2, -1e9, 3, 3, 2e9, 5, 5, 0;
  const Vector targets = features.col(0) + 1e-9 * features.col(2);
  const LinearModel model = run(fit_linear_regression_on(features, first_rows(4), targets));

  CHECK(model.coefficients(0) == Approx(0.5));
  CHECK(model.coefficients(1) == Approx(0.5));
  CHECK(predict_linear(model, features, first_rows(4)).isApprox(targets, 1e-9));
}

TEST_CASE("least squares: columns whose squares overflow are fitted like others") {
  Matrix x(12, 2);
  std::vector<double> y;
  for (Index i = 0; i < x.rows(); ++i) {
    const double a = std::sin(static_cast<double>(i)), b = std::cos(3.0 * static_cast<double>(i));
    x.row(i) << a * 1e300, b;
    y.push_back(2 * a - b + 5);
  }
  const LinearModel model = run(fit_linear_regression(x, y, {}));
  CHECK(model.coefficients(0) * 1e300 == doctest::Approx(2));
  CHECK(model.coefficients(1) == doctest::Approx(-1));
  CHECK(model.intercept == doctest::Approx(5));
}

TEST_CASE("least squares: a weight counts like copies of the row") {
  Matrix once(4, 1), copied(6, 1);
  once << 0, 1, 2, 5;
  copied << 0, 1, 2, 5, 5, 5;
  const LinearModel weighted = run(fit_linear_regression(once, {1, 3, 2, 9}, {1, 1, 1, 3}));
  const LinearModel repeated = run(fit_linear_regression(copied, {1, 3, 2, 9, 9, 9}));

  CHECK(weighted.coefficients(0) == Approx(repeated.coefficients(0)));
  CHECK(weighted.intercept == Approx(repeated.intercept));
  CHECK_THROWS_AS(run(fit_linear_regression(once, {1, 3, 2, 9}, {0, 0, 0, 0})), std::invalid_argument);
  CHECK_THROWS_AS(run(fit_linear_regression(once, {1, 3, 2, 9}, {1, -1, 1, 1})), std::invalid_argument);
  CHECK_THROWS_AS(predict_linear(weighted, MatrixView(copied.data(), 3, 2)), std::invalid_argument);
}

TEST_CASE("regression label issues: finds the labels that are far off and no others score as low") {
  const Data data = plane_with_errors(100);
  const RegressionLabelIssues issues = run(find_regression_label_issues(data.features, data.labels));

  double highest_wrong = 0, lowest_right = 1;
  for (Index i = 0; i < 100; ++i) {
    double& bound = data.wrong.contains(i) ? highest_wrong : lowest_right;
    bound =
        data.wrong.contains(i) ? std::max(bound, issues.label_quality(i)) : std::min(bound, issues.label_quality(i));
  }
  CHECK(highest_wrong < lowest_right);
  CHECK(std::accumulate(issues.is_label_issue.begin(), issues.is_label_issue.end(), 0) ==
        static_cast<int>(std::ceil(100 * issues.issue_fraction)));
  for (const Index i : data.wrong) CHECK(issues.is_label_issue[static_cast<std::size_t>(i)] == 1);
}

TEST_CASE("regression label issues: the score is exp(-a / median a) of the residual over the uncertainty") {
  const Data data = plane_with_errors(40);
  const RegressionLabelIssues issues =
      run(find_regression_label_issues(data.features, data.labels, {.uncertainty = {2}}));

  std::vector<double> adjusted(40);
  for (Index i = 0; i < 40; ++i) {
    adjusted[static_cast<std::size_t>(i)] =
        std::abs(issues.predicted_label(i) - data.labels[static_cast<std::size_t>(i)]) / 2;
  }
  std::vector<double> sorted = adjusted;
  std::sort(sorted.begin(), sorted.end());
  const double middle = (sorted[19] + sorted[20]) / 2;
  for (Index i = 0; i < 40; ++i) {
    CHECK(issues.label_quality(i) == Approx(std::exp(-adjusted[static_cast<std::size_t>(i)] / middle)));
  }
  CHECK(issues.epistemic.isZero());
}

TEST_CASE("regression label issues: the same seed gives the same result, another one may not") {
  const Data data = plane_with_errors(60);
  const RegressionLabelIssues first = run(find_regression_label_issues(data.features, data.labels));
  Job<RegressionLabelIssues> in_steps = find_regression_label_issues(data.features, data.labels);
  double last_fraction = 0;
  while (!in_steps.step(std::chrono::milliseconds(0))) {
    CHECK(in_steps.progress().fraction >= last_fraction);
    last_fraction = in_steps.progress().fraction;
  }
  const RegressionLabelIssues second = in_steps.result();
  const RegressionLabelIssues other = run(find_regression_label_issues(data.features, data.labels, {.seed = 1}));

  CHECK(first.label_quality == second.label_quality);
  CHECK(first.label_quality != other.label_quality);
  CHECK(last_fraction > 0.9);
}

TEST_CASE("regression label issues: any model can answer the search") {
  const Data data = plane_with_errors(30);
  RegressionIssueSearch search(data.labels, {.n_boot = 1});
  int tasks = 0;
  while (const RegressionTask* task = search.next()) {
    ++tasks;
    CHECK(task->train.size() == static_cast<std::size_t>(task->targets.size()));
    CHECK(search.next() == task);
    search.answer(Vector::Constant(static_cast<Index>(task->predict.size()), task->targets.mean()));
  }
  const RegressionLabelIssues issues = search.result();

  CHECK(tasks >= 5 * 8 + 2 + 5);
  CHECK(issues.label_quality.size() == 30);
  CHECK(issues.label_quality.minCoeff() >= 0);
  CHECK(issues.label_quality.maxCoeff() <= 1);
}

TEST_CASE("regression label issues: refuses what cannot be searched, and a wrong answer") {
  const Data data = plane_with_errors(20);
  const std::vector<double> few = {1, 2, 3}, missing(20, std::numeric_limits<double>::quiet_NaN());

  CHECK_THROWS_AS(RegressionIssueSearch{few}, std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch{missing}, std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch(data.labels, {.cv_n_folds = 1}), std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch(data.labels, {.n_boot = -1}), std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch(data.labels, {.coarse_search_range = {}}), std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch(data.labels, {.fine_search_size = -1}), std::invalid_argument);
  CHECK_THROWS_AS(RegressionIssueSearch(data.labels, {.uncertainty = {1, 2}}), std::invalid_argument);
  const MatrixView short_features(data.features.data(), 3, 3);
  CHECK_THROWS_AS(run(find_regression_label_issues(short_features, data.labels)), std::invalid_argument);

  RegressionIssueSearch search(data.labels);
  CHECK_THROWS_AS(search.answer(Vector::Zero(20)), std::invalid_argument);
  const RegressionTask* task = search.next();
  CHECK_THROWS_AS(search.answer(Vector::Zero(1)), std::invalid_argument);
  CHECK(search.next() == task);
  CHECK_THROWS_AS(search.result(), std::invalid_argument);
}
