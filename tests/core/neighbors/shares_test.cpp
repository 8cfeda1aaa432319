#include <stdexcept>
#include <utility>
#include <vector>

#include "neighbors/cases.h"

using namespace assayer;
using namespace assayer::test;

namespace {

/// Many copies, many ties, some zero rows.
Matrix rows_with_ties(Index rows, Index columns) {
  Matrix x = grid_points(rows, columns, 7);
  for (Index i = 0; i < rows; i += 41) x.row(i).setZero();
  for (Index i = 5; i + 50 < rows; i += 17) x.row(i) = x.row(i + 50);
  return x;
}

KnnGraph in_shares(const Matrix& x, NeighborOptions options, Index parts) {
  NeighborSearch own(x, options), helper(x, options);
  std::vector<KnnGraph> shares;
  for (Index part = parts - 1; part >= 0; --part) {
    NeighborSearch& search = part % 2 ? helper : own;
    shares.push_back(run(search.share({.part = part, .parts = parts})));
  }
  return run(own.merge(std::move(shares)));
}

}  // namespace

TEST_CASE("neighbor shares: merged, they are the graph of one search to the last bit") {
  const std::vector<std::pair<Index, Metric>> cases = {
      {2, Metric::euclidean}, {9, Metric::cosine}, {12, Metric::euclidean}, {5, Metric::canberra}};
  for (const auto& one : cases) {  // kd-tree, packed search twice, all pairs
    const auto [columns, metric] = one;
    const Matrix x = rows_with_ties(700, columns);
    const NeighborOptions options{.k = 7, .metric = metric};
    const KnnGraph whole = run(find_neighbors(x, options));
    for (const Index parts : {1, 2, 3, 8}) {
      CAPTURE(parts);
      const KnnGraph merged = in_shares(x, options, parts);
      CHECK(merged.indices == whole.indices);
      CHECK(merged.distances == whole.distances);
    }
  }
}

TEST_CASE("neighbor shares: more parts than rows, and rows that are all the same") {
  const Matrix few = (Matrix(3, 1) << 0, 1, 5).finished();
  CHECK(in_shares(few, {.k = 2}, 8).indices == run(find_neighbors(few, {.k = 2})).indices);
  const Matrix same = Matrix::Constant(6, 10, 2.5);
  CHECK(in_shares(same, {.k = 3}, 2).indices == run(find_neighbors(same, {.k = 3})).indices);
}

TEST_CASE("neighbor shares: where all rows are null there is nothing to search, and no share is needed") {
  const Matrix zero = Matrix::Zero(6, 10);
  const NeighborOptions options{.k = 3, .metric = Metric::cosine};
  NeighborSearch search(zero, options);
  CHECK(run(search.merge({})).indices == run(find_neighbors(zero, options)).indices);
}

TEST_CASE("neighbor shares: a part that lacks, and one of other features, are refused") {
  const Matrix x = rows_with_ties(300, 12), other = rows_with_ties(200, 12);
  const NeighborOptions options{.k = 5};
  NeighborSearch search(x, options), search_of_other(other, options);
  const KnnGraph half = run(search_of_other.share({.part = 0, .parts = 2}));
  CHECK_THROWS_AS(run(search.merge({half})), std::invalid_argument);
  CHECK_THROWS_AS(run(search.merge({})), std::invalid_argument);
  CHECK_THROWS_AS(run(search.share({.part = 2, .parts = 2})), std::invalid_argument);
}
