#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"
#include "tabular/typed_column.h"

namespace assayer {

using RowPairs = std::vector<std::pair<std::int32_t, std::int32_t>>;

/// Compares rows of a raw table cell by cell; identifiers and other ignored columns are not added.
class RowComparison {
 public:
  void add_column(const ColumnReading& reading, ColumnKind kind);

  /// Whether two rows are the same but for slips: numbers within 0.4 %, or one number by one unit of its last place, or
  /// one text by some characters. What agrees must be so much that no two rows would agree in it by chance: in a table
  /// of two columns many do. Rows that are equal need not be asked.
  bool is_near_copy(Index a, Index b) const;

  /// Pairs of rows whose texts in some column are nearly the same, a before b: candidates that neighbours may miss.
  Job<RowPairs> pairs_of_similar_texts() const;

 private:
  struct Amounts {
    std::vector<std::int32_t> codes;       ///< n into the following, -1 = missing
    std::vector<double> values;            ///< of each code, NaN where it reads as none
    std::vector<double> units;             ///< of each code: of the last place written
    std::vector<double> sorted;            ///< the values, but for NaN
    std::vector<std::int32_t> rows_below;  ///< each of `sorted`; last, the rows that have a value
    bool is_moment = false;

    double value(std::size_t i) const;
    /// -log of the share of rows that are as close to the first amount as the second is, or miss it too.
    double evidence_of(double x, double y) const;
  };
  struct Levels {
    TypedColumn column;
    std::vector<std::string> plain_texts;  ///< of texts: what `is_same_text` compares
    Index missing = 0;                     ///< rows without a level
    /// -log of the share of rows that have the level, or none.
    double evidence_of(std::int32_t level) const;
  };
  std::vector<Amounts> amounts_;
  std::vector<Levels> levels_;
};

/// A text without what a reader overlooks: case, spaces and marks of ASCII.
std::string plain_text(std::string_view text);

/// Whether two plain texts differ by a slip at most: one edit, and one more for every 40 bytes, but not in a digit.
bool is_same_text(std::string_view a, std::string_view b);

/// Whether one text becomes the other by at most `limit` insertions, removals or replacements of bytes.
bool is_within_edits(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace assayer
