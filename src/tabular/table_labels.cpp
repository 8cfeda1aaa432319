#include "tabular/table_labels.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "ordering.h"
#include "tabular/cell.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

/// Refuse missing labels: how many, and where the first of them are.
void require_present(const std::string& name, const Rows& missing) {
  if (missing.empty()) return;
  std::string got = std::to_string(missing.size()) + " missing (row" + (missing.size() > 1 ? "s " : " ");
  for (std::size_t i = 0; i < std::min<std::size_t>(missing.size(), 5); ++i) {
    got += (i ? ", " : "") + std::to_string(missing[i]);
  }
  reject("label column \"" + name + "\"", "a label in every row", got + (missing.size() > 5 ? ", ...)" : ")"));
}

/// The trimmed text of a row; "" where there is none.
std::string_view cell_of(const RawColumn& column, std::size_t row) {
  if (!column.is_text() || column.codes[row] < 0) return {};
  return trim(column.values[column.codes[row]]);
}

/// Refuse names that never come back: nothing can be learnt of a class that one row has.
void require_repeated(const std::string& name, const TableLabels& labels) {
  const std::size_t classes = labels.class_names.size();
  if (labels.ids.size() < 2 || classes < labels.ids.size()) return;
  reject("label column \"" + name + "\"", "classes that several rows have",
         std::to_string(classes) + " different ones in " + std::to_string(classes) +
             " rows (numbers to predict are a regression; a table may also have no label)");
}

/// Classes in the order of a reader: numbers numerically where all are numbers, else by code point (= by UTF-8 byte).
std::vector<std::int32_t> class_order(const std::vector<std::string>& names) {
  std::vector<double> numbers;
  for (const std::string& name : names) {
    const auto number = read_number(name);
    if (number) numbers.push_back(*number);
  }
  const bool all_numbers = numbers.size() == names.size();
  return sorted_positions(names.size(), [&](std::int32_t a, std::int32_t b) {
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    if (all_numbers && numbers[x] != numbers[y]) return numbers[x] < numbers[y];
    return names[x] < names[y];
  });
}

}  // namespace

TableLabels read_class_labels(const RawColumn& column) {
  const TypedColumn typed = run(interpret(column, ColumnKind::categorical));
  Rows missing;
  for (std::size_t i = 0; i < typed.levels.size(); ++i) {
    if (typed.levels[i] < 0) missing.push_back(static_cast<std::int32_t>(i));
  }
  require_present(column.name, missing);
  const std::vector<std::int32_t> order = class_order(typed.texts);
  std::vector<std::int32_t> id_of_level(order.size());
  TableLabels labels;
  for (std::size_t id = 0; id < order.size(); ++id) {
    id_of_level[static_cast<std::size_t>(order[id])] = static_cast<std::int32_t>(id);
    labels.class_names.push_back(typed.texts[static_cast<std::size_t>(order[id])]);
  }
  for (const std::int32_t level : typed.levels) labels.ids.push_back(id_of_level[static_cast<std::size_t>(level)]);
  require_repeated(column.name, labels);
  return labels;
}

std::vector<double> read_targets(const RawColumn& column) {
  std::vector<double> targets = run(interpret(column, ColumnKind::numeric)).amounts;
  Rows missing;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (std::isfinite(targets[i])) continue;
    const std::string_view text = cell_of(column, i);
    if (!is_missing_amount(text)) {
      reject("label column \"" + column.name + "\"", "a number in every row of a regression",
             "\"" + std::string(text) + "\" in row " + std::to_string(i) + " (names of classes are a classification)");
    }
    missing.push_back(static_cast<std::int32_t>(i));
  }
  require_present(column.name, missing);
  return targets;
}

}  // namespace assayer
