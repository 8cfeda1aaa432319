#pragma once

#include <limits>
#include <utility>
#include <vector>

#include "assayer/label_filter.h"

namespace assayer {

/// How many to prune: R[j, k] = examples labelled k whose true label is j (row true, column given).
Matrix count_to_prune(const Matrix& confident_joint, const Vector& label_counts, const LabelFilterOptions& options);

/// Keeps the rows with the largest values out of a stream of rows with ascending ids; of equal values the smaller id.
/// Memory: twice what is wanted.
class LargestRows {
 public:
  explicit LargestRows(std::size_t wanted) : wanted_(wanted) {}

  void offer(double value, std::int32_t row) {
    if (value > cut_) keep(value, row);
  }
  /// The rows kept, in no particular order.
  Rows rows();

 private:
  void keep(double value, std::int32_t row);
  void shrink();

  std::size_t wanted_;
  double cut_ = -std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, std::int32_t>> kept_;
};

}  // namespace assayer
