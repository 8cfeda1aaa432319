#include "tabular/typed_column.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <unordered_map>

#include "ordering.h"

namespace assayer {
namespace {

constexpr std::size_t values_between_pauses = 2048;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Dictionary-code a column of numbers.
void code_numbers(const std::vector<double>& given, ColumnReading& reading) {
  std::vector<double> distinct;
  for (double value : given) {
    if (std::isfinite(value)) distinct.push_back(value == 0 ? 0 : value);
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  reading.codes.reserve(given.size());
  for (double value : given) {
    const auto found = std::lower_bound(distinct.begin(), distinct.end(), value);
    reading.codes.push_back(std::isfinite(value) ? static_cast<std::int32_t>(found - distinct.begin()) : -1);
  }
  for (double value : distinct) reading.values.push_back(write_number(value));
  reading.numbers = std::move(distinct);
}

/// Share of the way, of many parts that each take as long.
double share(std::size_t done, std::size_t all) { return static_cast<double>(done) / static_cast<double>(all); }

/// Cells that differ in the space around them only become one.
Job<void> code_texts(const RawColumn& column, ColumnReading& reading) {
  const auto m = static_cast<std::size_t>(column.values.size());
  bool has_spaces = false;
  for (std::size_t v = 0; v < m && !has_spaces; ++v) {
    const std::string_view text = column.values[static_cast<Index>(v)];
    has_spaces = trim(text).size() != text.size();
  }
  reading.values.reserve(m);
  if (!has_spaces) {
    for (std::size_t v = 0; v < m; ++v) {
      if (v % values_between_pauses == 0) co_await pause(share(v, m));
      reading.values.emplace_back(column.values[static_cast<Index>(v)]);
    }
    reading.codes = column.codes;
    co_return;
  }
  std::unordered_map<std::string_view, std::int32_t> known;
  std::vector<std::int32_t> merged(m);
  for (std::size_t v = 0; v < m; ++v) {
    if (v % values_between_pauses == 0) co_await pause(share(v, m));
    const std::string_view text = trim(column.values[static_cast<Index>(v)]);
    const auto [place, is_new] = known.emplace(text, static_cast<std::int32_t>(reading.values.size()));
    if (is_new) reading.values.emplace_back(text);
    merged[v] = place->second;
  }
  reading.codes.reserve(column.codes.size());
  for (std::int32_t code : column.codes) {
    reading.codes.push_back(code < 0 ? -1 : merged[static_cast<std::size_t>(code)]);
  }
}

/// The style of writing shows in some thousand values.
std::size_t sample_stride(const ColumnReading& reading) { return 1 + reading.values.size() / 20000; }

/// Which of . and , the column uses as decimal mark: the one with which more rows read as numbers, . where it is even.
NumberStyle choose_number_style(const ColumnReading& reading) {
  Index with_point = 0, with_comma = 0;
  for (std::size_t v = 0; v < reading.values.size(); v += sample_stride(reading)) {
    if (reading.values[v].find(',') == std::string::npos) continue;
    if (read_number(reading.values[v], {'.'})) with_point += reading.counts[v];
    if (read_number(reading.values[v], {','})) with_comma += reading.counts[v];
  }
  return {with_comma > with_point ? ',' : '.'};
}

/// Values that read as numbers are no dates, but for eight digits (20201231).
bool may_be_date(const ColumnReading& reading, std::size_t v) {
  return !reading.is_missing[v] && (std::isnan(reading.numbers[v]) || reading.values[v].size() == 8);
}

DateOrder choose_date_order(const ColumnReading& reading) {
  Index day_first = 0, month_first = 0, with_slash = 0;
  for (std::size_t v = 0; v < reading.values.size(); v += sample_stride(reading)) {
    const std::string& value = reading.values[v];
    if (!may_be_date(reading, v) || value.size() < 6 || !is_digit(value[0]) || value.find_first_of("/-.") > 2) continue;
    if (read_date(value, DateOrder::day_first)) day_first += reading.counts[v];
    if (read_date(value, DateOrder::month_first)) month_first += reading.counts[v];
    if (value.find('/') != std::string::npos) with_slash += reading.counts[v];
  }
  if (day_first != month_first) return day_first > month_first ? DateOrder::day_first : DateOrder::month_first;
  return with_slash > 0 ? DateOrder::month_first : DateOrder::day_first;
}

Job<void> read_numbers(ColumnReading& reading) {
  reading.number_style = choose_number_style(reading);
  reading.numbers.assign(reading.values.size(), none);
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    if (v % values_between_pauses == 0) co_await pause(share(v, reading.values.size()));
    if (reading.is_missing[v]) continue;
    const Index rows = reading.counts[v];
    NumberNotes notes;
    const auto number = read_number(reading.values[v], reading.number_style, &notes);
    if (!number) {
      if (rows == 0 || !is_missing_amount(reading.values[v])) continue;
      reading.amount_gaps += rows;
      ++reading.gap_spellings;
      continue;
    }
    reading.numbers[v] = *number;
    reading.number_rows += rows;
    reading.grouped_rows += notes.grouped ? rows : 0;
    reading.affixed_rows += notes.affixed ? rows : 0;
    reading.leading_zero_rows += notes.leading_zero ? rows : 0;
  }
}

Job<void> read_dates(ColumnReading& reading) {
  const DateOrder order = choose_date_order(reading);
  reading.dates.assign(reading.values.size(), none);
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    if (v % values_between_pauses == 0) co_await pause(share(v, reading.values.size()));
    if (!may_be_date(reading, v)) continue;
    bool compact = false;
    const auto date = read_date(reading.values[v], order, &compact);
    if (!date) continue;
    reading.dates[v] = *date;
    reading.date_rows += reading.counts[v];
    reading.compact_rows += compact ? reading.counts[v] : 0;
  }
}

std::vector<Index> count_rows(const std::vector<std::int32_t>& codes, std::size_t size) {
  std::vector<Index> counts(size, 0);
  for (std::int32_t code : codes) {
    if (code >= 0) ++counts[static_cast<std::size_t>(code)];
  }
  return counts;
}

}  // namespace

std::string write_number(double value) {
  char text[32];
  for (int digits : {6, 15, 17}) {
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    if (std::strtod(text, nullptr) == value) break;
  }
  return text;
}

Job<ColumnReading> read_cells(const RawColumn& column) {
  ColumnReading reading;
  if (column.is_text()) {
    co_await within(0, 0.3, "", code_texts(column, reading));
  } else {
    code_numbers(column.numbers, reading);
  }
  const std::size_t m = reading.values.size();
  reading.counts = count_rows(reading.codes, m);
  reading.is_missing.assign(m, 0);
  for (std::size_t v = 0; v < m; ++v) {
    reading.is_missing[v] = column.is_text() && is_missing_value(reading.values[v]);
    if (reading.is_missing[v] || reading.counts[v] == 0) continue;
    reading.present += reading.counts[v];
    ++reading.distinct;
  }
  for (std::int32_t& code : reading.codes) {
    if (code >= 0 && reading.is_missing[static_cast<std::size_t>(code)]) code = -1;
  }
  if (column.is_text()) {
    co_await within(0.3, 0.7, "", read_numbers(reading));
    co_await within(0.7, 1, "", read_dates(reading));
  } else {
    reading.dates.assign(m, none);
    reading.number_rows = reading.present;
  }
  co_return reading;
}

std::vector<double> amounts_of_values(const ColumnReading& reading, ColumnKind kind) {
  if (kind == ColumnKind::numeric) return reading.numbers;
  std::vector<double> amounts = reading.dates;
  for (std::size_t v = 0; v < amounts.size(); ++v) {
    if (std::isnan(amounts[v])) amounts[v] = date_from_number(reading.numbers[v]).value_or(none);
  }
  return amounts;
}

TypedColumn interpret(const ColumnReading& reading, ColumnKind kind) {
  TypedColumn typed;
  typed.kind = kind;
  if (is_amount(kind)) {
    const std::vector<double> amounts = amounts_of_values(reading, kind);
    typed.amounts.reserve(reading.codes.size());
    for (std::int32_t code : reading.codes) {
      typed.amounts.push_back(code < 0 ? none : amounts[static_cast<std::size_t>(code)]);
    }
    return typed;
  }
  std::vector<std::int32_t> order;
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    if (reading.counts[v] > 0 && !reading.is_missing[v]) order.push_back(static_cast<std::int32_t>(v));
  }
  sort_positions(order, [&](std::int32_t a, std::int32_t b) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    if (reading.counts[i] != reading.counts[j]) return reading.counts[i] > reading.counts[j];
    return reading.values[i] < reading.values[j];
  });
  std::vector<std::int32_t> level_of(reading.values.size(), -1);
  for (std::size_t l = 0; l < order.size(); ++l) {
    const auto v = static_cast<std::size_t>(order[l]);
    level_of[v] = static_cast<std::int32_t>(l);
    typed.texts.push_back(reading.values[v]);
    typed.counts.push_back(reading.counts[v]);
  }
  typed.levels.reserve(reading.codes.size());
  for (std::int32_t code : reading.codes) {
    typed.levels.push_back(code < 0 ? -1 : level_of[static_cast<std::size_t>(code)]);
  }
  return typed;
}

Job<TypedColumn> interpret(const RawColumn& column, ColumnKind kind) {
  const ColumnReading reading = co_await read_cells(column);
  co_await pause(1);
  co_return interpret(reading, kind);
}

}  // namespace assayer
