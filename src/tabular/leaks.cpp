#include "assayer/leaks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "assayer/error.h"
#include "ordering.h"
#include "statistics.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr Index few_rows = 20;             ///< below, agreement proves nothing
constexpr double most_rows = 0.9;          ///< share of the labelled rows that a leak has values for, at least
constexpr double tolerated_errors = 0.01;  ///< of those that guessing the most frequent class makes
constexpr Index enough_rows = 200;         ///< with a code of several values for a class, and
constexpr Index enough_of_others = 50;     ///< rows of other classes than the most frequent, and
constexpr Index rows_of_code = 5;          ///< rows for each value: fewer may fall into one class by chance
constexpr double same_order = 0.9995;      ///< rank correlation of a copied number

/// Rows that have both a label and a value, as pairs.
using LevelPairs = std::map<std::pair<std::int32_t, std::int32_t>, Index>;

Leak leak(Index column, double agreement, std::string code, std::string phrase) {
  return {column, agreement, {std::move(code), std::move(phrase), {{"agreement", agreement}}}};
}

/// A copy has as many levels as there are classes, and perhaps some that slipped in.
Index most_levels(const TypedColumn& label) { return 2 * static_cast<Index>(label.texts.size()) + 10; }

/// Rows whose label is the most frequent one of their level.
Index rows_of_favourite_class(const LevelPairs& pairs, std::size_t num_levels) {
  std::vector<Index> most(num_levels, 0);
  for (const auto& [pair, rows] : pairs) {
    Index& of_level = most[static_cast<std::size_t>(pair.second)];
    of_level = std::max(of_level, rows);
  }
  return std::accumulate(most.begin(), most.end(), Index{0});
}

/// A copy says the same in other words: each class has a level of its own and nearly all its rows have it. A feature,
/// however good, does not know which labels are wrong; where labels are right a copy adds nothing that they do not say.
/// A code may also have several values for a class: that needs more rows to be no chance.
std::optional<Leak> find_copied_classes(Index c, const TypedColumn& column, const TypedColumn& label) {
  if (column.texts.size() < 2 || static_cast<Index>(column.texts.size()) > most_levels(label)) return {};
  LevelPairs pairs;
  Index both = 0, labelled = 0;
  for (std::size_t i = 0; i < label.levels.size(); ++i) {
    labelled += label.levels[i] >= 0;
    if (label.levels[i] < 0 || column.levels[i] < 0) continue;
    ++both;
    ++pairs[{label.levels[i], column.levels[i]}];
  }
  if (both < few_rows || static_cast<double>(both) < most_rows * static_cast<double>(labelled)) return {};

  std::vector<std::pair<std::int32_t, Index>> favourite(label.texts.size(), {-1, 0});  // level of each class, its rows
  std::vector<Index> rows_of_class(label.texts.size(), 0);
  for (const auto& [pair, rows] : pairs) {
    auto& best = favourite[static_cast<std::size_t>(pair.first)];
    rows_of_class[static_cast<std::size_t>(pair.first)] += rows;
    if (rows > best.second) best = {pair.second, rows};
  }
  const Index guessed = *std::max_element(rows_of_class.begin(), rows_of_class.end());
  const auto gives_away = [&](Index agreeing) {
    return static_cast<double>(both - agreeing) <= tolerated_errors * static_cast<double>(both - guessed);
  };
  const auto share = [&](Index agreeing) { return static_cast<double>(agreeing) / static_cast<double>(both); };
  Index agreeing = 0;
  std::vector<std::int32_t> taken;
  bool is_shared = false;  // two classes prefer one level
  for (const auto& [level, rows] : favourite) {
    is_shared = is_shared || (level >= 0 && std::find(taken.begin(), taken.end(), level) != taken.end());
    taken.push_back(level);
    agreeing += rows;
  }
  if (!is_shared && gives_away(agreeing)) return leak(c, share(agreeing), "copies_label", "the label in other words");

  const auto num_levels = static_cast<Index>(column.texts.size());
  if (both < std::max(enough_rows, rows_of_code * num_levels) || both - guessed < enough_of_others) return {};
  const Index with_class_of_level = rows_of_favourite_class(pairs, column.texts.size());
  if (!gives_away(with_class_of_level)) return {};
  return leak(c, share(with_class_of_level), "tells_label", "each of its values stands for one label");
}

/// Middle ranks: equal values share the mean of their places.
std::vector<double> ranks_of(const std::vector<double>& values) {
  const std::vector<std::int32_t> order = argsort(values);
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    const auto value = [&](std::size_t place) { return values[static_cast<std::size_t>(order[place])]; };
    while (end < order.size() && value(end) == value(begin)) ++end;
    for (std::size_t place = begin; place < end; ++place) {
      ranks[static_cast<std::size_t>(order[place])] = static_cast<double>(begin + end - 1) / 2;
    }
    begin = end;
  }
  return ranks;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const double mean_x = mean(x), mean_y = mean(y);
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

/// The label in another unit or with rounding: the same order of rows, or the reverse.
std::optional<Leak> find_copied_numbers(Index c, const TypedColumn& column, const TypedColumn& label) {
  std::vector<double> x, y;
  Index labelled = 0;
  for (std::size_t i = 0; i < label.amounts.size(); ++i) {
    labelled += !std::isnan(label.amounts[i]);
    if (std::isnan(label.amounts[i]) || std::isnan(column.amounts[i])) continue;
    x.push_back(column.amounts[i]);
    y.push_back(label.amounts[i]);
  }
  const auto both = static_cast<Index>(x.size());
  if (both < few_rows || static_cast<double>(both) < most_rows * static_cast<double>(labelled)) return {};
  const double agreement = std::abs(correlation(ranks_of(x), ranks_of(y)));
  if (agreement < same_order) return {};
  return leak(c, agreement, "orders_like_label", "the label in another unit");
}

}  // namespace

Job<std::vector<Leak>> find_leaks(const RawTable& table, const Schema& schema) {
  if (schema.columns.size() != table.columns.size()) {
    reject("schema", std::to_string(table.columns.size()) + " columns", schema.columns.size());
  }
  std::vector<Leak> leaks;
  if (schema.label < 0) co_return leaks;
  const bool is_number = schema.task == Task::regression;
  const RawColumn& labels = table.columns[static_cast<std::size_t>(schema.label)];
  const TypedColumn label =
      co_await within(0, 0, "", interpret(labels, is_number ? ColumnKind::numeric : ColumnKind::categorical));
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    const ColumnSchema& column = schema.columns[c];
    if (column.role != ColumnRole::feature || column.kind == ColumnKind::text) continue;
    if (!is_number && column.distinct > most_levels(label)) continue;
    if (is_number && column.kind != ColumnKind::numeric) continue;
    const TypedColumn typed =
        co_await within(done, done, "", interpret(table.columns[c], is_number ? column.kind : ColumnKind::categorical));
    std::optional<Leak> found = is_number ? find_copied_numbers(static_cast<Index>(c), typed, label)
                                          : find_copied_classes(static_cast<Index>(c), typed, label);
    if (found) leaks.push_back(std::move(*found));
  }
  co_return leaks;
}

Schema without_leaks(Schema schema, const std::vector<Leak>& leaks) {
  for (const Leak& leak : leaks) {
    ColumnSchema& column = schema.columns.at(static_cast<std::size_t>(leak.column));
    column.role = ColumnRole::ignored;
    column.reason = leak.reason;
  }
  return schema;
}

}  // namespace assayer
