#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/encode.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples as trees see them: column by column, NaN where missing. A view of a table, which must outlive it.
struct TreeColumns {
  TreeColumns() = default;
  TreeColumns(TreeColumns&&) = default;  // a copy would view the text of the original
  TreeColumns& operator=(TreeColumns&&) = default;

  std::vector<std::span<const float>> values;  ///< of each column, n
  std::vector<std::int32_t> levels;            ///< of each column: number of levels of codes 0.., 0 for amounts

  Index rows() const { return values.empty() ? 0 : static_cast<Index>(values[0].size()); }
  std::size_t count() const { return values.size(); }

  std::vector<std::vector<float>> text;  ///< what the table does not hold by columns
};

/// The ordinal encoding and, for text, its reduced form.
TreeColumns tree_columns(const EncodedTable& table);

/// What trees learn: classes (one output each: its share) or numbers (one output: their mean).
struct TreeTargets {
  Labels classes;                   ///< n ids in 0..outputs-1, or none
  std::span<const double> numbers;  ///< n, or none
  Index outputs = 1;

  void add(std::size_t row, double weight, double* sums) const {
    if (classes.empty()) {
      sums[0] += weight * numbers[row];
    } else {
      sums[classes[row]] += weight;
    }
  }
};

}  // namespace assayer
