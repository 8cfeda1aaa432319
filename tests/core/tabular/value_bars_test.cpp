#include <doctest/doctest.h>

#include <limits>

#include "assayer/schema.h"
#include "tabular/csv.h"

using namespace assayer;
using namespace assayer::test;

namespace {

/// Bars of one column of cells, taken for what `kind` says.
std::vector<std::uint8_t> bars(const std::vector<std::string>& cells, ColumnKind kind, std::uint8_t num_bars) {
  const RawTable table = text_table({{"a", cells}});
  return run(infer_schema(table, {.no_label = true, .kinds = {{"a", kind}}, .num_bars = num_bars})).columns.at(0).bars;
}

std::vector<std::string> numbers_and(const std::string& stray) {
  std::vector<std::string> cells;
  for (int i = 0; i < 100; ++i) cells.push_back(std::to_string(i));
  cells.push_back(stray);
  return cells;
}

}  // namespace

TEST_CASE("bars of a histogram: numbers and dates in any writing") {
  CHECK(bars({"0,5", "1,5", "k. A.", "4,5"}, ColumnKind::numeric, 4) == std::vector<std::uint8_t>{0, 1, 255, 3});
  CHECK(bars({"$1,000", "$2,000", "$5,000"}, ColumnKind::numeric, 4) == std::vector<std::uint8_t>{0, 1, 3});
  CHECK(bars({"01.01.2020", "30.06.2020", "31.12.2021"}, ColumnKind::datetime, 2) ==
        std::vector<std::uint8_t>{0, 0, 1});
  CHECK(bars({"red", "green"}, ColumnKind::categorical, 4).empty());
}

TEST_CASE("bars of a histogram: made where they are asked for") {
  CHECK(run(infer_schema(text_table({{"a", {"1", "2", "3"}}}), {.no_label = true})).columns.at(0).bars.empty());
}

TEST_CASE("bars of a histogram: one value far away leaves the others apart") {
  const auto found = bars(numbers_and("99999"), ColumnKind::numeric, 16);
  CHECK(found.front() == 0);
  CHECK(found[99] >= 4);
  CHECK(found.back() == 15);
  const auto below = bars(numbers_and("-99999"), ColumnKind::numeric, 16);
  CHECK(below.back() == 0);
  CHECK(below[99] - below[0] >= 4);
}

TEST_CASE("bars of a histogram: one amount, none, and the largest that there are") {
  CHECK(bars({"3", "3", ""}, ColumnKind::numeric, 4)[0] == 0);
  CHECK(bars({"", "NA"}, ColumnKind::numeric, 4) == std::vector<std::uint8_t>{255, 255});
  const auto largest = bars({"-1e308", "1e308"}, ColumnKind::numeric, 4);
  REQUIRE(largest.size() == 2);
  CHECK(largest[0] == 0);
  CHECK(largest[1] < 4);
  CHECK(bars(numbers_and("99999"), ColumnKind::numeric, 255).back() == 254);
}

TEST_CASE("bars of a histogram: of each row where the column comes as numbers") {
  RawTable table;
  table.rows = 4;
  table.columns.push_back(
      {.name = "a", .values = {}, .codes = {}, .numbers = {2, std::numeric_limits<double>::quiet_NaN(), 0, 2}});
  const auto found = run(infer_schema(table, {.no_label = true, .kinds = {{"a", ColumnKind::numeric}}, .num_bars = 2}));
  CHECK(found.columns.at(0).bars == std::vector<std::uint8_t>{1, 255, 0, 1});
}
