#include "assayer/compare_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "assayer/encode.h"
#include "assayer/error.h"
#include "assayer/neighbors.h"
#include "assayer/raw_duplicates.h"
#include "compare/combined_table.h"
#include "compare/drift.h"
#include "compare/significance.h"
#include "tabular/row_groups.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr Index num_neighbors = 10;

void check(const RawTable& older, const RawTable& newer, const CompareOptions& options) {
  const std::pair<const char*, const RawTable*> tables[] = {{"old", &older}, {"new", &newer}};
  for (const auto& [name, table] : tables) {
    check_table(*table);
    if (table->rows == 0 || table->columns.empty()) reject(name, "at least one row and one column", "none");
  }
  const auto is_common = [&](const RawColumn& column) { return find_column(newer, column.name) != nullptr; };
  if (std::none_of(older.columns.begin(), older.columns.end(), is_common)) {
    reject("new", "a column that the old table has too, such as " + older.columns.front().name, "none");
  }
  for (const auto& [name, kind] : options.schema.kinds) {
    if (!find_column(older, name) && !find_column(newer, name)) reject("columns", "columns of the tables", name);
  }
  for (const auto& [name, value] :
       {std::pair("drift_threshold", options.drift_threshold), std::pair("significance", options.significance)}) {
    if (!(value >= 0 && value <= 1)) reject(name, "a number in [0, 1]", value);
  }
}

/// Overrides that a table has a column for.
SchemaOptions options_for(const RawTable& table, const SchemaOptions& given) {
  SchemaOptions options = given;
  std::erase_if(options.kinds, [&](const auto& named) { return !find_column(table, named.first); });
  return options;
}

const ColumnSchema& column_of(const Schema& schema, const std::string& name) {
  return *std::find_if(schema.columns.begin(), schema.columns.end(),
                       [&](const ColumnSchema& column) { return column.name == name; });
}

/// Kinds for both tables together: what the old one says; where nothing is in its column, what the new one says.
SchemaOptions common_options(const RawTable& both, const Schema& older, const Schema& newer,
                             const CompareOptions& options) {
  SchemaOptions common = options_for(both, options.schema);
  for (const RawColumn& column : both.columns) {
    const auto is_given = [&](const auto& named) { return named.first == column.name; };
    if (std::any_of(common.kinds.begin(), common.kinds.end(), is_given)) continue;
    ColumnKind kind = column_of(older, column.name).kind;
    if (kind == ColumnKind::ignore) kind = column_of(newer, column.name).kind;
    if (kind != ColumnKind::ignore) common.kinds.emplace_back(column.name, kind);
  }
  common.label.reset();
  if (older.label >= 0) {
    const std::string& name = older.columns[static_cast<std::size_t>(older.label)].name;
    if (find_column(both, name)) common.label = name;
  }
  common.no_label = !common.label;
  common.task = common.label ? older.task : std::nullopt;
  return common;
}

/// The reasons of what was handed from one schema to the common one.
void restore_reasons(Schema& common, const Schema& older, const Schema& newer, const SchemaOptions& given) {
  for (ColumnSchema& column : common.columns) {
    const auto is_given = [&](const auto& named) { return named.first == column.name; };
    const bool by_user = std::any_of(given.kinds.begin(), given.kinds.end(), is_given);
    if (by_user || column.reason.code != "given") continue;
    const ColumnSchema& old_column = column_of(older, column.name);
    column.reason = old_column.kind == column.kind ? old_column.reason : column_of(newer, column.name).reason;
  }
  common.label_reason = older.label_reason;
  common.task_reason = older.task_reason;
}

Index count_missing(const TypedColumn& column, Index from, Index to) {
  Index missing = 0;
  for (Index i = from; i < to; ++i) {
    const auto row = static_cast<std::size_t>(i);
    missing += column.has_amounts() ? std::isnan(column.amounts[row]) : column.levels[row] < 0;
  }
  return missing;
}

void add_missing(const TypedColumn& column, Index num_old, Index num_new, ColumnDrift& drift) {
  drift.old_missing = count_missing(column, 0, num_old);
  drift.new_missing = count_missing(column, num_old, num_old + num_new);
  drift.missing_change = static_cast<double>(drift.new_missing) / static_cast<double>(num_new) -
                         static_cast<double>(drift.old_missing) / static_cast<double>(num_old);
  if (!drift.is_compared) return;
  drift.drift = std::max(drift.drift, std::abs(drift.missing_change));
  if (drift.old_missing + drift.new_missing == 0) return;
  const auto old_missing = static_cast<double>(drift.old_missing), new_missing = static_cast<double>(drift.new_missing);
  const double p = homogeneity_p({old_missing, static_cast<double>(num_old) - old_missing},
                                 {new_missing, static_cast<double>(num_new) - new_missing});
  drift.p_value = std::min(1.0, 2 * std::min(drift.p_value, p));
}

/// p-values for all columns together, and what of the whole table drifted.
void summarise(TableComparison& found, const CompareOptions& options) {
  std::vector<double> p_values;
  for (const ColumnDrift& column : found.columns) {
    if (column.is_compared) p_values.push_back(column.p_value);
  }
  const std::vector<double> adjusted = adjust_p_values(p_values);
  double sum = 0;
  for (ColumnDrift& column : found.columns) {
    if (!column.is_compared) continue;
    column.adjusted_p_value = adjusted[static_cast<std::size_t>(found.num_compared++)];
    column.is_drift = column.drift >= options.drift_threshold && column.adjusted_p_value < options.significance;
    found.num_drifted += column.is_drift;
    found.largest_drift = std::max(found.largest_drift, column.drift);
    sum += column.drift;
  }
  found.mean_drift = found.num_compared ? sum / static_cast<double>(found.num_compared) : 0;
}

/// Rows of the new table that repeat one of the old table, and how many of the old table repeat each other.
void collect_leaks(const RawDuplicates& duplicates, const std::vector<std::int32_t>& labels, Index num_old,
                   TableComparison& found) {
  const auto n = static_cast<Index>(duplicates.sets.size());
  for (Index i = 0; i < n; ++i) {
    const Rows& set = duplicates.sets[static_cast<std::size_t>(i)];
    if (set.empty() || set.front() >= num_old) continue;
    if (i < num_old) {
      ++found.old_repeats;
      continue;
    }
    const auto old_row = static_cast<std::size_t>(set.front());
    found.leaks.push_back({.new_row = static_cast<std::int32_t>(i - num_old),
                           .old_row = set.front(),
                           .is_exact = duplicates.distances(i) == 0,
                           .same_label = labels.empty() || labels[old_row] == labels[static_cast<std::size_t>(i)]});
  }
}

Job<void> find_leaked_rows(const RawTable& both, Index num_old, bool near, TableComparison& found) {
  KnnGraph graph;
  if (near) {
    const EncodedTable encoded = co_await within(0, 0.4, "encode", encode_table(both, found.schema));
    if (encoded.neighbors.cols() > 0) {
      NeighborOptions neighbors;
      neighbors.k = std::min(num_neighbors, both.rows - 1);
      neighbors.metric = Metric::euclidean;
      graph = co_await within(0.4, 0.8, "neighbors", find_neighbors(encoded.neighbors, neighbors));
    }
  }
  const RawDuplicates duplicates =
      co_await within(0.8, 1, "leaked_rows", find_raw_duplicates(both, found.schema, graph));
  std::vector<std::int32_t> labels;
  if (found.schema.label >= 0) {
    const auto label = static_cast<std::size_t>(found.schema.label);
    const TypedColumn typed =
        co_await within(1, 1, "leaked_rows", interpret(both.columns[label], found.schema.columns[label].kind));
    labels = codes_of_cells(typed);
  }
  found.has_near_leaks = near;
  collect_leaks(duplicates, labels, num_old, found);
}

}  // namespace

Job<TableComparison> compare_tables(const RawTable& older, const RawTable& newer, CompareOptions options) {
  check(older, newer, options);
  const Index num_old = older.rows, num_new = newer.rows;
  SchemaOptions new_options = options_for(newer, options.schema);
  new_options.no_label = true;  // kinds only: the new table may well have one class
  const Schema old_schema =
      co_await within(0, 0.08, "columns", infer_schema(older, options_for(older, options.schema)));
  const Schema new_schema = co_await within(0.08, 0.16, "columns", infer_schema(newer, std::move(new_options)));
  const RawTable both = co_await within(0.16, 0.22, "columns", combine_tables(older, newer));

  TableComparison found;
  SchemaOptions common = common_options(both, old_schema, new_schema, options);
  found.schema = co_await within(0.22, 0.3, "columns", infer_schema(both, std::move(common)));
  restore_reasons(found.schema, old_schema, new_schema, options.schema);
  for (const RawColumn& column : older.columns) {
    if (!find_column(newer, column.name)) found.lost_columns.push_back(column.name);
  }
  for (const RawColumn& column : newer.columns) {
    if (!find_column(older, column.name)) found.new_columns.push_back(column.name);
  }

  for (std::size_t c = 0; c < both.columns.size(); ++c) {
    const double from = 0.3 + 0.2 * static_cast<double>(c) / static_cast<double>(both.columns.size());
    const ColumnSchema& schema = found.schema.columns[c];
    ColumnDrift drift;
    drift.name = schema.name;
    drift.kind = schema.kind;
    drift.old_kind = column_of(old_schema, schema.name).kind;
    drift.new_kind = column_of(new_schema, schema.name).kind;
    drift.is_compared = schema.kind != ColumnKind::identifier && schema.kind != ColumnKind::ignore;
    const TypedColumn column = co_await within(from, from, "drift", interpret(both.columns[c], schema.kind));
    if (drift.is_compared) co_await within(from, from, "drift", measure_drift(column, num_old, drift));
    add_missing(column, num_old, num_new, drift);
    found.columns.push_back(std::move(drift));
  }
  summarise(found, options);
  co_await within(0.5, 1, "leaked_rows", find_leaked_rows(both, num_old, options.find_near_leaks, found));
  co_return found;
}

}  // namespace assayer
