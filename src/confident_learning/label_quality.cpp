#include "assayer/label_quality.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/counts.h"
#include "confident_learning/rows.h"
#include "confident_learning/scores.h"
#include "ordering.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 3> score_method_names = {"self_confidence", "normalized_margin",
                                                                "confidence_weighted_entropy"};

template <typename Number>
void score_rows(const Number* values, Index num_classes, Labels labels, Index begin, Index end,
                const LabelQualityOptions& options, Vector& scores) {
  for (Index i = begin; i < end; ++i)
    scores(i) = label_quality(values + i * num_classes, num_classes, labels[static_cast<std::size_t>(i)],
                              options.method, options.entropy_limits);
}

template <typename Number>
void score_adjusted_rows(const Number* values, Index num_classes, Labels labels, Index begin, Index end,
                         ScoreMethod method, PredProbsAdjustment& adjust, Vector& scores) {
  for (Index i = begin; i < end; ++i) {
    const double* row = adjust(values + i * num_classes);
    scores(i) = label_quality(row, num_classes, labels[static_cast<std::size_t>(i)], method);
  }
}

}  // namespace

std::string_view score_method_name(ScoreMethod method) { return score_method_names[static_cast<std::size_t>(method)]; }

ScoreMethod score_method_from_name(std::string_view name, std::string_view argument) {
  for (std::size_t m = 0; m < score_method_names.size(); ++m) {
    if (score_method_names[m] == name) return static_cast<ScoreMethod>(m);
  }
  reject(argument, "self_confidence, normalized_margin or confidence_weighted_entropy", name);
}

void validate_score_options(const LabelQualityOptions& options, Index num_classes) {
  if (options.adjust_pred_probs && options.method == ScoreMethod::confidence_weighted_entropy)
    reject("adjust_pred_probs", "false with confidence_weighted_entropy", "true");
  if (options.thresholds.size() > 0) validate_thresholds(options.thresholds, num_classes);
}

Job<Vector> score_labels(Labels labels, MatrixView pred_probs, LabelQualityOptions options) {
  std::optional<PredProbsAdjustment> adjust;
  if (options.adjust_pred_probs) {
    if (options.thresholds.size() == 0) options.thresholds = co_await confident_thresholds(labels, pred_probs);
    adjust.emplace(options.thresholds);
  }
  const Index num_classes = pred_probs.columns();
  Vector scores(pred_probs.rows());
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) {
      if (adjust)
        score_adjusted_rows(values, num_classes, labels, block.begin(), block.end(), options.method, *adjust, scores);
      else
        score_rows(values, num_classes, labels, block.begin(), block.end(), options, scores);
    });
    co_await pause(block.done());
  }
  co_return scores;
}

Job<Vector> get_label_quality_scores(Labels labels, MatrixView pred_probs, LabelQualityOptions options) {
  validate_score_options(options, pred_probs.columns());
  co_await within(0, 0.5, "", validate_labels_and_pred_probs(labels, pred_probs));
  co_return co_await within(0.5, 1, "", score_labels(labels, pred_probs, std::move(options)));
}

namespace {

std::span<const double> span_of(const Vector& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

}  // namespace

Rows rank_flagged(const Flags& mask, std::span<const double> scores) {
  Rows ids;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) ids.push_back(static_cast<std::int32_t>(i));
  }
  sort_by(scores, ids);
  return ids;
}

Rows rank_flagged(const Flags& mask, const Vector& scores) { return rank_flagged(mask, span_of(scores)); }

Rows find_top_issues(const Vector& label_quality_scores, Index top) {
  if (top < 0) reject("top", "a number >= 0", static_cast<std::int64_t>(top));
  for (Index i = 0; i < label_quality_scores.size(); ++i) {
    if (std::isnan(label_quality_scores(i))) reject(at("label_quality_scores", i), "a number", label_quality_scores(i));
  }
  Rows ids = argsort(span_of(label_quality_scores));
  ids.resize(static_cast<std::size_t>(std::min(top, label_quality_scores.size())));
  return ids;
}

Job<Rows> order_label_issues(Flags mask, Labels labels, MatrixView pred_probs, LabelQualityOptions options) {
  if (mask.size() != labels.size())
    reject("mask", "one flag for each of " + std::to_string(labels.size()) + " labels",
           static_cast<std::int64_t>(mask.size()));
  const Vector scores = co_await get_label_quality_scores(labels, pred_probs, std::move(options));
  co_return rank_flagged(mask, scores);
}

}  // namespace assayer
