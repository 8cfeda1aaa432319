#include "assayer/validation.h"

#include <cmath>
#include <string>

#include "assayer/error.h"
#include "confident_learning/distributions.h"
#include "confident_learning/rows.h"
#include "simd.h"

namespace assayer {
namespace {

/// Whether each of the rows [begin, end) is a distribution, in registers.
template <typename Number>
bool are_distributions(const Number* values, Index begin, Index end, Index num_classes) {
  using Lanes = typename Pack<Number>::Type;
  constexpr Index width = Pack<Number>::size;
  Lanes low{}, high{};
  bool is_good = true;
  for (Index i = begin; i < end; ++i) {
    const Number* row = values + i * num_classes;
    // Of each row for itself: in one register for all every comparison would wait for the last.
    Lanes sums{}, low_of_row{}, high_of_row{};
    Index j = 0;
    for (; j + width <= num_classes; j += width) {
      const Lanes p = Pack<Number>::load(row + j);
      sums += p;
      low_of_row = p < low_of_row ? p : low_of_row;
      high_of_row = p > high_of_row ? p : high_of_row;
    }
    double sum = Pack<Number>::sum(sums);
    for (; j < num_classes; ++j) {
      sum += row[j];
      low[0] = row[j] < low[0] ? row[j] : low[0];
      high[0] = row[j] > high[0] ? row[j] : high[0];
    }
    low = low_of_row < low ? low_of_row : low;
    high = high_of_row > high ? high_of_row : high;
    // A condition that NaN fails: a NaN makes the sum NaN, an infinity makes it infinite or NaN.
    is_good &= std::abs(sum - 1) <= row_sum_tolerance;
  }
  for (Index lane = 0; lane < width; ++lane) {
    is_good &= low[lane] >= -probability_tolerance && high[lane] <= 1 + probability_tolerance;
  }
  return is_good;
}

void require_distribution(const MatrixView& pred_probs, Index i, Index name) {
  double sum = 0;
  for (Index j = 0; j < pred_probs.columns(); ++j) {
    const double p = pred_probs(i, j);
    if (!std::isfinite(p)) reject(at("pred_probs", name, j), "a number", p);
    if (p < -probability_tolerance || p > 1 + probability_tolerance)
      reject(at("pred_probs", name, j), "a probability in [0, 1]", p);
    sum += p;
  }
  if (std::abs(sum - 1) > row_sum_tolerance) reject(at("pred_probs", name), "a row that sums to 1", sum);
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

void require_distributions(const MatrixView& pred_probs, Index begin, Index end, Index first) {
  const bool is_good = with_values(
      pred_probs, [&](const auto* values) { return are_distributions(values, begin, end, pred_probs.columns()); });
  if (is_good) return;
  for (Index i = begin; i < end; ++i) require_distribution(pred_probs, i, first + i);
}

void require_labels_and_shape(Labels labels, const MatrixView& pred_probs) {
  if (labels.empty()) reject("labels", "at least one example", "none");
  check_shape(pred_probs);
  if (static_cast<Index>(labels.size()) != pred_probs.rows())
    reject("pred_probs", "one row for each of " + std::to_string(labels.size()) + " labels",
           static_cast<std::int64_t>(pred_probs.rows()));
  validate_labels(labels, pred_probs.columns());
}

Job<void> validate_pred_probs(MatrixView pred_probs) {
  check_shape(pred_probs);
  for (RowBlocks block(pred_probs); block; ++block) {
    require_distributions(pred_probs, block.begin(), block.end());
    co_await pause(block.done());
  }
}

Job<void> validate_labels_and_pred_probs(Labels labels, MatrixView pred_probs) {
  require_labels_and_shape(labels, pred_probs);
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
