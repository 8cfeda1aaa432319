#include "assayer/validation.h"

#include <cmath>
#include <string>

#include "assayer/error.h"
#include "confident_learning/rows.h"

namespace assayer {
namespace {

/// The first row in [begin, end) that is no distribution, or -1.
template <typename Number>
Index first_bad_row(const Number* values, Index begin, Index end, Index num_classes) {
  for (Index i = begin; i < end; ++i) {
    const Number* row = values + i * num_classes;
    double sum = 0, low = 0, high = 0;
    for (Index j = 0; j < num_classes; ++j) {
      const double p = row[j];
      sum += p;
      low = p < low ? p : low;
      high = p > high ? p : high;
    }
    // Conditions that NaN fails: a NaN makes the sum NaN, an infinity makes it infinite or NaN.
    if (!(std::abs(sum - 1) <= row_sum_tolerance) || low < -probability_tolerance || high > 1 + probability_tolerance)
      return i;
  }
  return -1;
}

[[noreturn]] void reject_row(const MatrixView& pred_probs, Index i) {
  double sum = 0;
  for (Index j = 0; j < pred_probs.columns(); ++j) {
    const double p = pred_probs(i, j);
    if (!std::isfinite(p)) reject(at("pred_probs", i, j), "a number", p);
    if (p < -probability_tolerance || p > 1 + probability_tolerance)
      reject(at("pred_probs", i, j), "a probability in [0, 1]", p);
    sum += p;
  }
  reject(at("pred_probs", i), "a row that sums to 1", sum);
}

void check_shape(const MatrixView& pred_probs) {
  if (pred_probs.rows() < 1) reject("pred_probs", "at least one example", "none");
  if (pred_probs.columns() < 1) reject("pred_probs", "at least one class (column)", "none");
}

}  // namespace

void validate_labels(Labels labels, Index num_classes, std::string_view argument) {
  if (labels.empty()) reject(argument, "at least one example", "none");
  std::uint32_t bad = 0;
  for (const std::int32_t label : labels)
    bad |= static_cast<std::uint32_t>(label) >= static_cast<std::uint32_t>(num_classes);
  if (!bad) return;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= num_classes)
      reject(at(argument, static_cast<std::int64_t>(i)), "a class id in [0, " + std::to_string(num_classes - 1) + "]",
             labels[i]);
  }
}

Job<void> validate_pred_probs(MatrixView pred_probs) {
  check_shape(pred_probs);
  for (RowBlocks block(pred_probs); block; ++block) {
    const Index bad = with_values(pred_probs, [&](const auto* values) {
      return first_bad_row(values, block.begin(), block.end(), pred_probs.columns());
    });
    if (bad >= 0) reject_row(pred_probs, bad);
    co_await pause(block.done());
  }
}

Job<void> validate_labels_and_pred_probs(Labels labels, MatrixView pred_probs) {
  if (labels.empty()) reject("labels", "at least one example", "none");
  check_shape(pred_probs);
  if (static_cast<Index>(labels.size()) != pred_probs.rows())
    reject("pred_probs", "one row for each of " + std::to_string(labels.size()) + " labels",
           static_cast<std::int64_t>(pred_probs.rows()));
  validate_labels(labels, pred_probs.columns());
  co_await validate_pred_probs(pred_probs);
}

void validate_confident_joint(const Matrix& confident_joint, Index num_classes) {
  if (confident_joint.rows() != num_classes || confident_joint.cols() != num_classes)
    reject("confident_joint", "a " + std::to_string(num_classes) + " x " + std::to_string(num_classes) + " matrix",
           std::to_string(confident_joint.rows()) + " x " + std::to_string(confident_joint.cols()));
  for (Index i = 0; i < num_classes; ++i) {
    for (Index j = 0; j < num_classes; ++j) {
      const double count = confident_joint(i, j);
      if (!(count >= 0) || !std::isfinite(count)) reject(at("confident_joint", i, j), "a count >= 0", count);
    }
  }
}

void validate_thresholds(const Vector& thresholds, Index num_classes) {
  if (thresholds.size() != num_classes)
    reject("thresholds", "one number for each of " + std::to_string(num_classes) + " classes",
           static_cast<std::int64_t>(thresholds.size()));
  for (Index k = 0; k < num_classes; ++k) {
    if (!std::isfinite(thresholds(k))) reject(at("thresholds", k), "a number", thresholds(k));
  }
}

}  // namespace assayer
