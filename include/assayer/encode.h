#pragma once

#include <Eigen/SparseCore>
#include <cstdint>
#include <string>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

using SparseMatrix = Eigen::SparseMatrix<float, Eigen::RowMajor>;

/// What one encoded column holds.
struct EncodedColumn {
  enum class Part {
    number,   ///< the number, on the scale of its matrix
    bin,      ///< 1 where the number lies in the bin
    level,    ///< 1 where the cell is the level (also true/false); in `ordinal`: the code of the level
    rare,     ///< 1 where the cell is one of the pooled rare levels
    missing,  ///< 1 where the cell is missing
    trend,    ///< the moment, in days
    season,   ///< part of a date: month, weekday, hour
    shape,    ///< of a text: its length (logarithm), shares of digits, capitals, marks
  };
  Index column = 0;  ///< of the raw table
  Part part = Part::number;
  std::string detail;  ///< the level, the bin's limits, the part of the date; "" where there is one only
};

/// A table as models, neighbours and checks want it. All matrices have n rows in the order of the table and no missing
/// values but where said; only columns with the role `feature` are in them.
struct EncodedTable {
  /// n x d for linear models, finite: numbers robustly scaled (a heavy tail pulled in), the same numbers in bins,
  /// levels one-hot with the rare ones pooled, date parts and trend, missing indicators.
  FloatMatrix linear;
  std::vector<EncodedColumn> linear_columns;  ///< d

  /// c columns of n for trees: numbers as they are, levels as codes 0.. by falling frequency, dates in days; NaN =
  /// missing.
  std::vector<std::vector<float>> ordinal;
  std::vector<EncodedColumn> ordinal_columns;  ///< c; Part::level: a code, not an amount
  std::vector<std::int32_t> ordinal_levels;    ///< c: number of levels of such a column, 0 for amounts

  /// n x m for neighbours in euclidean distance, finite: one unit is one robust deviation of a number, or another
  /// level.
  FloatMatrix neighbors;

  /// n x v words, pairs of words and character n-grams of all text columns, TF-IDF, rows of length 1; 0 columns without
  /// text.
  SparseMatrix text;
  /// n x r: truncated singular value decomposition of `text`, rows of length <= 1; 0 columns without text.
  FloatMatrix text_reduced;

  /// n: rows whose features have the same cells share a number 0.., whatever their labels, and so do those of one group
  /// where the schema has groups. They must fall into one fold of a cross-validation, else each vouches for the other.
  std::vector<std::int32_t> duplicate_groups;
};

struct EncodeOptions {
  Index max_levels = 50;         ///< one-hot columns of a categorical column at most, > 0; the rest is pooled
  Index num_bins = 8;            ///< bins of a number for linear models; 0 none
  Index text_features = 20'000;  ///< width of `text` at most, > 0
  Index text_components = 48;    ///< width of `text_reduced` at most, > 0
  std::uint64_t seed = 0;        ///< of the randomised decomposition
};

/// Turn the features of a table into numbers.
///
/// @param table, schema  must outlive the job
/// @throws std::invalid_argument  a schema of another table, an option out of range
/// Cost: O(cells + n d); 100,000 x 20 in a few seconds.
/// Source of the decomposition: Halko, Martinsson and Tropp 2011, "Finding structure with randomness".
Job<EncodedTable> encode_table(const RawTable& table, const Schema& schema, EncodeOptions options = {});

/// `EncodedTable::neighbors` for tables that are looked at in parts: what is learned (scales, levels, words and their
/// directions) is that of the first rows, a sample of the whole that stands in front of every part. The vector of a row
/// depends on it and on this sample only. Levels that the sample lacks count as one.
///
/// @param table, schema  must outlive the job
/// @param fitted_rows    of the sample, 1 to n
/// @throws std::invalid_argument  a schema of another table, an option out of range
/// Cost: O(cells + n d).
Job<FloatMatrix> encode_neighbors(const RawTable& table, const Schema& schema, Index fitted_rows,
                                  EncodeOptions options = {});

}  // namespace assayer
