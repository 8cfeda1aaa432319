#include "neighbors/cell_search.h"
#include "neighbors/neighbor_descent.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "neighbors/cases.h"
#include "neighbors/duplicates.h"

using namespace assayer;
using namespace assayer::test;

namespace {

/// Distinct rows that are not null: what a search may be asked about.
SearchRows searchable_rows(const Matrix& x, const Points& points) {
  const DuplicateGroups groups = run(group_duplicates(x));
  SearchRows rows;
  for (Index group = 0; group < groups.size(); ++group) {
    if (!points.is_null(groups.first(group))) rows.push_back(groups.first(group));
  }
  return rows;
}

void check_identical(const SearchResult& found, const SearchResult& expected) {
  REQUIRE(found.count() == expected.count());
  REQUIRE(found.lists.indices == expected.lists.indices);
  REQUIRE(found.lists.distances == expected.lists.distances);
}

std::vector<Neighbor> row_of(const SearchResult& found, Index place) {
  std::vector<Neighbor> row;
  found.copy_row(place, row);
  return row;
}

}  // namespace

TEST_CASE("search: the kd-tree finds the same bits as all pairs") {
  for (const Metric metric : {Metric::euclidean, Metric::cosine, Metric::manhattan, Metric::chebyshev,
                              Metric::sqeuclidean, Metric::correlation}) {
    for (const Index d : {1, 2, 3, 7, 16}) {
      for (const Matrix& x : {mixed_points(500, d, 1), grid_points(500, d, 2, 5)}) {
        CAPTURE(metric_name(metric));
        CAPTURE(d);
        const Points points(x, metric);
        const SearchRows rows = searchable_rows(x, points);
        check_identical(run(search_kd_tree(points, rows, 8)), run(search_all_pairs(points, rows, 8)));
      }
    }
  }
}

TEST_CASE("search: the packed search finds the same bits as all pairs") {
  for (const Metric metric : {Metric::euclidean, Metric::cosine, Metric::sqeuclidean, Metric::correlation}) {
    for (const Index d : {1, 3, 8, 17, 40, 150}) {
      for (const Matrix& x : {mixed_points(700, d, 1), grid_points(600, d, 2, 4), random_points(301, d, 3)}) {
        for (const Index k : {1, 8, 40}) {
          CAPTURE(metric_name(metric));
          CAPTURE(d);
          CAPTURE(k);
          const Points points(x, metric);
          const SearchRows rows = searchable_rows(x, points);
          check_identical(run(search_packed(points, rows, k)), run(search_all_pairs(points, rows, k)));
        }
      }
    }
  }
}

TEST_CASE("search: the packed search is exact where rounded rows cannot be told apart") {
  for (const double spread : {1e-3, 1e-6, 1e-9, 1e-12}) {  // tight clusters far from each other and from 0
    Matrix x = spread * random_points(300, 20, 9);
    const Matrix centres = 100 * random_points(3, 20, 10);
    for (Index i = 0; i < x.rows(); ++i) x.row(i) += centres.row(i % 3);
    for (const double unit : {1e-250, 1e-30, 1.0, 1e30, 1e250}) {
      CAPTURE(spread);
      CAPTURE(unit);
      const Matrix scaled = x * unit;
      const Points points(scaled, Metric::euclidean);
      const SearchRows rows = searchable_rows(scaled, points);
      check_identical(run(search_packed(points, rows, 6)), run(search_all_pairs(points, rows, 6)));
    }
  }
}

TEST_CASE("search: the packed search is exact with single rows very far away, and with lengths of all sizes") {
  const Matrix near = random_points(900, 24, 11);
  for (const double far : {20.0, 1e4, 1e9}) {
    Matrix strays = near, all_sizes = near;
    strays.row(7) *= far;
    strays.row(400) = strays.row(7) + near.row(400);  // a stray's nearest is another stray, beyond the sphere too
    for (Index i = 0; i < near.rows(); ++i) all_sizes.row(i) *= std::pow(far, double(i) / double(near.rows()));
    for (const Matrix& x : {strays, all_sizes}) {
      CAPTURE(far);
      const Points points(x, Metric::euclidean);
      const SearchRows rows = searchable_rows(x, points);
      check_identical(run(search_packed(points, rows, 6)), run(search_all_pairs(points, rows, 6)));
    }
  }
}

TEST_CASE("duplicates: groups by first appearance, members ascending") {
  const Matrix x = (Matrix(6, 2) << 1, 0, 0.0, 2, 1, 0, -0.0, 2, 3, 3, 1, 0).finished();
  const DuplicateGroups groups = run(group_duplicates(x));
  CHECK(groups.size() == 3);
  CHECK(groups.group_of == std::vector<std::int32_t>{0, 1, 0, 1, 2, 0});
  CHECK(groups.members == std::vector<std::int32_t>{0, 2, 5, 1, 3, 4});
  CHECK(groups.first(2) == 4);
}

TEST_CASE("neighbors: cells find most of the true neighbours, at exact distances, and never part equal rows") {
  constexpr Index n = 6000, k = 10;
  const Matrix x = mixed_points(n, 12, 5);
  const Points points(x, Metric::euclidean);
  SearchRows rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  SearchResult exact = run(search_exactly(points, rows, k)), found = run(search_cells(points, rows, k, 1000));
  Index hits = 0, near = 0, near_hits = 0;
  for (Index i = 0; i < n; ++i) {
    const std::vector<Neighbor> truth = row_of(exact, i), row = row_of(found, i);
    for (Index m = 0; m < k; ++m) {
      CHECK(row[m].distance == points.distance(i, row[m].id));
      if (m > 0) CHECK(row[m - 1] < row[m]);
      const bool is_found =
          std::any_of(row.begin(), row.end(), [&](const Neighbor& one) { return one.id == truth[m].id; });
      hits += is_found;
      if (truth[m].distance < 1e-5) {
        ++near;
        near_hits += is_found;
      }
    }
  }
  MESSAGE("recall ", double(hits) / double(n * k), ", of near duplicates ", double(near_hits) / double(near));
  CHECK(double(hits) > 0.75 * double(n * k));
  CHECK(double(near_hits) > 0.99 * double(near));
  const Matrix equal = Matrix::Ones(5000, 3);
  const Points same(equal, Metric::euclidean);
  rows.resize(5000);
  CHECK(run(search_cells(same, rows, 3, 1000)).at(7, 0).distance == 0);
}

TEST_CASE("neighbors: the descent finds nearly all that cells miss, at exact distances, the same each time") {
  constexpr Index n = 6000, k = 10, length = 16, most_rows = 200;
  for (const Metric metric : {Metric::euclidean, Metric::cosine}) {
    CAPTURE(metric_name(metric));
    const Matrix x = mixed_points(n, 12, 5);
    const Points points(x, metric);
    SearchRows rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), 0);
    const SearchResult exact = run(search_exactly(points, rows, k));
    SearchResult found = run(search_cells(points, rows, length, most_rows));
    const auto recall = [&] {
      Index hits = 0;
      for (Index i = 0; i < n; ++i) {
        const double farthest = exact.at(i, k - 1).distance;
        for (Index m = 0; m < k; ++m) hits += found.at(i, m).distance <= farthest;
      }
      return double(hits) / double(n * k);
    };
    const double before = recall();
    run(descend(points, rows, found));
    CHECK(before < 0.95);
    CHECK(recall() > 0.99);
    for (Index i = 0; i < n; ++i) {
      const std::vector<Neighbor> row = row_of(found, i);
      for (Index m = 0; m < length; ++m) {
        CHECK(row[m].id != std::int32_t(i));
        CHECK(row[m].distance == points.distance(i, row[m].id));
        if (m > 0) CHECK(row[m - 1] < row[m]);
      }
    }
    SearchResult again = run(search_cells(points, rows, length, most_rows));
    run(descend(points, rows, again));
    CHECK(found.lists.indices == again.lists.indices);
  }
}

TEST_CASE("neighbors: the shares of a search in cells have together what one search has") {
  constexpr Index n = 6000, k = 6;
  const Matrix x = mixed_points(n, 12, 5);
  const Points points(x, Metric::euclidean);
  SearchRows rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  const SearchResult whole = run(search_cells(points, rows, k, 1000));
  for (const Index parts : {2, 3, 7}) {
    CAPTURE(parts);
    std::vector<SearchResult> shares;
    for (Index part = 0; part < parts; ++part) {
      shares.push_back(run(search_cells(points, rows, k, 1000, {.part = part, .parts = parts})));
    }
    bool are_same = true;
    for (Index i = 0; i < n; ++i) {
      std::vector<Neighbor> merged;
      for (const SearchResult& share : shares) share.copy_row(i, merged);
      keep_nearest(merged, k);
      const std::vector<Neighbor> expected = row_of(whole, i);
      are_same = are_same && std::equal(expected.begin(), expected.end(), merged.begin(), merged.end(),
                                        [](const Neighbor& a, const Neighbor& b) { return a.id == b.id; });
    }
    CHECK(are_same);
  }
}
