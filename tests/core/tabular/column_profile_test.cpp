#include "assayer/column_profile.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tabular/csv.h"

using namespace assayer;
using namespace assayer::test;

namespace {

ColumnProfile profile(const std::vector<std::string>& cells, SchemaOptions options = {.no_label = true}) {
  const RawTable table = text_table({{"a", cells}});
  return run(profile_columns(table, run(infer_schema(table, options)))).at(0);
}

std::vector<std::string> repeated(const std::string& cell, int times) {
  return std::vector<std::string>(static_cast<std::size_t>(times), cell);
}

std::vector<std::string> join(std::initializer_list<std::vector<std::string>> parts) {
  std::vector<std::string> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

TEST_CASE("column profile: spellings of nothing are counted") {
  const ColumnProfile found = profile({"1", "2.5", "NA", "NA", "", "-", "4", "7", "9"});
  CHECK(found.missing == 4);
  CHECK(found.distinct == 5);
  REQUIRE(found.missing_spellings.size() == 3);
  CHECK(found.missing_spellings[0] == std::pair<std::string, Index>("NA", 2));
  CHECK(found.numbers == 5);
  CHECK_FALSE(found.is_mixed);
  CHECK(found.quantiles == std::vector<double>{1, 2.5, 4, 7, 9});
}

TEST_CASE("column profile: variants of a level differ in case, spaces, marks or a letter") {
  const ColumnProfile found = profile(join({repeated("New York", 100), repeated("new york", 3), repeated("New-York", 1),
                                            repeated("Seattle", 60), repeated("Seatle", 1), repeated("Boston", 30)}));
  REQUIRE(found.spelling_variants.size() == 2);
  CHECK(found.spelling_variants[0].spellings == std::vector<std::string>{"New York", "new york", "New-York"});
  CHECK(found.spelling_variants[0].counts == Rows{100, 3, 1});
  CHECK(found.spelling_variants[1].spellings == std::vector<std::string>{"Seattle", "Seatle"});
}

TEST_CASE("column profile: different words, numbered levels and signs are no variants") {
  CHECK(profile(join({repeated("male", 60), repeated("female", 50), repeated("mule", 1)})).spelling_variants.empty());
  CHECK(profile(join({repeated("group 1", 60), repeated("group 2", 1)})).spelling_variants.empty());
  CHECK(profile(join({repeated("+", 30), repeated("++", 9), repeated("x", 9)})).spelling_variants.empty());
  CHECK(profile(join({repeated("repaid", 60), repeated("unpaid", 50)})).spelling_variants.empty());
}

TEST_CASE("column profile: mixed types and numbers in writing are told") {
  const ColumnProfile mixed =
      profile(join({{"1", "2", "3", "4", "5", "6", "7.5", "8", "9", "10.5", "11", "12"}, {"twelve"}}));
  CHECK(mixed.is_mixed);
  CHECK(mixed.numbers == 12);
  CHECK(mixed.texts == 1);
  CHECK(profile({"1,200", "3,400", "950", "12,000.5"}).numbers_as_text);
  CHECK_FALSE(profile({"1200", "3400.5"}).numbers_as_text);
  CHECK_FALSE(profile({"red", "blue", "red"}).is_mixed);
}

TEST_CASE("column profile: constants, top values, dates") {
  const ColumnProfile same = profile({"x", "x", ""});
  CHECK(same.is_constant);
  CHECK(same.top_values == std::vector<std::pair<std::string, Index>>{{"x", 2}});
  const ColumnProfile dates = profile({"2020-01-01", "2020-01-03", "2020-01-02"});
  CHECK(dates.dates == 3);
  CHECK(dates.quantiles.front() == 18262);
  CHECK(dates.quantiles.back() == 18264);
  CHECK(profile({"", ""}).top_values.empty());
}

TEST_CASE("column profile: refuses another table's schema") {
  CHECK_THROWS_AS(run(profile_columns(text_table({{"a", {"x"}}}), Schema{})), std::invalid_argument);
}
