#include "assayer/target_judgement.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "ordering.h"
#include "regression/checks.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double robust_deviation = 1.4826;  // of a normal law, over its median absolute deviation
constexpr Index num_windows = 64;
constexpr Index fewest_in_window = 25;

/// Median absolute residual of the rows that are predicted about as large as each: of windows in the order of the
/// predictions, interpolated between their centres.
Vector local_scales(const Vector& residuals, const Rows& order, double neighborhood) {
  const Index n = residuals.size();
  const Index width =
      std::min(n, std::max(fewest_in_window, static_cast<Index>(std::llround(neighborhood * static_cast<double>(n)))));
  const Index last = n - width, windows = std::min(num_windows, last + 1);
  std::vector<double> medians, window(static_cast<std::size_t>(width));
  for (Index w = 0; w < windows; ++w) {
    const Index first = windows == 1 ? 0 : w * last / (windows - 1);
    for (Index m = 0; m < width; ++m) {
      window[static_cast<std::size_t>(m)] = residuals(order[static_cast<std::size_t>(first + m)]);
    }
    medians.push_back(median(window));
  }
  Vector scales(n);
  for (Index rank = 0; rank < n; ++rank) {
    const double at = last == 0
                          ? 0
                          : std::clamp(static_cast<double>(rank - width / 2) / static_cast<double>(last), 0.0, 1.0) *
                                static_cast<double>(windows - 1);
    const auto below = static_cast<std::size_t>(at), above = std::min(below + 1, medians.size() - 1);
    const double share = at - static_cast<double>(below);
    scales(order[static_cast<std::size_t>(rank)]) = (1 - share) * medians[below] + share * medians[above];
  }
  return scales;
}

/// a / b where both may be 0: what is exact is not far.
double ratio(double a, double b) { return a == 0 ? 0 : a / b; }

}  // namespace

Job<TargetJudgement> judge_targets(std::span<const double> targets, std::span<const double> predictions,
                                   TargetJudgementOptions options) {
  check_targets(targets, "targets");
  check_targets(predictions, "predictions");
  if (targets.size() != predictions.size()) {
    reject("predictions", "one for each of the " + std::to_string(targets.size()) + " targets",
           static_cast<std::int64_t>(predictions.size()));
  }
  if (!(options.threshold > 0)) reject("threshold", "a number > 0", options.threshold);
  if (!(options.neighborhood > 0 && options.neighborhood <= 1)) {
    reject("neighborhood", "a share in (0, 1]", options.neighborhood);
  }
  if (!(options.least_scale >= 0 && options.least_scale <= 1)) {
    reject("least_scale", "a share in [0, 1]", options.least_scale);
  }
  const auto n = static_cast<Index>(targets.size());
  const Eigen::Map<const Vector> given(targets.data(), n), predicted(predictions.data(), n);
  const Vector residuals = (given - predicted).cwiseAbs();
  const Rows order = argsort(predictions);
  co_await pause(0.3);
  const double usual = median(residuals);
  const Vector scales = local_scales(residuals, order, options.neighborhood).cwiseMax(options.least_scale * usual);
  co_await pause(0.8);

  const bool has_logarithms = given.minCoeff() > 0;
  const auto factor_of = [&](Index i) {
    return has_logarithms && predicted(i) > 0 ? std::abs(std::log(given(i) / predicted(i))) : -1;
  };
  std::vector<double> factors;
  for (Index i = 0; i < n && has_logarithms; ++i) {
    if (factor_of(i) >= 0) factors.push_back(factor_of(i));
  }
  const double usual_factor = factors.empty() ? 0 : median(factors);
  TargetJudgement judgement{Vector(n), {}};
  for (Index i = 0; i < n; ++i) {
    double z = ratio(residuals(i), robust_deviation * scales(i));
    if (const double factor = factor_of(i); factor >= 0)
      z = std::sqrt(z * ratio(factor, robust_deviation * usual_factor));
    const double relative = z / options.threshold;
    judgement.scores(i) = 1 / (1 + relative * relative);
    judgement.is_issue.push_back(relative > 1);
  }
  co_return judgement;
}

}  // namespace assayer
