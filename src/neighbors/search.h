#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/neighbors.h"
#include "neighbors/nearest_list.h"
#include "neighbors/points.h"

namespace assayer {

/// Rows to search among: distinct, none of them null, ascending.
using SearchRows = std::vector<std::int32_t>;

/// For each of the rows its nearest others: rows.size() x count(), ascending; ids are places in `rows`, so that the
/// order of ids is that of the rows. count() = min(k, rows.size() - 1).
struct SearchResult {
  KnnGraph lists;

  static constexpr std::int32_t nobody = -1;  ///< id where a share saw fewer than count() others

  SearchResult(Index num_rows, Index k) {
    lists.rows = num_rows;
    lists.neighbors = count_for(num_rows, k);
    const auto size = static_cast<std::size_t>(num_rows * lists.neighbors);
    lists.indices.assign(size, nobody);
    lists.distances.assign(size, std::numeric_limits<double>::infinity());
  }
  explicit SearchResult(KnnGraph found) : lists(std::move(found)) {}

  static Index count_for(Index num_rows, Index k) { return std::max<Index>(0, std::min(k, num_rows - 1)); }
  Index count() const { return lists.neighbors; }
  Neighbor at(Index place, Index m) const {
    const auto entry = static_cast<std::size_t>(place * count() + m);
    return {lists.distances[entry], lists.indices[entry]};
  }
  void set(Index place, Index m, Neighbor neighbor) {
    const auto entry = static_cast<std::size_t>(place * count() + m);
    lists.distances[entry] = neighbor.distance;
    lists.indices[entry] = neighbor.id;
  }
  /// At most count().
  void set_row(Index place, std::span<const Neighbor> nearest) {
    for (std::size_t m = 0; m < nearest.size(); ++m) set(place, static_cast<Index>(m), nearest[m]);
  }
  /// All of them, with those that are nobody.
  void copy_row(Index place, std::vector<Neighbor>& to) const {
    for (Index m = 0; m < count(); ++m) to.push_back(at(place, m));
  }
};

// Each search can do a share of its work: it then gives the nearest among the pairs of rows that are the share's. All
// pairs are in at least one share, and a pair has the same distance in each.

/// By a kd-tree; for the geometries squares, absolute and maximum. Wins in few dimensions.
/// `points` and `rows` must outlive the job.
Job<SearchResult> search_kd_tree(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

/// By bounds on the distances of all pairs, from rows rounded to 16-bit integers, and exact distances of the few that
/// they leave; for the geometry squares. The result is that of `search_all_pairs` to the last bit. O(rows^2 d), less
/// where the data has clusters; memory O(rows (k + d)).
Job<SearchResult> search_packed(const Points& points, const SearchRows& rows, Index k);

/// By exact double distances of all pairs; any metric. O(rows^2 d).
Job<SearchResult> search_all_pairs(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

/// By the one of these that suits the points.
Job<SearchResult> search_exactly(const Points& points, const SearchRows& rows, Index k);

}  // namespace assayer
