#include "assayer/raw_duplicates.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "random.h"
#include "tabular/csv.h"
#include "tabular/near_copy.h"

using namespace assayer;
using namespace assayer::test;

namespace {

/// 100 rows that differ in all columns; key, number, amount, comment.
std::vector<std::pair<std::string, std::vector<std::string>>> unlike_rows() {
  Random random(5);
  std::vector<std::string> key, number, amount, comment;
  for (int i = 0; i < 100; ++i) {
    key.push_back("R-" + std::to_string(10000 + 13 * i * i));
    number.push_back(std::to_string(100 + random.below(900)));
    amount.push_back(std::to_string(1000 * random.uniform()));
    std::string text = "we ordered";
    for (int w = 0; w < 6; ++w) {
      text += ' ';
      for (int c = 0; c < 5; ++c) text += static_cast<char>('a' + random.below(26));
    }
    comment.push_back(text);
  }
  return {{"key", key}, {"number", number}, {"amount", amount}, {"comment", comment}};
}

/// Every row's neighbours are the next two: enough for rows planted side by side.
KnnGraph next_rows(Index n) {
  KnnGraph graph;
  graph.rows = n;
  graph.neighbors = 2;
  for (Index i = 0; i < n; ++i) {
    for (Index k = 1; k <= 2; ++k) {
      graph.indices.push_back(static_cast<std::int32_t>((i + k) % n));
      graph.distances.push_back(static_cast<double>(k));
    }
  }
  return graph;
}

RawDuplicates duplicates(const std::vector<std::pair<std::string, std::vector<std::string>>>& columns,
                         SchemaOptions options = {.no_label = true}) {
  const RawTable table = text_table(columns);
  return run(find_raw_duplicates(table, run(infer_schema(table, options)), next_rows(table.rows)));
}

}  // namespace

TEST_CASE("raw duplicates: a row that repeats another but for its key is an exact copy") {
  auto columns = unlike_rows();
  for (std::size_t c = 1; c < columns.size(); ++c) columns[c].second[80] = columns[c].second[3] + " ";
  const RawDuplicates found = duplicates(columns);
  CHECK(found.is_issue[80] == 1);
  CHECK(found.scores(80) == 0);
  CHECK(found.distances(80) == 0);
  CHECK(found.sets[80] == Rows{3});
  CHECK(found.sets[3] == Rows{80});
  CHECK(std::count(found.is_issue.begin(), found.is_issue.end(), 1) == 2);
  CHECK(found.scores(50) > 0.5);
}

TEST_CASE("raw duplicates: changed numbers and slips in a text are near copies") {
  auto columns = unlike_rows();
  const auto copy = [&](std::size_t from, std::size_t to) {
    for (std::size_t c = 1; c < columns.size(); ++c) columns[c].second[to] = columns[c].second[from];
  };
  copy(10, 11);
  columns[2].second[10] = "812.5";
  columns[2].second[11] = "813.1";  // 0.07 %
  copy(20, 21);
  columns[1].second[20] = "345";
  columns[1].second[21] = "346";  // 0.3 %
  copy(30, 70);                   // no neighbours, but one letter less
  columns[3].second[70].erase(13, 1);
  const RawDuplicates found = duplicates(columns);
  for (const auto& [a, b] : {std::pair(10, 11), std::pair(20, 21), std::pair(30, 70)}) {
    CAPTURE(a);
    CHECK(found.sets[static_cast<std::size_t>(a)] == Rows{b});
    CHECK(found.sets[static_cast<std::size_t>(b)] == Rows{a});
    CHECK(found.scores(a) > 0);
    CHECK(found.scores(a) <= 0.5);
  }
  CHECK(std::count(found.is_issue.begin(), found.is_issue.end(), 1) == 6);
}

TEST_CASE("raw duplicates: what many rows share is no evidence of a copy") {
  std::vector<std::string> height, weight;
  for (int i = 0; i < 200; ++i) {
    height.push_back(std::to_string(150 + i % 40));
    weight.push_back(std::to_string(50 + i % 3) + "." + std::to_string(i / 4 % 10));
  }
  const RawTable table = text_table({{"height", height}, {"weight", weight}});
  RowComparison comparison;
  for (const RawColumn& column : table.columns) comparison.add_column(run(read_cells(column)), ColumnKind::numeric);
  Index near = 0;
  for (Index a = 0; a < 200; ++a) {
    for (Index b = 0; b < a; ++b)
      near += height[std::size_t(a)] != height[std::size_t(b)] && comparison.is_near_copy(a, b);
  }
  CHECK(near == 0);
}

TEST_CASE("raw duplicates: another day, level or missing cell is another row") {
  auto columns = unlike_rows();
  std::vector<std::string> day(100, "2020-01-01"), colour(100, "red");
  for (std::size_t c = 1; c < columns.size(); ++c) {
    columns[c].second[11] = columns[c].second[10];
    columns[c].second[21] = columns[c].second[20];
    columns[c].second[31] = columns[c].second[30];
  }
  day[11] = "2020-01-02";
  colour[21] = "blue";
  columns[1].second[31] = "";
  columns.push_back({"day", day});
  columns.push_back({"colour", colour});
  const RawDuplicates found = duplicates(columns);
  CHECK(std::count(found.is_issue.begin(), found.is_issue.end(), 1) == 0);
}

TEST_CASE("raw duplicates: large groups of equal rows stay small in memory") {
  const RawDuplicates found =
      duplicates({{"a", std::vector<std::string>(600, "x")}, {"b", [] {
                                                                std::vector<std::string> cells(600, "y");
                                                                cells[5] = "z";
                                                                return cells;
                                                              }()}});
  CHECK(found.is_issue[0] == 1);
  CHECK(found.is_issue[5] == 0);
  CHECK(found.sets[0].size() == 100);
}

TEST_CASE("raw duplicates: one row, no features") {
  const RawTable table = text_table({{"a", {"x"}}});
  const RawDuplicates found = run(find_raw_duplicates(table, run(infer_schema(table, {.no_label = true})), KnnGraph{}));
  CHECK(found.is_issue == Flags{0});
  CHECK(found.scores(0) == 1);
  CHECK_THROWS_AS(run(find_raw_duplicates(table, Schema{}, KnnGraph{})), std::invalid_argument);
}

TEST_CASE("raw duplicates: texts are compared by edits, not in digits") {
  CHECK(is_within_edits("kitten", "sitting", 3));
  CHECK_FALSE(is_within_edits("kitten", "sitting", 2));
  CHECK(is_within_edits("", "ab", 2));
  CHECK(is_within_edits("abcdef", "abdef", 1));
  CHECK(plain_text("It's 5 o'clock!") == "its5oclock");
  CHECK(is_same_text("howisthebalance", "howisthebalanc"));
  CHECK_FALSE(is_same_text("callmeat5tomorrow", "callmeat6tomorrow"));
  CHECK_FALSE(is_same_text("yes", "yes!"));
}
