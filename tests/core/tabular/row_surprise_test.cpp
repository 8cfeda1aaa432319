#include "assayer/row_surprise.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "random.h"
#include "tabular/cell_surprise.h"
#include "tabular/csv.h"
#include "tabular/mahalanobis.h"

using namespace assayer;
using namespace assayer::test;

namespace {

RowSurprise surprise(const RawTable& table, const KnnGraph& graph = {}) {
  const Schema schema = run(infer_schema(table, {.no_label = true}));
  const EncodedTable encoded = run(encode_table(table, schema));
  return run(find_surprising_rows(table, schema, encoded, graph));
}

/// Two numbers that go together, and a colour.
RawTable plain_table() {
  Random random(3);
  std::vector<std::string> x, y, colour;
  for (int i = 0; i < 300; ++i) {
    const double a = random.normal();
    x.push_back(std::to_string(a));
    y.push_back(std::to_string(2 * a + 0.1 * random.normal()));
    colour.push_back(random.below(2) ? "red" : "blue");
  }
  x[10] = "40";
  colour[20] = "zz";
  return text_table({{"x", x}, {"y", y}, {"colour", colour}});
}

Index lowest(const Vector& scores) {
  Index at = 0;
  scores.minCoeff(&at);
  return at;
}

}  // namespace

TEST_CASE("row surprise: far cells and new levels come out, with the cells that stand out") {
  const RowSurprise found = surprise(plain_table());
  CHECK(lowest(found.scores) == 10);
  CHECK(found.is_issue[10] == 1);
  CHECK(found.cells(10, 0) > 10);
  CHECK(found.cells(10, 1) < 3);
  CHECK(found.cells(20, 2) > 2.5F);
  CHECK(std::count(found.is_issue.begin(), found.is_issue.end(), 1) <= 4);
  CHECK(found.scores.minCoeff() >= 0);
  CHECK(found.scores.maxCoeff() <= 1);
}

TEST_CASE("row surprise: ordinary cells that do not go together come out") {
  RawTable table = plain_table();
  table.columns[0] = text_column("x", [] {
    Random random(6);
    std::vector<std::string> cells;
    for (int i = 0; i < 300; ++i) cells.push_back(std::to_string(random.normal()));
    cells[30] = "1.5";
    return cells;
  }());
  std::vector<std::string> y;
  for (std::int32_t code : table.columns[0].codes) {
    y.push_back(std::to_string(2 * std::stod(std::string(table.columns[0].values[code])) + 0.001 * (code % 9)));
  }
  y[30] = "-3";
  table.columns[1] = text_column("y", y);
  const RowSurprise found = surprise(table);
  CHECK(lowest(found.scores) == 30);
  CHECK(found.is_issue[30] == 1);
  CHECK(found.cells(30, 0) < 3);
  CHECK(found.cells(30, 1) < 3);
}

TEST_CASE("row surprise: rows far from their neighbours come out") {
  const RawTable table = plain_table();
  KnnGraph graph;
  graph.rows = 300;
  graph.neighbors = 1;
  for (int i = 0; i < 300; ++i) {
    graph.indices.push_back((i + 1) % 300);
    graph.distances.push_back(i == 77 ? 500 : 1 + i % 7);
  }
  const RowSurprise found = surprise(table, graph);
  CHECK(lowest(found.scores) == 77);
}

TEST_CASE("row surprise: another language among texts comes out") {
  std::vector<std::string> texts;
  const char* things[] = {"card", "transfer", "payment", "account", "refund", "limit", "balance", "address"};
  const char* verbs[] = {"change", "cancel", "find", "check", "understand", "see", "pay"};
  for (int i = 0; i < 200; ++i) {
    texts.push_back("how can i " + std::string(verbs[i % 7]) + " the " + things[i % 8] + " of my " + things[i / 8 % 8] +
                    " number " + std::to_string(i % 90));
  }
  texts[50] = "xq zvrt kkpl wmnn oooo zzkt prlw";
  texts[60] = "der lieferwagen steht seit gestern leer vor dem bahnhof";
  const RowSurprise found = surprise(text_table({{"text", texts}}));
  CHECK(found.is_issue[50] == 1);
  CHECK(found.is_issue[60] == 1);
  CHECK(std::count(found.is_issue.begin(), found.is_issue.end(), 1) == 2);
}

TEST_CASE("row surprise: where all rows are equal or nothing is known no row is odd") {
  const std::vector<std::string> same(30, "1");
  const RowSurprise found = surprise(text_table({{"a", same}, {"b", same}}));
  CHECK(found.scores.minCoeff() == 1);
  CHECK(surprise(text_table({{"a", {"5"}}})).scores(0) == 1);
  CHECK(surprise(text_table({{"a", {"", "", ""}}})).scores.minCoeff() == 1);
}

TEST_CASE("row surprise: a level is as odd as the share of rows with levels as rare") {
  TypedColumn column;
  column.kind = ColumnKind::categorical;
  column.texts = {"a", "b", "c"};
  column.counts = {90, 9, 1};
  column.levels.assign(90, 0);
  column.levels.insert(column.levels.end(), 9, 1);
  column.levels.push_back(2);
  column.levels.push_back(-1);
  const std::vector<float> found = run(cell_surprise(column));
  CHECK(found[0] == doctest::Approx(0).epsilon(1e-3));
  CHECK(found[90] == doctest::Approx(1.6449).epsilon(1e-3));  // two-sided normal, p = 0.1
  CHECK(found[99] == doctest::Approx(2.5758).epsilon(1e-3));  // p = 0.01
  CHECK(found[100] == 0);
}

TEST_CASE("row surprise: amounts are measured by the tail on their own side") {
  std::vector<double> skewed;
  for (int i = 0; i <= 100; ++i) skewed.push_back(i <= 50 ? i / 50.0 : 1 + (i - 50));
  const TailScale tail{skewed};
  CHECK(tail(1) == 0);
  CHECK(tail(2 * 51.0) < 5);
  CHECK(tail(-1) > tail(3));
  CHECK(TailScale(std::vector<double>{1, 2, 3})(1000) == 0);  // too few to tell
}

TEST_CASE("row surprise: Mahalanobis distances know directions, and decline where there are too few rows") {
  FloatMatrix x(200, 2);
  Random random(4);
  for (Index i = 0; i < 200; ++i) {
    x(i, 0) = static_cast<float>(random.normal());
    x(i, 1) = x(i, 0) + 0.1F * static_cast<float>(random.normal());
  }
  x.row(5) << 1.5F, -1.5F;
  const Vector distances = run(mahalanobis_distances(x, 2));
  Index farthest = 0;
  distances.maxCoeff(&farthest);
  CHECK(farthest == 5);
  CHECK(run(mahalanobis_distances(x, 1)).size() == 200);
  const FloatMatrix few = x.topRows(5);
  CHECK(run(mahalanobis_distances(few, 2)).size() == 0);
  CHECK(run(mahalanobis_distances(x, 0)).size() == 0);
}

TEST_CASE("row surprise: refuses matrices of other tables") {
  const RawTable table = plain_table();
  const Schema schema = run(infer_schema(table, {.no_label = true}));
  EncodedTable encoded;
  CHECK_THROWS_AS(run(find_surprising_rows(table, schema, encoded, KnnGraph{})), std::invalid_argument);
}
