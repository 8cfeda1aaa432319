#include "assayer/schema.h"

#include <algorithm>
#include <array>

#include "assayer/error.h"
#include "tabular/kind.h"
#include "tabular/label.h"
#include "tabular/typed_column.h"
#include "tabular/value_bars.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 7> kind_names = {"numeric", "categorical", "text",  "datetime",
                                                        "boolean", "identifier",  "ignore"};
constexpr std::array<std::string_view, 3> role_names = {"label", "feature", "ignored"};

Index find_column(const RawTable& table, std::string_view argument, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const RawColumn& column) { return column.name == name; });
  if (found != table.columns.end()) return found - table.columns.begin();
  std::string names;
  for (std::size_t c = 0; c < std::min<std::size_t>(table.columns.size(), 20); ++c) {
    names += (c ? ", " : "") + table.columns[c].name;
  }
  if (table.columns.size() > 20) names += ", ...";
  reject(argument, "the name of a column (" + names + ")", name);
}

/// Of each entry of the dictionary, or of each row where there is none.
std::vector<std::uint8_t> bars_of_column(const RawColumn& column, const ColumnReading& reading, ColumnKind kind,
                                         std::uint8_t num_bars) {
  std::vector<std::uint8_t> bars = bars_of_amounts(amounts_of_values(reading, kind), reading.codes, num_bars);
  if (column.is_text()) return bars;
  std::vector<std::uint8_t> of_rows;
  of_rows.reserve(reading.codes.size());
  for (const std::int32_t code : reading.codes) {
    of_rows.push_back(code < 0 ? no_bar : bars[static_cast<std::size_t>(code)]);
  }
  return of_rows;
}

ColumnSchema describe(const RawColumn& column, const ColumnReading& reading, Index rows, const SchemaOptions& options) {
  ColumnSchema schema;
  schema.name = column.name;
  GuessedKind guessed = guess_kind(reading, column.name);
  for (const auto& [name, kind] : options.kinds) {
    if (name == column.name) guessed = {kind, {"given", "said by the user", {}}};
  }
  schema.kind = guessed.kind;
  schema.reason = std::move(guessed.reason);
  schema.missing = rows - reading.present + (is_amount(schema.kind) ? reading.amount_gaps : 0);
  schema.distinct = reading.distinct - (is_amount(schema.kind) ? reading.gap_spellings : 0);
  const bool is_feature = schema.kind != ColumnKind::identifier && schema.kind != ColumnKind::ignore;
  schema.role = is_feature ? ColumnRole::feature : ColumnRole::ignored;
  if (is_feature && schema.distinct < 2) {
    schema.role = ColumnRole::ignored;
    schema.reason = schema.distinct == 0 ? Reason{"empty", "no value at all", {}}
                                         : Reason{"constant", "one value only", {{"missing", double(schema.missing)}}};
  }
  if (options.num_bars > 0 && is_amount(schema.kind)) {
    schema.bars = bars_of_column(column, reading, schema.kind, options.num_bars);
  }
  return schema;
}

double share_of_most_frequent(const ColumnReading& reading) {
  Index most = 0;
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    if (!reading.is_missing[v]) most = std::max(most, reading.counts[v]);
  }
  return reading.present > 0 ? static_cast<double>(most) / static_cast<double>(reading.present) : 0;
}

void check_label(const ColumnSchema& label) {
  if (label.distinct == 0) reject("label", "a column with values", "an empty one: " + label.name);
  if (label.distinct == 1) reject("label", "a column with two values or more", "one value only: " + label.name);
}

}  // namespace

std::string_view kind_name(ColumnKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

ColumnKind kind_from_name(std::string_view name) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), name);
  if (found == kind_names.end()) {
    reject("columns", "numeric, categorical, text, datetime, boolean, identifier or ignore", name);
  }
  return static_cast<ColumnKind>(found - kind_names.begin());
}

std::string_view role_name(ColumnRole role) { return role_names[static_cast<std::size_t>(role)]; }

Job<Schema> infer_schema(const RawTable& table, SchemaOptions options) {
  check_table(table);
  if (table.columns.empty()) reject("data", "at least one column", "none");
  for (const auto& [name, kind] : options.kinds) find_column(table, "columns", name);
  const Index given = options.label && !options.no_label ? find_column(table, "label", *options.label) : -1;

  Schema schema;
  if (options.group) {
    schema.group = find_column(table, "group", *options.group);
    if (schema.group == given) reject("group", "another column than the label", *options.group);
    options.kinds.emplace_back(*options.group, ColumnKind::identifier);
  }
  std::vector<LabelHints> hints;
  for (const RawColumn& column : table.columns) {
    const double done = static_cast<double>(hints.size()) / static_cast<double>(table.columns.size());
    co_await pause(done);
    const ColumnReading reading = co_await within(done, done, "columns", read_cells(column));
    schema.columns.push_back(describe(column, reading, table.rows, options));
    hints.push_back({is_whole(reading), share_of_most_frequent(reading), 2 * reading.number_rows > reading.present});
  }

  if (schema.group >= 0) {
    schema.columns[static_cast<std::size_t>(schema.group)].reason = {
        "group", "rows with the same value stay together: models are tested on other ones", {}};
  }
  if (options.no_label) {
    schema.label_reason = {"not_wanted", "said by the user", {}};
    co_return schema;
  }
  if (given >= 0) {
    schema.label = given;
    schema.label_reason = {"given", "said by the user", {}};
  } else {
    GuessedLabel guessed = guess_label(schema.columns, hints, table.rows);
    schema.label = guessed.column;
    schema.label_reason = std::move(guessed.reason);
    if (schema.label < 0) co_return schema;
  }
  ColumnSchema& label = schema.columns[static_cast<std::size_t>(schema.label)];
  check_label(label);
  label.role = ColumnRole::label;
  GuessedTask task = guess_task(label, hints[static_cast<std::size_t>(schema.label)], table.rows);
  schema.task = options.task.value_or(task.task);
  schema.task_reason = options.task ? Reason{"given", "said by the user", {}} : std::move(task.reason);
  co_return schema;
}

}  // namespace assayer
