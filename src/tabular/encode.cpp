#include "assayer/encode.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "assayer/error.h"
#include "tabular/column_encoder.h"
#include "tabular/row_groups.h"
#include "tabular/text_features.h"
#include "tabular/truncated_svd.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr double most_cells = 3e7;     ///< of `linear`: beyond, bins are left out and more levels pooled
constexpr double text_distance = 2.0;  ///< between texts that have nothing in common, times the square root of 2

void check(const RawTable& table, const Schema& schema, const EncodeOptions& options) {
  if (schema.columns.size() != table.columns.size()) {
    reject("schema", std::to_string(table.columns.size()) + " columns", schema.columns.size());
  }
  if (options.max_levels <= 0) reject("max_levels", "a number > 0", options.max_levels);
  if (options.num_bins < 0) reject("num_bins", "a number >= 0", options.num_bins);
  if (options.text_features <= 0) reject("text_features", "a number > 0", options.text_features);
  if (options.text_components <= 0) reject("text_components", "a number > 0", options.text_components);
}

EncoderLimits limits_for(const RawTable& table, const Schema& schema, const EncodeOptions& options) {
  double amounts = 0, levels = 0;
  for (const ColumnSchema& column : schema.columns) {
    if (column.role != ColumnRole::feature) continue;
    (is_amount(column.kind) ? amounts : levels) += 1;
  }
  const double columns_left = most_cells / std::max<double>(1, static_cast<double>(table.rows)) - amounts;
  EncoderLimits limits{options.max_levels, options.num_bins};
  if (amounts * static_cast<double>(options.num_bins) > columns_left / 2) limits.num_bins = 0;
  if (levels > 0) {
    const double share = std::max(2.0, columns_left / 2 / levels);
    limits.max_levels = std::min(limits.max_levels, static_cast<Index>(share));
  }
  return limits;
}

/// Row-major matrix of columns; gives their memory back on the way.
Job<FloatMatrix> join_columns(std::vector<EncodedValues> columns, Index rows) {
  FloatMatrix matrix(rows, static_cast<Index>(columns.size()));
  constexpr std::size_t block = 16;  // columns at a time: rows stay in the cache lines that were fetched
  for (std::size_t first = 0; first < columns.size(); first += block) {
    const std::size_t end = std::min(columns.size(), first + block);
    for (Index i = 0; i < rows; ++i) {
      if (i % 8192 == 0) co_await pause(static_cast<double>(first) / static_cast<double>(columns.size()));
      for (std::size_t c = first; c < end; ++c) {
        matrix(i, static_cast<Index>(c)) = columns[c][static_cast<std::size_t>(i)];
      }
    }
    for (std::size_t c = first; c < end; ++c) columns[c] = EncodedValues({});
  }
  co_return matrix;
}

template <typename T>
void move_to_end(std::vector<T>&& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Texts that have something in common are near each other, whatever their length.
void append_texts(FloatMatrix& neighbors, const FloatMatrix& reduced) {
  const Index width = neighbors.cols();
  neighbors.conservativeResize(neighbors.rows(), width + reduced.cols());
  for (Index i = 0; i < reduced.rows(); ++i) {
    const float norm = reduced.row(i).norm();
    const float factor = norm > 0 ? static_cast<float>(text_distance) / norm : 1.0F;
    neighbors.row(i).rightCols(reduced.cols()) = reduced.row(i) * factor;
  }
}

}  // namespace

Job<EncodedTable> encode_table(const RawTable& table, const Schema& schema, EncodeOptions options) {
  check(table, schema, options);
  const EncoderLimits limits = limits_for(table, schema, options);
  EncodedTable encoded;
  EncodedBlock all;
  std::vector<TypedColumn> texts;
  encoded.duplicate_groups.assign(static_cast<std::size_t>(table.rows), 0);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = 0.4 * static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    if (schema.columns[c].role != ColumnRole::feature) continue;
    TypedColumn typed = co_await within(done, done, "encode", interpret(table.columns[c], schema.columns[c].kind));
    co_await pause(done);
    split_groups(encoded.duplicate_groups, codes_of_cells(typed));
    co_await pause(done);
    EncodedBlock block = encode_column(typed, static_cast<Index>(c), limits);
    move_to_end(std::move(block.linear), all.linear);
    move_to_end(std::move(block.linear_columns), encoded.linear_columns);
    move_to_end(std::move(block.ordinal), encoded.ordinal);
    move_to_end(std::move(block.ordinal_columns), encoded.ordinal_columns);
    move_to_end(std::move(block.ordinal_levels), encoded.ordinal_levels);
    move_to_end(std::move(block.neighbors), all.neighbors);
    if (typed.kind == ColumnKind::text) texts.push_back(std::move(typed));
  }
  if (encoded.ordinal.empty()) {  // nothing to compare: no row repeats another
    std::iota(encoded.duplicate_groups.begin(), encoded.duplicate_groups.end(), 0);
  }
  if (schema.group >= 0) {
    const RawColumn& column = table.columns[static_cast<std::size_t>(schema.group)];
    const TypedColumn typed = co_await within(0.4, 0.4, "encode", interpret(column, ColumnKind::categorical));
    join_groups(encoded.duplicate_groups, codes_of_cells(typed));
  }
  encoded.linear = co_await within(0.4, 0.5, "encode", join_columns(std::move(all.linear), table.rows));
  encoded.neighbors = co_await within(0.5, 0.6, "encode", join_columns(std::move(all.neighbors), table.rows));

  encoded.text = SparseMatrix(table.rows, 0);
  encoded.text_reduced = FloatMatrix(table.rows, 0);
  if (texts.empty()) co_return encoded;
  encoded.text = co_await within(0.6, 0.8, "text", text_features(texts, table.rows, options.text_features, table.rows));
  encoded.text_reduced =
      co_await within(0.8, 1, "text", truncated_svd(encoded.text, options.text_components, options.seed, table.rows));
  append_texts(encoded.neighbors, encoded.text_reduced);
  co_return encoded;
}

Job<FloatMatrix> encode_neighbors(const RawTable& table, const Schema& schema, Index fitted_rows,
                                  EncodeOptions options) {
  check(table, schema, options);
  if (fitted_rows < 1 || fitted_rows > table.rows) {
    reject("fitted_rows", "1 to " + std::to_string(table.rows), std::int64_t{fitted_rows});
  }
  std::vector<EncodedValues> columns;
  std::vector<TypedColumn> texts;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = 0.5 * static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    if (schema.columns[c].role != ColumnRole::feature) continue;
    TypedColumn typed = co_await within(done, done, "encode", interpret(table.columns[c], schema.columns[c].kind));
    co_await pause(done);
    const EncoderLimits limits{.max_levels = options.max_levels, .fitted_rows = fitted_rows};
    move_to_end(encode_column(typed, static_cast<Index>(c), limits).neighbors, columns);
    if (typed.kind == ColumnKind::text) texts.push_back(std::move(typed));
  }
  FloatMatrix neighbors = co_await within(0.5, 0.6, "encode", join_columns(std::move(columns), table.rows));
  if (texts.empty()) co_return neighbors;
  const SparseMatrix words =
      co_await within(0.6, 0.8, "text", text_features(texts, table.rows, options.text_features, fitted_rows));
  const FloatMatrix reduced =
      co_await within(0.8, 1, "text", truncated_svd(words, options.text_components, options.seed, fitted_rows));
  append_texts(neighbors, reduced);
  co_return neighbors;
}

}  // namespace assayer
