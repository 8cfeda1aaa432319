#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "assayer/matrix.h"
#include "row_scan.h"

namespace assayer {

/// `work(values)` with the matrix's values as what they are, `const double*` or `const float*`: loops over rows are
/// compiled for both, so that float32 data are never copied to double.
template <typename Work>
decltype(auto) with_values(const MatrixView& matrix, Work&& work) {
  return matrix.is_float() ? work(matrix.floats()) : work(matrix.doubles());
}

/// Rows of one block: some 2^16 values, about a tenth of a millisecond between two looks at the clock.
inline Index rows_per_block(const MatrixView& matrix) {
  return std::max<Index>(1, 65536 / std::max<Index>(1, matrix.columns()));
}

/// Walks a matrix in blocks of rows. The work on a block belongs in a plain function: loops in a coroutine are slow,
/// because their variables live in its frame.
///
///     for (RowBlocks block(pred_probs); block; ++block) {
///       count_rows(pred_probs, block.begin(), block.end(), state);
///       co_await pause(block.done());
///     }
class RowBlocks {
 public:
  explicit RowBlocks(const MatrixView& matrix)
      : rows_(matrix.rows()), size_(rows_per_block(matrix)), end_(std::min(size_, rows_)) {}
  explicit operator bool() const { return begin_ < rows_; }
  RowBlocks& operator++() {
    begin_ = end_;
    end_ = std::min(end_ + size_, rows_);
    return *this;
  }
  Index begin() const { return begin_; }
  Index end() const { return end_; }
  /// The part of the rows that is done after this block.
  double done() const { return static_cast<double>(end_) / static_cast<double>(rows_); }

 private:
  Index rows_, size_;
  Index begin_ = 0;
  Index end_;
};

/// Number of examples of every class 0..K-1; labels are valid.
inline Vector count_labels(Labels labels, Index num_classes) {
  Vector counts = Vector::Zero(num_classes);
  for (const std::int32_t label : labels) ++counts(label);
  return counts;
}

/// Whether the prediction agrees with the given label, which wins against classes up to 1e-6 above it: then an example
/// is never a label issue.
template <typename Number>
bool agrees_with_label(const Number* row, Index size, Index label) {
  const double own = static_cast<double>(row[label]) + 1e-6;
  for (Index j = 0; j < label; ++j) {
    if (row[j] >= own) return false;
  }
  for (Index j = label + 1; j < size; ++j) {
    if (row[j] > own) return false;
  }
  return true;
}

}  // namespace assayer
