#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "models/tree_columns.h"

namespace assayer {

struct GradientBoostingOptions {
  int num_rounds = 60;
  int num_leaves = 8;
  double learning_rate = 0.1;
  double row_share = 0.6;     ///< of the examples that each round learns from
  double column_share = 0.6;  ///< of the columns that each tree may use
  double ridge = 1.0;         ///< penalty on the squared leaf values
  Index min_leaf = 5;
  std::uint64_t seed = 0;
};

/// Columns cut into at most 64 bins of about equally many examples; bin 0 holds the missing ones.
struct BinnedColumns {
  std::vector<std::vector<std::uint8_t>> bins;  ///< of each column, n
  std::vector<int> num_bins;
  std::vector<std::uint8_t> is_level;  ///< bins of such a column have no order

  std::size_t count() const { return bins.size(); }
};
BinnedColumns bin_columns(const TreeColumns& columns);

/// Fit boosted trees to the rows of weight > 0 and write predictions for the rows `asked` into `predictions`
/// (n x outputs): probabilities for classes, else numbers. Log loss for classes, squared error for numbers.
/// Source: Friedman 2001, "Greedy function approximation"; leaf values by Newton's method, Chen and Guestrin 2016.
Job<void> gradient_boosting(const BinnedColumns& columns, TreeTargets targets, const std::vector<double>& weights,
                            std::span<const std::int32_t> asked, GradientBoostingOptions options, Matrix& predictions);

}  // namespace assayer
