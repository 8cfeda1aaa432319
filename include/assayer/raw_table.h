#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Texts in one piece of memory, as Arrow lays them: text i is bytes[offsets[i], offsets[i + 1]), UTF-8.
struct TextCells {
  std::vector<char> bytes;
  std::vector<std::uint32_t> offsets = {0};  ///< size + 1, ascending from 0

  Index size() const { return static_cast<Index>(offsets.size()) - 1; }
  std::string_view operator[](Index i) const {
    const auto at = static_cast<std::size_t>(i);
    return {bytes.data() + offsets[at], offsets[at + 1] - offsets[at]};
  }
  void push_back(std::string_view text);
};

/// One column as it was read: either dictionary-coded text (each distinct cell once, and a code for each row), or
/// numbers where the source had numbers already (JSON, Parquet, typed arrays).
struct RawColumn {
  std::string name;
  TextCells values;                 ///< distinct cells, in any order
  std::vector<std::int32_t> codes;  ///< n codes into `values`, -1 = missing; empty where the column holds numbers
  std::vector<double> numbers;      ///< n numbers, NaN = missing; empty where the column holds text

  bool is_text() const { return !codes.empty(); }
};

/// A table as it was read, nothing interpreted: cells keep their spelling, spaces and all.
struct RawTable {
  std::vector<RawColumn> columns;
  Index rows = 0;
};

/// Refuse a table that is not one: columns of another length than `rows`, codes or offsets out of range.
void check_table(const RawTable& table);

}  // namespace assayer
