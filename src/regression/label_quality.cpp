#include "assayer/regression_label_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "assayer/error.h"
#include "random.h"
#include "regression/checks.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double residual_weight = 5;           // of the residual against the label, both in standard deviations
constexpr double smallest_scale = 1e-6;         // of the mean distances
constexpr double no_distance = 1.490116119e-7;  // sqrt(100 * 2^-52): below it points count as equal
constexpr double tiny = 1e-100;
constexpr Index distances_between_pauses = 200000;

struct Points {
  std::vector<double> u, v;
};

std::vector<double> standardize(std::span<const double> values, double factor) {
  const double center = mean(values);
  const double scale = factor / (standard_deviation(values) + tiny);
  std::vector<double> result(values.size());
  std::transform(values.begin(), values.end(), result.begin(), [=](double x) { return (x - center) * scale; });
  return result;
}

/// The points every example is measured against: all of them, or a random sample.
Points choose_anchors(const Points& all, const RegressionScoreOptions& options) {
  const std::size_t n = all.u.size();
  if (static_cast<Index>(n) <= options.exact_up_to) return all;
  const auto size = static_cast<std::size_t>(options.sample_size);
  Points sample{std::vector<double>(size), std::vector<double>(size)};
  Random random(options.seed);
  for (std::size_t s = 0; s < size; ++s) {
    const std::size_t i = random.below(n);
    sample.u[s] = all.u[i];
    sample.v[s] = all.v[i];
  }
  return sample;
}

/// Mean of the smallest half of the distances from (u, v) to the anchors.
double mean_distance_to_half(double u, double v, const Points& anchors, std::vector<double>& distances) {
  const std::size_t m = anchors.u.size();
  for (std::size_t a = 0; a < m; ++a) {
    const double du = anchors.u[a] - u, dv = anchors.v[a] - v;
    distances[a] = std::sqrt(du * du + dv * dv);
  }
  const auto half = static_cast<std::ptrdiff_t>((m + 1) / 2);
  std::nth_element(distances.begin(), distances.begin() + half - 1, distances.end());
  return std::accumulate(distances.begin(), distances.begin() + half, 0.0) / static_cast<double>(half);
}

Job<Vector> score_outre(std::span<const double> labels, std::vector<double> residuals, RegressionScoreOptions options) {
  const Points points{standardize(labels, 1), standardize(residuals, residual_weight)};
  const Points anchors = choose_anchors(points, options);
  const auto n = static_cast<Index>(labels.size());
  const auto step = std::max<Index>(1, distances_between_pauses / static_cast<Index>(anchors.u.size()));

  Vector mean_distances(n);
  std::vector<double> distances(anchors.u.size());
  for (Index i = 0; i < n; ++i) {
    const auto at_i = static_cast<std::size_t>(i);
    mean_distances(i) = mean_distance_to_half(points.u[at_i], points.v[at_i], anchors, distances);
    if (i % step == 0) co_await pause(static_cast<double>(i) / static_cast<double>(n));
  }
  const double scale = std::max(median(mean_distances), smallest_scale);
  Vector scores(n);
  for (Index i = 0; i < n; ++i) scores(i) = mean_distances(i) < no_distance ? 1 : std::exp(-mean_distances(i) / scale);
  co_return scores;
}

}  // namespace

Job<Vector> get_regression_label_quality_scores(std::span<const double> labels, std::span<const double> predictions,
                                                RegressionScoreOptions options) {
  check_targets(labels, "labels");
  check_targets(predictions, "predictions");
  if (predictions.size() != labels.size()) {
    reject("predictions", "as many numbers as there are labels (" + std::to_string(labels.size()) + ")",
           static_cast<std::int64_t>(predictions.size()));
  }
  std::vector<double> residuals(labels.size());
  std::transform(predictions.begin(), predictions.end(), labels.begin(), residuals.begin(), std::minus<>());
  if (options.method == RegressionScoreMethod::residual) {
    Vector scores(static_cast<Index>(labels.size()));
    for (Index i = 0; i < scores.size(); ++i) scores(i) = std::exp(-std::abs(residuals[static_cast<std::size_t>(i)]));
    co_return scores;
  }
  if (labels.size() < 2) reject("labels", "at least 2 examples to compare", static_cast<std::int64_t>(labels.size()));
  if (options.exact_up_to < 0) reject("exact_up_to", "a number >= 0", static_cast<std::int64_t>(options.exact_up_to));
  if (options.sample_size < 2) reject("sample_size", "at least 2", static_cast<std::int64_t>(options.sample_size));
  Job<Vector> scores = score_outre(labels, std::move(residuals), options);
  co_return co_await std::move(scores);
}

RegressionScoreMethod regression_score_method_from_name(std::string_view name) {
  if (name == "outre") return RegressionScoreMethod::outre;
  if (name == "residual") return RegressionScoreMethod::residual;
  reject("method", "outre or residual", name);
}

}  // namespace assayer
