#include "checks/conditions.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "statistics.h"
#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr std::size_t most_conditions = 3;
constexpr std::size_t most_levels = 3;  // that one condition names
constexpr double least_gain = 0.02;     // of F1, for another condition
constexpr double tail = 0.025;          // of the group that a range leaves out on each side

/// What the search needs of a column: amounts or levels, as in a TypedColumn.
struct Candidate {
  std::string name;
  TypedColumn column;
};

Candidate candidate_of_features(const AuditInputs& inputs, Index j) {
  Candidate candidate;
  const auto at = static_cast<std::size_t>(j);
  candidate.name = inputs.feature_names.empty() ? "feature " + std::to_string(j) : inputs.feature_names[at];
  candidate.column.amounts.resize(static_cast<std::size_t>(inputs.n));
  for (Index i = 0; i < inputs.n; ++i) candidate.column.amounts[static_cast<std::size_t>(i)] = (*inputs.features)(i, j);
  return candidate;
}

bool is_readable(const ColumnSchema& schema) {
  const bool has_meaning = schema.kind == ColumnKind::numeric || schema.kind == ColumnKind::categorical ||
                           schema.kind == ColumnKind::boolean;
  return schema.role == ColumnRole::feature && has_meaning;
}

/// How well a selection of rows fits the group.
struct Fit {
  double selected = 0, hits = 0, members = 0;
  double precision() const { return selected > 0 ? hits / selected : 0; }
  double recall() const { return members > 0 ? hits / members : 0; }
  double f1() const { return selected + members > 0 ? 2 * hits / (selected + members) : 0; }
};

struct Selection {
  std::string text;
  Flags rows;
  Fit fit;
};

class Search {
 public:
  explicit Search(Flags is_member) : is_member_(std::move(is_member)), rows_(is_member_.size(), 1) {
    fit_ = fit_of(rows_);
  }

  double f1() const { return fit_.f1(); }

  /// The best condition on this column among the rows that fit so far.
  Selection best(const Candidate& candidate) const {
    return candidate.column.has_amounts() ? best_range(candidate) : best_levels(candidate);
  }

  void take(Selection selection) {
    rows_ = std::move(selection.rows);
    fit_ = selection.fit;
  }

 private:
  Fit fit_of(const Flags& rows) const {
    Fit fit;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      fit.selected += rows[i];
      fit.hits += rows[i] && is_member_[i];
      fit.members += is_member_[i];
    }
    return fit;
  }

  Selection range(const Candidate& candidate, double least, double most) const {
    Selection selection;
    selection.rows = rows_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double value = candidate.column.amounts[i];
      selection.rows[i] = rows_[i] && value >= least && value <= most;
    }
    selection.fit = fit_of(selection.rows);
    if (std::isfinite(least)) selection.text = format_number(least) + " <= ";
    selection.text += candidate.name;
    if (std::isfinite(most)) selection.text += " <= " + format_number(most);
    return selection;
  }

  Selection best_range(const Candidate& candidate) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double value = candidate.column.amounts[i];
      if (rows_[i] && is_member_[i] && std::isfinite(value)) values.push_back(value);
    }
    if (values.empty()) return {};
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double least = quantile(values, tail), most = quantile(values, 1 - tail);
    Selection best = range(candidate, least, infinity);
    for (Selection& other : std::vector{range(candidate, -infinity, most), range(candidate, least, most)}) {
      if (other.fit.f1() > best.fit.f1()) best = std::move(other);
    }
    return best;
  }

  Selection best_levels(const Candidate& candidate) const {
    const TypedColumn& column = candidate.column;
    std::vector<double> selected(column.texts.size(), 0), hits(column.texts.size(), 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!rows_[i] || column.levels[i] < 0) continue;
      selected[static_cast<std::size_t>(column.levels[i])] += 1;
      hits[static_cast<std::size_t>(column.levels[i])] += is_member_[i];
    }
    Selection best;
    std::vector<std::size_t> chosen;
    Fit fit;
    fit.members = fit_.members;
    while (chosen.size() < most_levels) {
      std::size_t next = column.texts.size();
      double highest = fit.f1();
      for (std::size_t level = 0; level < column.texts.size(); ++level) {
        if (std::find(chosen.begin(), chosen.end(), level) != chosen.end()) continue;
        const Fit with{fit.selected + selected[level], fit.hits + hits[level], fit.members};
        if (with.f1() <= highest) continue;
        highest = with.f1();
        next = level;
      }
      if (next == column.texts.size()) break;
      chosen.push_back(next);
      fit.selected += selected[next];
      fit.hits += hits[next];
      best.text += (best.text.empty() ? candidate.name + " is " : " or ") + column.texts[next];
    }
    best.fit = fit;
    best.rows = rows_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const bool is_chosen =
          column.levels[i] >= 0 &&
          std::find(chosen.begin(), chosen.end(), static_cast<std::size_t>(column.levels[i])) != chosen.end();
      best.rows[i] = rows_[i] && is_chosen;
    }
    return best;
  }

  Flags is_member_, rows_;
  Fit fit_;
};

Job<std::vector<Candidate>> candidates_of_table(const AuditInputs& inputs) {
  std::vector<Candidate> candidates;
  for (std::size_t c = 0; c < inputs.table->columns.size(); ++c) {
    if (!is_readable(inputs.schema->columns[c])) continue;
    co_await pause(0.5);
    Candidate candidate;
    candidate.name = inputs.schema->columns[c].name;
    candidate.column = co_await interpret(inputs.table->columns[c], inputs.schema->columns[c].kind);
    candidates.push_back(std::move(candidate));
  }
  co_return candidates;
}

}  // namespace

Job<std::vector<Condition>> describe_group(const AuditInputs& inputs, Flags is_member) {
  std::vector<Candidate> of_table;
  const bool has_table = inputs.table && inputs.schema;
  if (has_table) of_table = co_await within(0, 0.3, "", candidates_of_table(inputs));
  const Index num_features = inputs.features ? inputs.features->columns() : 0;
  const Index num_candidates = has_table ? static_cast<Index>(of_table.size()) : num_features;
  Search search(std::move(is_member));
  std::vector<Condition> conditions;
  while (conditions.size() < most_conditions) {
    Selection best;
    std::string column;
    for (Index c = 0; c < num_candidates; ++c) {
      co_await pause(0.3 + 0.2 * static_cast<double>(conditions.size()));
      Candidate feature;  // one at a time: all of them would be a second copy of the features
      if (!has_table) feature = candidate_of_features(inputs, c);
      const Candidate& candidate = has_table ? of_table[static_cast<std::size_t>(c)] : feature;
      Selection selection = search.best(candidate);
      if (selection.fit.f1() <= best.fit.f1()) continue;
      best = std::move(selection);
      column = candidate.name;
    }
    if (!(best.fit.f1() > search.f1() + least_gain)) break;
    Condition& condition = conditions.emplace_back();
    condition.column = std::move(column);
    condition.text = best.text;
    condition.precision = best.fit.precision();
    condition.recall = best.fit.recall();
    search.take(std::move(best));
  }
  co_return conditions;
}

Value to_value(const std::vector<Condition>& conditions) {
  Value::List list;
  for (const Condition& condition : conditions) {
    Value value;
    value.set("column", condition.column);
    value.set("text", condition.text);
    value.set("precision", condition.precision);
    value.set("recall", condition.recall);
    list.push_back(std::move(value));
  }
  return list;
}

}  // namespace assayer
