#include "assayer/raw_table.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tabular/csv.h"

using namespace assayer;

TEST_CASE("raw table: texts keep their bytes") {
  TextCells cells;
  cells.push_back("a");
  cells.push_back("");
  cells.push_back("\xC3\xA9t\xC3\xA9");
  CHECK(cells.size() == 3);
  CHECK(cells[0] == "a");
  CHECK(cells[1].empty());
  CHECK(cells[2] == "\xC3\xA9t\xC3\xA9");
}

TEST_CASE("raw table: what is no table is refused by name and place") {
  RawTable table = test::text_table({{"a", {"x", "y"}}, {"b", {"1", "2"}}});
  check_table(table);
  SUBCASE("another length") {
    table.columns[1].codes.push_back(0);
    CHECK_THROWS_WITH_AS(check_table(table), "columns[b]: expected 2 rows, got 3", std::invalid_argument);
  }
  SUBCASE("a code beyond the values") {
    table.columns[0].codes[1] = 2;
    CHECK_THROWS_WITH_AS(check_table(table), "columns[a][1]: expected a code of its values or -1, got 2",
                         std::invalid_argument);
  }
  SUBCASE("codes and numbers") {
    table.columns[0].numbers = {1, 2};
    CHECK_THROWS_AS(check_table(table), std::invalid_argument);
  }
  SUBCASE("offsets beyond the bytes") {
    table.columns[0].values.offsets.back() = 99;
    CHECK_THROWS_AS(check_table(table), std::invalid_argument);
  }
}
