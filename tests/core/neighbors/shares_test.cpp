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
  std::vector<NeighborCandidates> shares;
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
  const NeighborCandidates half = run(search_of_other.share({.part = 0, .parts = 2}));
  CHECK_THROWS_AS(run(search.merge({half})), std::invalid_argument);
  CHECK_THROWS_AS(run(search.merge({})), std::invalid_argument);
  CHECK_THROWS_AS(run(search.share({.part = 2, .parts = 2})), std::invalid_argument);
}

TEST_CASE("neighbor shares: packed rows are enough for a share") {
  const Matrix x = random_points(600, 20, 3);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    const NeighborOptions options{.k = 7, .metric = metric};
    NeighborSearch search(x, options);
    CHECK(search.packed_rows() == nullptr);
    run(search.prepare());
    const PackedRows sent = *search.packed_rows();
    for (const Index parts : {2, 3}) {
      std::vector<NeighborCandidates> shares{run(search.share({.part = 0, .parts = parts}))};
      for (Index part = 1; part < parts; ++part) {
        const auto found = run(share_of_packed_rows(sent, options.k, {.part = part, .parts = parts}));
        REQUIRE(found.has_value());
        shares.push_back(*found);
      }
      const KnnGraph merged = run(search.merge(std::move(shares))), whole = run(find_neighbors(x, options));
      CHECK(merged.indices == whole.indices);
      CHECK(merged.distances == whole.distances);
    }
  }
}

TEST_CASE("neighbor shares: where packed rows cannot tell, a share by them says so") {
  const Matrix ties = Matrix::Identity(200, 200);  // all equally far from each other
  NeighborSearch search(ties, {.k = 3, .metric = Metric::euclidean});
  run(search.prepare());
  CHECK_FALSE(run(share_of_packed_rows(*search.packed_rows(), 3, {.part = 0, .parts = 2})).has_value());
}

TEST_CASE("neighbor shares: searches in few columns, and by other metrics, have no packed rows") {
  for (const Metric metric : {Metric::euclidean, Metric::manhattan}) {
    const Matrix x = random_points(50, metric == Metric::euclidean ? 2 : 20, 3);
    NeighborSearch search(x, {.k = 3, .metric = metric});
    run(search.prepare());
    CHECK(search.packed_rows() == nullptr);
  }
}
