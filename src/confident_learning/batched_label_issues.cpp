#include "assayer/batched_label_issues.h"

#include <algorithm>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/counts.h"
#include "confident_learning/prune.h"
#include "confident_learning/rows.h"
#include "confident_learning/scores.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double reference_threshold_of_missing_class = 2e-6;

MatrixView slice(const MatrixView& matrix, Index begin, Index end) {
  return with_values(matrix, [&](const auto* values) {
    return MatrixView(values + begin * matrix.columns(), end - begin, matrix.columns());
  });
}

/// The class in which an example is counted, or -1; by the reference's rule only its most probable class can be that.
template <typename Number>
Index count_at(const Number* row, const Vector& cuts, bool reference_count) {
  if (!reference_count) return guess_label(row, cuts.data(), cuts.size(), false);
  const Index predicted = largest_in_row(row, cuts.size());
  return row[predicted] >= cuts(predicted) ? predicted : -1;
}

}  // namespace

BatchedLabelIssues::BatchedLabelIssues(Index num_classes, BatchedLabelIssuesOptions options)
    : num_classes_(num_classes), options_(options) {
  if (num_classes < 1) reject("num_classes", "a number >= 1", static_cast<std::int64_t>(num_classes));
  if (options_.estimation_method == EstimationMethod::off_diagonal_custom)
    reject("estimation_method", "off_diagonal or off_diagonal_calibrated", "off_diagonal_custom");
  validate_score_options({.method = options_.method, .adjust_pred_probs = options_.adjust_pred_probs, .thresholds = {}},
                         num_classes);
  sums_ = {Vector::Zero(num_classes), Vector::Zero(num_classes)};
  all_.of_class.resize(static_cast<std::size_t>(num_classes));
}

Job<void> BatchedLabelIssues::validate_batch(Labels labels, MatrixView pred_probs) const {
  if (pred_probs.columns() != num_classes_)
    reject("pred_probs", std::to_string(num_classes_) + " columns", static_cast<std::int64_t>(pred_probs.columns()));
  return validate_labels_and_pred_probs(labels, pred_probs);
}

Job<void> BatchedLabelIssues::update_confident_thresholds(Labels labels, MatrixView pred_probs) {
  co_await validate_batch(labels, pred_probs);
  with_values(pred_probs, [&](const auto* values) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      sums_.self_confidence(labels[i]) += values[static_cast<Index>(i) * num_classes_ + labels[i]];
      ++sums_.examples(labels[i]);
    }
  });
}

template <typename Number>
void BatchedLabelIssues::score_rows(const Number* values, Labels labels, Index begin, Index end, Scores& batch) const {
  const Vector thresholds = get_confident_thresholds();
  const Vector cuts = thresholds.unaryExpr(&confident_from);
  PredProbsAdjustment adjust(thresholds);
  for (Index i = begin; i < end; ++i) {
    const Number* row = values + i * num_classes_;
    const Index label = labels[static_cast<std::size_t>(i)];
    const bool agrees = agrees_with_label(row, num_classes_, label);
    batch.scores.push_back(options_.adjust_pred_probs ? label_quality(adjust(row), num_classes_, label, options_.method)
                                                      : label_quality(row, num_classes_, label, options_.method));
    batch.agrees.push_back(agrees);
    ClassCounts& counts = batch.of_class[static_cast<std::size_t>(label)];
    ++counts.examples;
    const Index guess = count_at(row, cuts, options_.reference_count);
    if (guess < 0) continue;
    ++counts.counted;
    if (guess == label) continue;
    ++counts.off_diagonal;
    if (options_.reference_count || !agrees) ++batch.num_issues;
  }
}

Job<void> BatchedLabelIssues::score_label_quality(Labels labels, MatrixView pred_probs) {
  get_confident_thresholds();  // refuses to go on without pass 1
  co_await within(0, 0.4, "", validate_batch(labels, pred_probs));
  Scores batch;
  batch.of_class.resize(static_cast<std::size_t>(num_classes_));
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) { score_rows(values, labels, block.begin(), block.end(), batch); });
    co_await pause(0.4 + 0.6 * block.done());
  }
  add_scores(batch);
}

void BatchedLabelIssues::add_sums(const Sums& sums) {
  if (sums.self_confidence.size() != num_classes_ || sums.examples.size() != num_classes_)
    reject("sums", std::to_string(num_classes_) + " classes", std::int64_t{sums.examples.size()});
  sums_.self_confidence += sums.self_confidence;
  sums_.examples += sums.examples;
}

void BatchedLabelIssues::add_scores(const Scores& scores) {
  if (scores.of_class.size() != all_.of_class.size())
    reject("scores", std::to_string(num_classes_) + " classes", std::int64_t(scores.of_class.size()));
  if (scores.agrees.size() != scores.scores.size())
    reject("scores", "as many examples in both lists", std::int64_t(scores.agrees.size()));
  all_.scores.insert(all_.scores.end(), scores.scores.begin(), scores.scores.end());
  all_.agrees.insert(all_.agrees.end(), scores.agrees.begin(), scores.agrees.end());
  all_.num_issues += scores.num_issues;
  for (std::size_t k = 0; k < scores.of_class.size(); ++k) {
    all_.of_class[k].examples += scores.of_class[k].examples;
    all_.of_class[k].counted += scores.of_class[k].counted;
    all_.of_class[k].off_diagonal += scores.of_class[k].off_diagonal;
  }
}

Vector BatchedLabelIssues::get_confident_thresholds() const {
  if (sums_.examples.sum() == 0) reject("update_confident_thresholds", "at least one batch first", "none");
  Vector thresholds = mean_self_confidence(sums_.self_confidence, sums_.examples);
  if (options_.reference_count)
    thresholds = (sums_.examples.array() > 0).select(thresholds, reference_threshold_of_missing_class);
  return thresholds;
}

Index BatchedLabelIssues::get_num_issues() const {
  get_quality_scores();
  if (options_.estimation_method == EstimationMethod::off_diagonal) return all_.num_issues;
  double sum = 0;
  for (const ClassCounts& counts : all_.of_class)
    sum += counts.off_diagonal * counts.examples / std::max(counts.counted, 1e-6);
  return static_cast<Index>(round_half_even(sum));
}

const std::vector<double>& BatchedLabelIssues::get_quality_scores() const {
  if (all_.scores.empty()) reject("score_label_quality", "at least one batch first", "none");
  return all_.scores;
}

LabelIssues BatchedLabelIssues::get_label_issues() const {
  const auto number = static_cast<std::size_t>(get_num_issues());
  LabelIssues issues{Flags(all_.scores.size()), {}};
  if (number == 0) return issues;
  LargestRows lowest(number);
  for (std::size_t i = 0; i < all_.scores.size(); ++i) {
    if (!options_.refill || !all_.agrees[i]) lowest.offer(-all_.scores[i], static_cast<std::int32_t>(i));
  }
  for (const std::int32_t i : lowest.rows()) {
    if (!all_.agrees[static_cast<std::size_t>(i)]) issues.mask[static_cast<std::size_t>(i)] = 1;
  }
  issues.indices = rank_flagged(issues.mask, all_.scores);
  return issues;
}

Job<LabelIssues> find_label_issues_batched(Labels labels, MatrixView pred_probs, Index batch_size,
                                           BatchedLabelIssuesOptions options) {
  if (batch_size < 1) reject("batch_size", "a number >= 1", static_cast<std::int64_t>(batch_size));
  if (static_cast<Index>(labels.size()) != pred_probs.rows() || labels.empty())
    co_await validate_labels_and_pred_probs(labels, pred_probs);  // says what is wrong
  const auto n = static_cast<double>(labels.size());
  BatchedLabelIssues search(pred_probs.columns(), options);
  for (const bool is_first_pass : {true, false}) {
    for (Index begin = 0; begin < pred_probs.rows(); begin += batch_size) {
      const Index end = std::min(begin + batch_size, pred_probs.rows());
      const Labels some = labels.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
      const MatrixView rows = slice(pred_probs, begin, end);
      const double offset = is_first_pass ? 0 : 0.5;
      const double from = offset + 0.5 * static_cast<double>(begin) / n,
                   to = offset + 0.5 * static_cast<double>(end) / n;
      if (is_first_pass)
        co_await within(from, to, "", search.update_confident_thresholds(some, rows));
      else
        co_await within(from, to, "", search.score_label_quality(some, rows));
    }
  }
  co_return search.get_label_issues();
}

}  // namespace assayer
