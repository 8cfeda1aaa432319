#include "assayer/neighbor_cells.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "random.h"

using namespace assayer;

namespace {

constexpr Index sample_rows = 200;

/// A sample and behind it a part: both of the same clusters.
Matrix clustered_features(Index rows, Index columns) {
  Random random(5);
  Matrix features(sample_rows + rows, columns);
  for (Index i = 0; i < features.rows(); ++i) {
    for (Index c = 0; c < columns; ++c) features(i, c) = 6 * double((i * 7 + c * 3) % 5) + random.normal();
  }
  return features;
}

}  // namespace

TEST_CASE("cells: every row is put in different cells, its nearest first, and rows of a cluster meet") {
  const Matrix features = clustered_features(400, 6);
  const CellPlacement placed = run(place_in_cells(features, {.sample_rows = sample_rows, .num_cells = 8, .copies = 2}));

  REQUIRE(placed.copies == 2);
  REQUIRE(placed.cells.size() == 800);
  std::set<std::int32_t> used;
  for (std::size_t row = 0; row < 400; ++row) {
    CHECK(placed.cells[2 * row] != placed.cells[2 * row + 1]);
    used.insert(placed.cells[2 * row]);
    CHECK(placed.cells[2 * row] >= 0);
    CHECK(placed.cells[2 * row] < 8);
  }
  CHECK(used.size() >= 4);
}

TEST_CASE("cells: where a row goes depends on the row and the sample only") {
  const Matrix features = clustered_features(60, 4);
  Matrix fewer(sample_rows + 10, 4);
  fewer.topRows(sample_rows) = features.topRows(sample_rows);
  fewer.bottomRows(10) = features.bottomRows(10);
  const CellOptions options{.sample_rows = sample_rows, .num_cells = 5, .copies = 2};

  const CellPlacement all = run(place_in_cells(features, options)), some = run(place_in_cells(fewer, options));

  CHECK(std::equal(some.cells.begin(), some.cells.end(), all.cells.end() - 20));
}

TEST_CASE("cells: queries meet all rows of the part but themselves, zero vectors too") {
  Matrix features = clustered_features(50, 6);
  features.row(1).setZero();                        // a query that cosine knows no angle of
  features.row(sample_rows + 3) = features.row(0);  // the first query is row 3 of this part
  const CellPlacement placed =
      run(place_in_cells(features, {.sample_rows = sample_rows, .k = 60, .queries = {3, -1, -1}}));

  for (Index q : {0, 1, 2}) {
    std::vector<double> expected;
    for (Index row = 0; row < 50; ++row) {
      if (q == 0 && row == 3) continue;
      const auto u = features.row(q), v = features.row(sample_rows + row);
      expected.push_back(q == 1 ? 1 : 1 - u.dot(v) / (u.norm() * v.norm()));
    }
    std::sort(expected.begin(), expected.end());
    for (std::size_t m = 0; m < expected.size(); ++m) {
      CHECK(placed.query_distances(q, Index(m)) == doctest::Approx(expected[m]).epsilon(1e-9));
    }
    CHECK(std::isinf(placed.query_distances(q, 59)));
  }
}

TEST_CASE("cells: equal rows have one cell, and more copies than cells are as many as there are") {
  const Matrix features = Matrix::Ones(30, 3);
  const CellPlacement placed = run(place_in_cells(features, {.sample_rows = 10, .num_cells = 4, .copies = 3}));

  CHECK(placed.copies == 1);
  CHECK(placed.cells == std::vector<std::int32_t>(20, 0));
}

TEST_CASE("cells: a part without rows is placed, bad options are refused") {
  const Matrix features = clustered_features(0, 3);
  CHECK(run(place_in_cells(features, {.sample_rows = sample_rows, .num_cells = 2})).cells.empty());

  CHECK_THROWS_WITH_AS(run(place_in_cells(features, {.sample_rows = 201})), "sample_rows: expected 1 to 200, got 201",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(run(place_in_cells(features, {.sample_rows = 9, .metric = Metric::hamming})),
                       "metric: expected one that is a sum of squares, got hamming", std::invalid_argument);
}
