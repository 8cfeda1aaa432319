#include "assayer/regression_label_quality.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "random.h"
#include "statistics.h"

using namespace assayer;
using doctest::Approx;

namespace {

const std::vector<double> labels = {1, 2, 3, 4, 10};
const std::vector<double> predictions = {1.1, 2, 2.9, 4.2, 5};

}  // namespace

TEST_CASE("regression label quality: the residual score is exp of minus the absolute residual") {
  const Vector scores =
      run(get_regression_label_quality_scores(labels, predictions, {.method = RegressionScoreMethod::residual}));

  for (int i = 0; i < 5; ++i) CHECK(scores(i) == Approx(std::exp(-std::abs(predictions[i] - labels[i]))));
}

TEST_CASE("regression label quality: outre gives the numbers of the specification") {
  const Vector scores = run(get_regression_label_quality_scores(labels, predictions));

  const double expected[] = {.367879, .513417, .367879, .262837, 0};
  for (int i = 0; i < 5; ++i) CHECK(scores(i) == Approx(expected[i]).epsilon(1e-5));
}

TEST_CASE("regression label quality: outre does not depend on the unit of the labels") {
  std::vector<double> scaled_labels, scaled_predictions;
  for (int i = 0; i < 5; ++i) {
    scaled_labels.push_back(1000 * labels[i] + 7);
    scaled_predictions.push_back(1000 * predictions[i] + 7);
  }
  const Vector scores = run(get_regression_label_quality_scores(labels, predictions));
  const Vector scaled = run(get_regression_label_quality_scores(scaled_labels, scaled_predictions));

  for (int i = 0; i < 5; ++i) CHECK(scaled(i) == Approx(scores(i)));
}

TEST_CASE("regression label quality: two examples, and equal ones, all score 1") {
  const std::vector<double> two = {1, 2}, equal = {3, 3, 3};

  CHECK(run(get_regression_label_quality_scores(two, two)) == Vector::Ones(2));
  CHECK(run(get_regression_label_quality_scores(equal, equal)) == Vector::Ones(3));
}

TEST_CASE("regression label quality: a sample finds the same suspicious example") {
  std::vector<double> many(400), predicted(400);
  for (int i = 0; i < 400; ++i) {
    many[i] = i * 0.1;
    predicted[i] = many[i] + std::sin(i);
  }
  predicted[123] += 30;
  const Vector exact = run(get_regression_label_quality_scores(many, predicted));
  const Vector sampled =
      run(get_regression_label_quality_scores(many, predicted, {.exact_up_to = 100, .sample_size = 100}));
  Index lowest_exact = 0, lowest_sampled = 0;
  exact.minCoeff(&lowest_exact);
  sampled.minCoeff(&lowest_sampled);

  CHECK(lowest_exact == 123);
  CHECK(lowest_sampled == 123);
  CHECK((exact - sampled).cwiseAbs().maxCoeff() < 0.15);
}

TEST_CASE("regression label quality: outre measures every pair, also among far, equal and clustered examples") {
  Random random(5);
  std::vector<double> given(501), predicted(501);
  for (std::size_t i = 0; i < given.size(); ++i) {
    given[i] = i % 5 == 0 ? 3 : random.normal() * (i % 7 == 0 ? 100 : 1);
    predicted[i] = i % 10 == 0 ? 3.5 : given[i] + random.normal() * (i % 11 == 0 ? 50 : 0.1);
  }
  std::vector<double> u = given, v(given.size());
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = predicted[i] - given[i];
  const auto standardize = [](std::vector<double>& values, double factor) {
    const double center = mean(values), deviation = standard_deviation(values);
    for (double& value : values) value = factor * (value - center) / deviation;
  };
  standardize(u, 1);
  standardize(v, 5);
  std::vector<double> distance_to_half;
  for (std::size_t i = 0; i < u.size(); ++i) {
    std::vector<double> distances;
    for (std::size_t j = 0; j < u.size(); ++j) distances.push_back(std::hypot(u[i] - u[j], v[i] - v[j]));
    std::sort(distances.begin(), distances.end());
    distance_to_half.push_back(mean(std::span(distances).first(251)));
  }
  const Vector scores = run(get_regression_label_quality_scores(given, predicted));

  for (std::size_t i = 0; i < u.size(); ++i) {
    CHECK(scores(static_cast<Index>(i)) == Approx(std::exp(-distance_to_half[i] / median(distance_to_half))));
  }
}

TEST_CASE("regression label quality: works in steps") {
  std::vector<double> many(3000);
  for (int i = 0; i < 3000; ++i) many[i] = std::cos(i);
  std::vector<double> predicted(3000, 0.5);
  Job<Vector> job = get_regression_label_quality_scores(many, predicted);
  int steps = 1;
  while (!job.step(std::chrono::milliseconds(0))) ++steps;

  CHECK(steps > 10);
  CHECK(job.result() == run(get_regression_label_quality_scores(many, predicted)));
}

TEST_CASE("regression label quality: refuses what cannot be scored") {
  const std::vector<double> none, one = {1}, missing = {1, std::numeric_limits<double>::quiet_NaN(), 2, 3, 4};

  CHECK_THROWS_WITH_AS(run(get_regression_label_quality_scores(none, none)),
                       "labels: expected at least one example, got none", std::invalid_argument);
  CHECK_THROWS_WITH_AS(run(get_regression_label_quality_scores(labels, missing)),
                       "predictions[1]: expected a finite number, got nan", std::invalid_argument);
  CHECK_THROWS_AS(run(get_regression_label_quality_scores(labels, one)), std::invalid_argument);
  CHECK_THROWS_AS(run(get_regression_label_quality_scores(one, one)), std::invalid_argument);
}
