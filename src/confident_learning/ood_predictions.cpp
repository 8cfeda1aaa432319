#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "assayer/error.h"
#include "assayer/out_of_distribution.h"
#include "assayer/validation.h"
#include "confident_learning/counts.h"
#include "confident_learning/rows.h"
#include "confident_learning/scores.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 3> ood_method_names = {"entropy", "least_confidence", "gen"};

template <typename Number>
double generalized_entropy_score(const Number* row, Index size, const PredictionOodOptions& options,
                                 std::vector<double>& z) {
  double sum = 0;
  for (Index j = 0; j < size; ++j) {
    const double p = std::clamp(static_cast<double>(row[j]), 0.0, 1.0);
    sum += z[static_cast<std::size_t>(j)] = options.gen_of_probabilities ? p : std::exp(static_cast<double>(row[j]));
  }
  if (options.m < size) std::nth_element(z.begin(), z.begin() + options.m, z.end(), std::greater<>());
  double entropy = 0;
  for (Index j = 0; j < std::min(size, options.m); ++j) {
    const double p = z[static_cast<std::size_t>(j)] / sum;
    entropy += std::pow(p, options.gamma) * std::pow(1 - p, options.gamma);
  }
  return 1 - entropy / static_cast<double>(options.gen_of_probabilities ? std::min(size, options.m) : options.m);
}

template <typename Number>
double prediction_score(const Number* row, Index size, const PredictionOodOptions& options, std::vector<double>& z) {
  if (options.method == OodMethod::entropy) return 1 - normalized_entropy(row, size);
  if (options.method == OodMethod::least_confidence) return static_cast<double>(row[largest_in_row(row, size)]);
  return generalized_entropy_score(row, size, options, z);
}

template <typename Number>
void score_predictions(const Number* values, Index begin, Index end, const PredictionOodOptions& options,
                       std::optional<PredProbsAdjustment>& adjust, std::vector<double>& z, Vector& scores) {
  const auto num_classes = static_cast<Index>(z.size());
  for (Index i = begin; i < end; ++i) {
    const Number* row = values + i * num_classes;
    scores(i) = adjust ? prediction_score((*adjust)(row), num_classes, options, z)
                       : prediction_score(row, num_classes, options, z);
  }
}

void check_options(const PredictionOodOptions& options, Labels labels, Index num_classes) {
  if (options.m < 1) reject("m", "a number >= 1", static_cast<std::int64_t>(options.m));
  if (!(options.gamma > 0)) reject("gamma", "a number > 0", options.gamma);
  if (options.confident_thresholds.size() > 0)
    validate_thresholds(options.confident_thresholds, num_classes);
  else if (options.adjust_pred_probs && labels.empty())
    reject("labels", "labels (or confident_thresholds) to adjust pred_probs by", "none");
}

}  // namespace

std::string_view ood_method_name(OodMethod method) { return ood_method_names[static_cast<std::size_t>(method)]; }

OodMethod ood_method_from_name(std::string_view name) {
  for (std::size_t m = 0; m < ood_method_names.size(); ++m) {
    if (ood_method_names[m] == name) return static_cast<OodMethod>(m);
  }
  reject("method", "entropy, least_confidence or gen", name);
}

Job<Vector> out_of_distribution_scores(MatrixView pred_probs, Labels labels, PredictionOodOptions options) {
  check_options(options, labels, pred_probs.columns());
  if (labels.empty())
    co_await within(0, 0.3, "", validate_pred_probs(pred_probs));
  else
    co_await within(0, 0.3, "", validate_labels_and_pred_probs(labels, pred_probs));
  std::optional<PredProbsAdjustment> adjust;
  if (options.adjust_pred_probs) {
    if (options.confident_thresholds.size() == 0)
      options.confident_thresholds = co_await within(0.3, 0.4, "", confident_thresholds(labels, pred_probs));
    adjust.emplace(options.confident_thresholds);
  }
  Vector scores(pred_probs.rows());
  std::vector<double> z(static_cast<std::size_t>(pred_probs.columns()));
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) {
      score_predictions(values, block.begin(), block.end(), options, adjust, z, scores);
    });
    co_await pause(0.4 + 0.6 * block.done());
  }
  co_return scores;
}

}  // namespace assayer
