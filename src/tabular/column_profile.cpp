#include "assayer/column_profile.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "statistics.h"
#include "tabular/scale.h"
#include "tabular/spelling.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr std::size_t most_top_values = 10;
constexpr double least_mixed = 0.05;  ///< share of another type that makes a column of levels mixed

/// The values with most rows, at most `limit`.
std::vector<std::pair<std::string, Index>> most_frequent(std::vector<std::pair<std::string, Index>> values,
                                                         std::size_t limit) {
  const auto order = [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  limit = std::min(limit, values.size());
  std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(limit), values.end(), order);
  values.resize(limit);
  return values;
}

void count_cells(const ColumnReading& reading, ColumnKind kind, ColumnProfile& profile) {
  std::vector<std::pair<std::string, Index>> values;
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    const Index rows = reading.counts[v];
    if (rows == 0) continue;
    const bool reads_as_date = !std::isnan(reading.dates[v]);
    const bool reads_as_number = !std::isnan(reading.numbers[v]);
    const bool says_nothing = reading.is_missing[v] || (is_amount(kind) && !reads_as_date && !reads_as_number &&
                                                        is_missing_amount(reading.values[v]));
    if (says_nothing) {
      profile.missing_spellings.emplace_back(reading.values[v], rows);
      continue;
    }
    values.emplace_back(reading.values[v], rows);
    const bool is_date = reads_as_date && (kind == ColumnKind::datetime || !reads_as_number);
    (is_date ? profile.dates : reads_as_number ? profile.numbers : profile.texts) += rows;
  }
  profile.top_values = most_frequent(std::move(values), most_top_values);
  const std::size_t spellings = profile.missing_spellings.size();
  profile.missing_spellings = most_frequent(std::move(profile.missing_spellings), spellings);
}

bool has_mixed_types(const ColumnProfile& profile, ColumnKind kind) {
  const Index present = profile.numbers + profile.dates + profile.texts;
  const Index others = present - std::max({profile.numbers, profile.dates, profile.texts});
  if (is_amount(kind)) return others > 0;
  const bool is_of_levels = kind == ColumnKind::categorical || kind == ColumnKind::boolean;
  return is_of_levels && static_cast<double>(others) >= least_mixed * static_cast<double>(present) && others > 0;
}

}  // namespace

Job<std::vector<ColumnProfile>> profile_columns(const RawTable& table, const Schema& schema) {
  if (schema.columns.size() != table.columns.size()) {
    reject("schema", std::to_string(table.columns.size()) + " columns", schema.columns.size());
  }
  std::vector<ColumnProfile> profiles;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    const ColumnKind kind = schema.columns[c].kind;
    const ColumnReading reading = co_await within(done, done, "", read_cells(table.columns[c]));
    ColumnProfile profile;
    profile.missing = schema.columns[c].missing;
    profile.distinct = schema.columns[c].distinct;
    profile.is_constant = profile.distinct == 1;
    count_cells(reading, kind, profile);
    profile.is_mixed = has_mixed_types(profile, kind);
    profile.numbers_as_text =
        kind == ColumnKind::numeric && table.columns[c].is_text() &&
        (reading.grouped_rows + reading.affixed_rows > 0 || reading.number_style.decimal_mark != '.');
    const TypedColumn typed = interpret(reading, kind);
    if (typed.has_amounts()) {
      const std::vector<double> amounts = present_values(typed.amounts);
      for (const double q : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        if (!amounts.empty()) profile.quantiles.push_back(quantile(amounts, q));
      }
    } else if (kind == ColumnKind::categorical || kind == ColumnKind::boolean) {
      profile.spelling_variants = co_await within(done, done, "", find_spelling_variants(typed));
    }
    profiles.push_back(std::move(profile));
  }
  co_return profiles;
}

}  // namespace assayer
