#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

/// A value of a column with the rows that have it in each table.
struct LevelShift {
  std::string value;
  Index old_rows = 0;
  Index new_rows = 0;
};

/// How far a column of the new table is from the same one of the old table.
struct ColumnDrift {
  std::string name;
  ColumnKind kind = ColumnKind::ignore;      ///< as which both were compared
  ColumnKind old_kind = ColumnKind::ignore;  ///< what each table by itself takes it for
  ColumnKind new_kind = ColumnKind::ignore;
  bool is_compared = false;  ///< identifiers, empty columns and those to be ignored are not; all below but missing is 0
  Index old_missing = 0;
  Index new_missing = 0;
  double missing_change = 0;  ///< share of missing cells, new minus old, in [-1, 1]

  /// The effect size, in [0, 1]: the largest of |missing_change| and, for amounts, the Kolmogorov-Smirnov distance;
  /// for levels, the total variation; for texts, the Kolmogorov-Smirnov distance of their lengths and the largest
  /// change of the share of texts with some word.
  double drift = 0;
  double p_value = 1;           ///< of no change at all: Kolmogorov-Smirnov, chi-square; missing cells included
  double adjusted_p_value = 1;  ///< for all columns of the table (Benjamini and Hochberg)
  bool is_drift = false;        ///< drift and adjusted p-value are both past their limits

  // amounts (numbers; dates in days); NaN where a side has no value, or where it cannot be told
  double old_mean = 0, new_mean = 0;
  double mean_difference = 0;  ///< new minus old, in pooled standard deviations
  double ks = 0;               ///< Kolmogorov-Smirnov distance, in [0, 1]; of texts: of their lengths
  double wasserstein = 0;      ///< earth mover's distance, in pooled standard deviations

  // levels
  double total_variation = 0;             ///< half the sum of |new share - old share|, rare levels pooled, in [0, 1]
  double stability_index = 0;             ///< population stability index; below 0.1 small, above 0.25 large
  std::vector<LevelShift> new_levels;     ///< that the old table has not, most frequent first
  std::vector<LevelShift> lost_levels;    ///< that the new table has not, most frequent first
  std::vector<LevelShift> largest_moves;  ///< levels, or words of texts, whose share changed most, at most 10
};

/// A row of the new table that the old one has too.
struct LeakedRow {
  std::int32_t new_row = 0;
  std::int32_t old_row = 0;  ///< the first of those it repeats
  bool is_exact = false;     ///< all features have the same value; else nearly
  bool same_label = true;    ///< whether both have the same label; true without labels
};

struct TableComparison {
  Schema schema;                          ///< of the columns that both have, guessed for both together
  std::vector<ColumnDrift> columns;       ///< in the order of `schema`
  std::vector<std::string> new_columns;   ///< that only the new table has
  std::vector<std::string> lost_columns;  ///< that only the old table has
  std::vector<LeakedRow> leaks;           ///< ascending by row of the new table
  bool has_near_leaks = false;            ///< whether near copies were looked for
  Index old_repeats = 0;                  ///< rows of the old table that repeat another one of it: what chance may do
  double largest_drift = 0;               ///< over the columns compared
  double mean_drift = 0;
  Index num_compared = 0;
  Index num_drifted = 0;
};

struct CompareOptions {
  SchemaOptions schema;          ///< label, task and kinds; guessed from the old table where absent
  bool find_near_leaks = true;   ///< also rows that are nearly the same: needs neighbours, O(n^2) in many dimensions
  double drift_threshold = 0.1;  ///< in [0, 1]: a column with less drift is not reported as drifted
  double significance = 0.05;    ///< in [0, 1]: nor one whose adjusted p-value is not below this
};

/// Compare two tables of the same kind, such as training and serving data, or yesterday's export and today's.
///
/// Columns are matched by name. Amounts are compared by their distributions, levels and texts by their shares.
///
/// @param older, newer  must outlive the job
/// @throws std::invalid_argument  a table without rows or columns, no common column, an override of no common column
/// Cost: O(cells log rows); with near leaks that of `find_neighbors` on both tables together.
/// Source of the effect sizes: Cohen 1988 (mean difference); Siddiqi 2006, "Credit Risk Scorecards" (stability index);
/// of the adjusted p-values: Benjamini and Hochberg 1995.
Job<TableComparison> compare_tables(const RawTable& older, const RawTable& newer, CompareOptions options = {});

}  // namespace assayer
