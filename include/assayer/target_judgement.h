#pragma once

#include <span>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

struct TargetJudgementOptions {
  double threshold = 3;  ///< > 0: how many usual deviations off a flagged number is
  double neighborhood =
      0.3;  ///< in (0, 1]: share of the rows, with predictions nearest to a row's, that say what is usual
  double least_scale = 0.3;  ///< in [0, 1]: of the deviation that is usual in the whole table; no row is held to less
};

struct TargetJudgement {
  Vector scores;   ///< n, in [0, 1]: 1 / (1 + (z / threshold)^2), low is suspicious; flagged ones are below 1/2
  Flags is_issue;  ///< n
};

/// Judge given numbers by a model's predictions, where the model is better for some rows than for others.
///
/// z is how far a number lies from its prediction, in robust deviations (1.4826 times the median absolute residual) of
/// the rows that are predicted about as large: expensive houses are harder to predict than cheap ones. Where all
/// numbers are above 0, it is the geometric mean of that and the same of their logarithms over the whole table, as
/// errors such as a shifted decimal point are factors. On raw tables this ranks errors better than residuals and than
/// `outre` do.
///
/// @param targets      n given numbers, finite
/// @param predictions  n out-of-sample predictions, finite
/// @throws std::invalid_argument  lengths that differ, numbers that are not finite, options out of range
/// Cost: O(n log n) time.
/// Example:
///     const std::vector<double> targets = {1, 2, 3, 4, 50}, predictions = {1.1, 2.1, 2.9, 4.2, 5};
///     run(judge_targets(targets, predictions)).is_issue == Flags{0, 0, 0, 0, 1}
Job<TargetJudgement> judge_targets(std::span<const double> targets, std::span<const double> predictions,
                                   TargetJudgementOptions options = {});

}  // namespace assayer
