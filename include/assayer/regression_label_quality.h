#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

enum class RegressionScoreMethod {
  outre,    ///< how far (label, residual) lies from the bulk of all such pairs; does not depend on the label's unit
  residual  ///< exp(-|residual|); depends on the label's unit
};

/// "outre", "residual"; refuses unknown names.
RegressionScoreMethod regression_score_method_from_name(std::string_view name);

struct RegressionScoreOptions {
  RegressionScoreMethod method = RegressionScoreMethod::outre;
  /// outre: up to this many examples every pair is measured, O(n^2) time; beyond it every example is measured against
  /// `sample_size` examples drawn at random, O(n sample_size) time.
  Index exact_up_to = 20000;
  Index sample_size = 2000;  ///< at least 2
  std::uint64_t seed = 0;    ///< of the draw
};

/// Score how plausible every given number is, judged by a model's prediction for it. With r = predictions - labels:
///
/// - residual: q_i = exp(-|r_i|).
/// - outre: the points (u_i, v_i), u = (y - mean y) / std y, v = 5 (r - mean r) / std r; a_i = the mean Euclidean
///   distance of point i to the ceil(n / 2) points nearest to it, itself included; q_i = exp(-a_i / median a).
///
/// @param labels       n given numbers, finite
/// @param predictions  n predictions, out of sample, finite
/// @return             n scores in [0, 1], low is suspicious
/// @throws std::invalid_argument  lengths differ, no examples (outre: fewer than 2), a number that is not finite
/// Cost: O(n^2) time up to `exact_up_to` examples, O(n) memory.
/// Source: Zhou et al. 2023, "Detecting Errors in Numerical Data via any Regression Model"; cleanlab 2.9, but for the
/// sampling, which keeps the memory and time of large data in bounds.
/// Example:
///     const std::vector<double> labels = {1, 2, 3, 40}, predictions = {1.1, 2.1, 2.9, 4};
///     const RegressionScoreOptions by_residual = {.method = RegressionScoreMethod::residual};
///     const Vector scores = run(get_regression_label_quality_scores(labels, predictions, by_residual));
///     scores(0) == Approx(std::exp(-0.1))
///     scores(3) < 1e-9
Job<Vector> get_regression_label_quality_scores(std::span<const double> labels, std::span<const double> predictions,
                                                RegressionScoreOptions options = {});

}  // namespace assayer
