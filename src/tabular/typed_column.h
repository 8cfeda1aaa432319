#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"
#include "tabular/cell.h"

namespace assayer {

/// What the distinct cells of a raw column read as, each read once. Rows are counted, not cells of the dictionary.
struct ColumnReading {
  std::vector<std::string> values;       ///< m trimmed distinct cells; of a column of numbers: the numbers in writing
  std::vector<Index> counts;             ///< m rows with each; 0 for entries of the dictionary that no row uses
  std::vector<std::uint8_t> is_missing;  ///< m
  std::vector<double> numbers;           ///< m, NaN where it reads as none
  std::vector<double> dates;             ///< m days since 1970, NaN where it reads as none
  std::vector<std::int32_t> codes;       ///< n codes into the above, -1 = missing

  NumberStyle number_style;
  Index present = 0;        ///< rows with a value
  Index distinct = 0;       ///< distinct trimmed cells among them
  Index number_rows = 0;    ///< rows that read as a number
  Index date_rows = 0;      ///< rows that read as a date and not as a number only
  Index compact_rows = 0;   ///< those of them written as 20201231
  Index amount_gaps = 0;    ///< rows that say "none", "-": missing if the others are numbers or dates
  Index gap_spellings = 0;  ///< distinct cells among them
  Index grouped_rows = 0, affixed_rows = 0, leading_zero_rows = 0;  ///< rows with NumberNotes
};

/// The shortest text that reads back as the number.
std::string write_number(double value);

/// @param column  must outlive the job
Job<ColumnReading> read_cells(const RawColumn& column);

/// A column as its kind says: amounts (numeric, datetime), or levels (all other kinds).
struct TypedColumn {
  ColumnKind kind = ColumnKind::ignore;
  std::vector<double> amounts;       ///< n, NaN = missing: the numbers, or days since 1970
  std::vector<std::int32_t> levels;  ///< n, -1 = missing: 0.. by falling number of rows, then by text
  std::vector<std::string> texts;    ///< of each level, trimmed
  std::vector<Index> counts;         ///< rows of each level, falling

  bool has_amounts() const { return !amounts.empty(); }
};

/// Whether the column's values are amounts: numbers, or dates.
inline bool is_amount(ColumnKind kind) { return kind == ColumnKind::numeric || kind == ColumnKind::datetime; }

/// The amount that each distinct cell of a numeric or datetime column stands for, m, NaN where none.
std::vector<double> amounts_of_values(const ColumnReading& reading, ColumnKind kind);

/// @param column  must outlive the job
Job<TypedColumn> interpret(const RawColumn& column, ColumnKind kind);
TypedColumn interpret(const ColumnReading& reading, ColumnKind kind);

}  // namespace assayer
