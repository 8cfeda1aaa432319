#include "assayer/compare_tables.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "random.h"
#include "tabular/csv.h"

using namespace assayer;
using namespace assayer::test;

namespace {

using Cells = std::vector<std::string>;

/// `n` numbers from a uniform distribution of mean `center` and width 100.
Cells numbers(int n, double center, std::uint64_t seed) {
  Random random(seed);
  Cells cells;
  for (int i = 0; i < n; ++i) cells.push_back(std::to_string(center + 100 * (random.uniform() - 0.5)));
  return cells;
}

/// `n` of the given levels in turn.
Cells cycle(int n, const Cells& levels) {
  Cells cells;
  for (int i = 0; i < n; ++i) cells.push_back(levels[static_cast<std::size_t>(i) % levels.size()]);
  return cells;
}

SchemaOptions without_label() {
  SchemaOptions options;
  options.no_label = true;
  return options;
}

TableComparison compare(const RawTable& older, const RawTable& newer) {
  return run(compare_tables(older, newer, {.schema = without_label()}));
}

ColumnDrift column(const TableComparison& found, const std::string& name) {
  for (const ColumnDrift& candidate : found.columns) {
    if (candidate.name == name) return candidate;
  }
  throw std::out_of_range(name);
}

}  // namespace

TEST_CASE("compare: a table and itself have no drift and all rows in common") {
  const RawTable table = text_table({{"a", numbers(60, 0, 1)}, {"b", cycle(60, {"x", "y", "z"})}});
  const TableComparison found = compare(table, table);
  CHECK(found.largest_drift == 0);
  CHECK(found.num_compared == 2);
  CHECK(found.num_drifted == 0);
  CHECK(column(found, "a").ks == 0);
  CHECK(column(found, "a").wasserstein == 0);
  CHECK(column(found, "b").stability_index == 0);
  REQUIRE(found.leaks.size() == 60);
  for (std::size_t i = 0; i < found.leaks.size(); ++i) {
    CHECK(found.leaks[i].old_row == found.leaks[i].new_row);
    CHECK(found.leaks[i].is_exact);
  }
}

TEST_CASE("compare: numbers that moved by a width are wholly apart") {
  const RawTable older = text_table({{"a", numbers(200, 0, 1)}}), newer = text_table({{"a", numbers(300, 100, 2)}});
  const ColumnDrift a = column(compare(older, newer), "a");
  CHECK(a.ks == 1);
  CHECK(a.drift == 1);
  CHECK(a.is_drift);
  CHECK(a.adjusted_p_value < 1e-20);
  CHECK(a.new_mean - a.old_mean == doctest::Approx(100).epsilon(0.1));
  // a uniform distribution of width 100 has the deviation 100 / sqrt(12)
  CHECK(a.mean_difference == doctest::Approx(std::sqrt(12)).epsilon(0.1));
  CHECK(a.wasserstein == doctest::Approx(a.mean_difference).epsilon(1e-9));
}

TEST_CASE("compare: two samples of one distribution are not reported, whatever their size") {
  int drifted = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const RawTable older = text_table({{"a", numbers(30, 0, 2 * seed)}, {"b", numbers(30, 0, 1000 + seed)}});
    const RawTable newer = text_table({{"a", numbers(2000, 0, 2 * seed + 1)}, {"b", numbers(2000, 0, 2000 + seed)}});
    drifted += compare(older, newer).num_drifted > 0;
  }
  CHECK(drifted <= 4);
}

TEST_CASE("compare: levels by their shares; new and lost ones by name") {
  const RawTable older = text_table({{"city", cycle(300, {"Oslo", "Rome", "Bonn"})}});
  const RawTable newer = text_table({{"city", cycle(300, {"Oslo", "Rome", "Lima"})}});
  const ColumnDrift city = column(compare(older, newer), "city");
  CHECK(city.total_variation == doctest::Approx(1.0 / 3));
  CHECK(city.drift == doctest::Approx(1.0 / 3));
  CHECK(city.stability_index > 0.25);
  CHECK(city.is_drift);
  REQUIRE(city.new_levels.size() == 1);
  CHECK(city.new_levels[0].value == "Lima");
  CHECK(city.new_levels[0].new_rows == 100);
  REQUIRE(city.lost_levels.size() == 1);
  CHECK(city.lost_levels[0].value == "Bonn");
  CHECK(city.largest_moves[0].value != "Oslo");
}

TEST_CASE("compare: many rare levels do not add up to drift") {
  const auto names = [](std::uint64_t seed) {
    Random random(seed);
    Cells cells;
    for (int i = 0; i < 400; ++i) cells.push_back("level" + std::to_string(random.below(120)));
    return cells;
  };
  SchemaOptions options = without_label();
  options.kinds = {{"a", ColumnKind::categorical}};
  const auto found =
      run(compare_tables(text_table({{"a", names(1)}}), text_table({{"a", names(2)}}), {.schema = options}));
  CHECK(column(found, "a").drift < 0.1);
}

TEST_CASE("compare: missing cells are drift of their own, in the typed sense") {
  Cells gaps = numbers(100, 0, 1);
  for (std::size_t i = 0; i < 50; ++i) gaps[2 * i] = "-";
  const ColumnDrift a = column(compare(text_table({{"a", numbers(100, 0, 1)}}), text_table({{"a", gaps}})), "a");
  CHECK(a.old_missing == 0);
  CHECK(a.new_missing == 50);
  CHECK(a.missing_change == doctest::Approx(0.5));
  CHECK(a.drift == doctest::Approx(0.5));
  CHECK(a.is_drift);
}

TEST_CASE("compare: texts by words and lengths") {
  const auto texts = [](std::uint64_t seed, const std::string& subject) {
    Random random(seed);
    Cells cells;
    for (int i = 0; i < 120; ++i) {
      cells.push_back("please tell me more about the " + subject + " of order number " +
                      std::to_string(random.below(100000)) + " and when it will be ready");
    }
    return cells;
  };
  const auto found = compare(text_table({{"t", texts(1, "price")}}), text_table({{"t", texts(2, "delay")}}));
  const ColumnDrift t = column(found, "t");
  CHECK(t.kind == ColumnKind::text);
  CHECK(t.drift == doctest::Approx(1));
  CHECK(t.is_drift);
  const std::string word = t.largest_moves[0].value;
  CHECK((word == "price" || word == "delay"));
}

TEST_CASE("compare: new, lost and changed columns") {
  const RawTable older = text_table({{"a", numbers(40, 0, 1)}, {"gone", numbers(40, 0, 2)}});
  const RawTable newer = text_table({{"fresh", numbers(40, 0, 3)}, {"a", cycle(40, {"low", "high"})}});
  const TableComparison found = compare(older, newer);
  CHECK(found.new_columns == Cells{"fresh"});
  CHECK(found.lost_columns == Cells{"gone"});
  const ColumnDrift a = column(found, "a");
  CHECK(a.old_kind == ColumnKind::numeric);
  CHECK(a.new_kind != ColumnKind::numeric);
  CHECK(a.missing_change == 1);
  CHECK(a.drift == 1);
}

TEST_CASE("compare: leaked rows, exactly or nearly, and whether their labels agree") {
  const Cells kinds = {"red", "green"};
  RawTable older = text_table(
      {{"u", numbers(80, 0, 1)}, {"v", numbers(80, 0, 2)}, {"w", numbers(80, 5, 3)}, {"kind", cycle(80, kinds)}});
  Cells u = numbers(80, 0, 11), v = numbers(80, 0, 12), w = numbers(80, 5, 13), kind = cycle(80, kinds);
  const Cells old_u = numbers(80, 0, 1), old_v = numbers(80, 0, 2), old_w = numbers(80, 5, 3);
  for (std::size_t i : {3u, 7u}) u[i] = old_u[i], v[i] = old_v[i], w[i] = old_w[i];
  kind[7] = kind[7] == "red" ? "green" : "red";
  u[9] = old_u[9], v[9] = old_v[9], w[9] = std::to_string(std::stod(old_w[9]) * 1.0005);
  CompareOptions options;
  options.schema.label = "kind";
  const RawTable newer = text_table({{"u", u}, {"v", v}, {"w", w}, {"kind", kind}});
  const TableComparison found = run(compare_tables(older, newer, options));
  REQUIRE(found.leaks.size() == 3);
  CHECK(found.leaks[0].new_row == 3);
  CHECK(found.leaks[0].is_exact);
  CHECK(found.leaks[0].same_label);
  CHECK(found.leaks[1].old_row == 7);
  CHECK_FALSE(found.leaks[1].same_label);
  CHECK(found.leaks[2].new_row == 9);
  CHECK_FALSE(found.leaks[2].is_exact);

  options.find_near_leaks = false;
  CHECK(run(compare_tables(older, newer, options)).leaks.size() == 2);
}

TEST_CASE("compare: a column of numbers meets the same column as text") {
  RawTable older = text_table({{"a", numbers(50, 0, 1)}});
  RawTable newer;
  newer.rows = 50;
  RawColumn typed;
  typed.name = "a";
  for (const std::string& cell : numbers(50, 0, 1)) typed.numbers.push_back(std::stod(cell));
  newer.columns.push_back(typed);
  const TableComparison found = compare(older, newer);
  CHECK(column(found, "a").drift == 0);
  CHECK(found.leaks.size() == 50);
}

TEST_CASE("compare: numbers at the edge of what a double holds") {
  const RawTable older = text_table({{"a", cycle(60, {"1e308", "-1e308", "5"})}});
  const RawTable newer = text_table({{"a", cycle(60, {"1e308", "9e307", "5"})}});
  SchemaOptions options = without_label();
  options.kinds = {{"a", ColumnKind::numeric}};
  const auto found = run(compare_tables(older, newer, {.schema = options}));
  CHECK(column(found, "a").ks == doctest::Approx(1.0 / 3));
  CHECK(std::isfinite(column(found, "a").mean_difference));
}

TEST_CASE("compare: refuses tables that cannot be compared") {
  const RawTable a = text_table({{"a", numbers(10, 0, 1)}}), b = text_table({{"b", numbers(10, 0, 1)}});
  CHECK_THROWS_WITH_AS(compare(a, b), doctest::Contains("new: expected a column that the old table has too"),
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(compare(a, RawTable{}), doctest::Contains("new: expected at least one row"),
                       std::invalid_argument);
  CompareOptions options;
  options.schema.kinds = {{"nowhere", ColumnKind::numeric}};
  CHECK_THROWS_AS(run(compare_tables(a, a, options)), std::invalid_argument);
}
