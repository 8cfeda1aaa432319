#include "assayer/target_judgement.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "random.h"

using namespace assayer;

namespace {

struct Prices {
  std::vector<double> targets, predictions;
};

/// Noise in proportion to the price; `wrong` rows are ten times too dear.
Prices prices(Index n, const Rows& wrong) {
  Random random(3);
  Prices result;
  for (Index i = 0; i < n; ++i) {
    const double expected = 100 * std::exp(3 * random.uniform());
    result.predictions.push_back(expected);
    result.targets.push_back(expected * std::exp(0.1 * random.normal()));
  }
  for (const std::int32_t i : wrong) result.targets[static_cast<std::size_t>(i)] *= 10;
  return result;
}

}  // namespace

TEST_CASE("judging targets: finds numbers that are far off, and hardly any others") {
  const Rows wrong = {5, 77, 300};
  const Prices data = prices(400, wrong);
  const TargetJudgement judged = run(judge_targets(data.targets, data.predictions));
  Index flagged = 0;
  for (const auto flag : judged.is_issue) flagged += flag;
  CHECK(flagged < 15);
  for (const std::int32_t i : wrong) {
    CHECK(judged.is_issue[static_cast<std::size_t>(i)] == 1);
    CHECK(judged.scores(i) < 0.02);
  }
}

TEST_CASE("judging targets: the same deviation counts more where the model is better") {
  Prices data = prices(400, {});
  const auto order = [&](std::size_t a, std::size_t b) { return data.predictions[a] < data.predictions[b]; };
  std::size_t cheap = 0, dear = 0;
  for (std::size_t i = 1; i < 400; ++i) {
    if (order(i, cheap)) cheap = i;
    if (order(dear, i)) dear = i;
  }
  data.targets[cheap] = data.predictions[cheap] + 100;
  data.targets[dear] = data.predictions[dear] + 100;
  const TargetJudgement judged = run(judge_targets(data.targets, data.predictions));
  CHECK(judged.is_issue[cheap] == 1);
  CHECK(judged.is_issue[dear] == 0);
}

TEST_CASE("judging targets: does not depend on the unit, and takes what is exact") {
  const Prices data = prices(60, {7});
  std::vector<double> targets = data.targets, predictions = data.predictions;
  for (double& value : targets) value *= 1000;
  for (double& value : predictions) value *= 1000;
  const Vector scores = run(judge_targets(data.targets, data.predictions)).scores;
  CHECK(scores.isApprox(run(judge_targets(targets, predictions)).scores, 1e-9));
  CHECK(run(judge_targets(targets, targets)).scores.minCoeff() == 1);
  const std::vector<double> negative = {-3, 2, 4}, near = {-3.5, 2, 4};
  CHECK(run(judge_targets(negative, near)).scores.minCoeff() == 0);  // all others are exact
}

TEST_CASE("judging targets: refuses what it cannot judge") {
  const std::vector<double> two = {1, 2}, three = {1, 2, 3};
  const std::vector<double> missing = {1, std::numeric_limits<double>::quiet_NaN()};
  CHECK_THROWS_AS(run(judge_targets(two, three)), std::invalid_argument);
  CHECK_THROWS_AS(run(judge_targets(missing, two)), std::invalid_argument);
  CHECK_THROWS_AS(run(judge_targets(two, two, {.threshold = 0})), std::invalid_argument);
  CHECK_THROWS_AS(run(judge_targets(two, two, {.neighborhood = 2})), std::invalid_argument);
}
