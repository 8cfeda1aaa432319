#pragma once

#include <string>
#include <utility>
#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

/// Spellings that probably mean the same: they differ in case, spaces and marks, or a rare one is one
/// letter away from a frequent one.
struct SpellingVariants {
  std::vector<std::string> spellings;  ///< most frequent first
  Rows counts;                         ///< rows with each spelling
};

/// What is worth knowing of one column before anybody models it.
struct ColumnProfile {
  Index missing = 0;
  Index distinct = 0;
  std::vector<std::pair<std::string, Index>> missing_spellings;  ///< "NA", "-", ...: rows of each
  std::vector<SpellingVariants> spelling_variants;               ///< categorical columns only
  Index numbers = 0;                                             ///< cells that read as numbers
  Index dates = 0;                                               ///< cells that read as dates
  Index texts = 0;                                               ///< the others
  bool is_mixed = false;                                         ///< some cells are of another type than the others
  bool numbers_as_text = false;                                  ///< numbers in writing: "1,234", "12 %", "$5"
  bool is_constant = false;
  std::vector<double> quantiles;  ///< minimum, quartiles, maximum of a number (or of a date, in days since 1970)
  std::vector<std::pair<std::string, Index>> top_values;  ///< the most frequent cells and their rows, at most 10
};

/// Profile every column.
///
/// @param table, schema  must outlive the job
/// @throws std::invalid_argument  a schema of another table
Job<std::vector<ColumnProfile>> profile_columns(const RawTable& table, const Schema& schema);

}  // namespace assayer
