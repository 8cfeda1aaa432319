// What get_info says in the golden cases, key by key.

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "datalab/golden_case.h"

using namespace assayer;
using namespace golden;

namespace {

/// Keys that we fill better, or that mean something else here.
struct Exempt {
  const char* type;  ///< "*": all
  const char* key;
  const char* reason;
};
constexpr Exempt exempt[] = {
    {"*", "metric", "a graph that is used again still has a metric: the reference forgets it"},
    {"*", "class_names", "names are JavaScript's"},
    {"*", "given_label", "compared as columns, by name, in JavaScript"},
    {"*", "predicted_label", "compared as columns, by name, in JavaScript"},
    {"outlier", "knn", "a fitted object of the reference"},
    {"class_imbalance", "Rarest Class", "a name: JavaScript's"},
    {"underperforming_group", "clustering", "compared by its cluster ids below"},
    {"non_iid", "p-value", "the summary score"},
};

bool is_exempt(const std::string& type, const std::string& key) {
  return std::any_of(std::begin(exempt), std::end(exempt), [&](const Exempt& other) {
    return other.key == key && (other.type == type || std::string_view(other.type) == "*");
  });
}

/// Every number of a value, in order, whatever holds it; texts and names of classes are left out.
void collect(const Value& value, std::vector<double>& numbers);

void collect(const Column& column, std::vector<double>& numbers) {
  std::visit(
      [&](const auto& values) {
        using Values = std::decay_t<decltype(values)>;
        if constexpr (std::is_same_v<Values, std::vector<Rows>>) {
          for (const Rows& row : values) numbers.insert(numbers.end(), row.begin(), row.end());
        } else if constexpr (requires { values.data(); } && !std::is_same_v<Values, std::vector<std::string>>) {
          numbers.insert(numbers.end(), values.begin(), values.end());
        }
      },
      column);
}

template <typename M>
void collect_matrix(const M& matrix, std::vector<double>& numbers) {
  for (Index i = 0; i < matrix.rows(); ++i) {
    for (Index j = 0; j < matrix.cols(); ++j) numbers.push_back(static_cast<double>(matrix(i, j)));
  }
}

void collect(const Table& table, std::vector<double>& numbers) {  // by rows, as the golden tables are
  std::vector<std::vector<double>> columns;
  for (const NamedColumn& column : table.columns) {
    std::vector<double> values;
    collect(column.values, values);
    if (!values.empty()) columns.push_back(std::move(values));
  }
  if (columns.empty()) return;
  for (std::size_t row = 0; row < columns[0].size(); ++row) {
    for (const auto& column : columns) numbers.push_back(column[row]);
  }
}

/// A table of the golden data, without the names of classes (which may be numbers).
void collect_table(const Value& table, std::vector<double>& numbers) {
  const Value::List& names = list(member(table, "columns"));
  for (const Value& row : list(member(table, "rows"))) {
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (!text(names[c]).starts_with("Class Name")) collect(list(row)[c], numbers);
    }
  }
}

void collect(const Value& value, std::vector<double>& numbers) {
  if (const auto* number = value.get_if<double>()) numbers.push_back(*number);
  if (const auto* flag = value.get_if<bool>()) numbers.push_back(*flag);
  if (const auto* column = value.get_if<Column>()) collect(*column, numbers);
  if (const auto* matrix = value.get_if<Matrix>()) collect_matrix(*matrix, numbers);
  if (const auto* matrix = value.get_if<IntMatrix>()) collect_matrix(*matrix, numbers);
  if (const auto* table = value.get_if<Table>()) collect(*table, numbers);
  if (const auto* list = value.get_if<Value::List>()) {
    for (const Value& item : *list) collect(item, numbers);
  }
  if (const auto* members = value.get_if<Value::Object>()) {
    if (value.find("rows") && value.find("columns")) return collect_table(value, numbers);
    for (const auto& [name, member] : *members) collect(member, numbers);
  }
}

bool is_same(const Value& found, const Value& expected) {
  std::vector<double> a, b;
  collect(found, a);
  collect(expected, b);
  if (a.size() != b.size()) return false;
  std::sort(a.begin(), a.end());  // members of objects, ties of tables and orders of sets are nobody's business here
  std::sort(b.begin(), b.end());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(std::abs(a[i] - b[i]) <= 1e-6 * (1 + std::abs(b[i])))) return false;
  }
  return true;
}

bool depends_on_ties(const Case& golden_case) { return !golden_case.ambiguous.empty(); }

}  // namespace

TEST_CASE("golden datalab cases: info has the reference's keys and values") {
  for (const auto& entry : std::filesystem::directory_iterator(path(""))) {
    const std::string name = entry.path().filename().string();
    if (!has_file(name + "/info.json") || name == "edge_wrong_features_length" || name == "edge_wrong_length") continue;
    CAPTURE(name);
    const Case golden_case(name);
    if (!list(member(golden_case.about, "random_outputs")).empty() || depends_on_ties(golden_case)) continue;
    const Datalab lab = run_case(golden_case);
    const Value info = read_json(name + "/info.json");
    for (const auto& [type, expected] : members(info)) {
      if (type == "statistics" || type == "omitted") continue;
      const CheckResult* result = lab.find(type);
      if (!result) continue;  // fails here: golden_test.cpp says why
      for (const auto& [key, value] : members(expected)) {
        CAPTURE(type);
        CAPTURE(key);
        if (is_exempt(type, key)) continue;
        if (name == "config_label_features_k" && key == "num_label_issues") continue;  // a tie, see golden_test.cpp
        const Value* found = result->info.find(key);
        REQUIRE(found);
        CHECK(is_same(*found, value));
      }
    }
    const Value& statistics = member(info, "statistics");
    if (golden_case.name != "edge_nan_pred_probs") {
      CHECK(std::abs(*lab.health_score() - number(member(statistics, "health_score"))) < 1e-6);
    }
  }
}
