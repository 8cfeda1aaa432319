#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "assayer/job.h"
#include "assayer/neighbors.h"
#include "neighbors/nearest_list.h"
#include "neighbors/points.h"

namespace assayer {

/// Rows to search among: distinct, none of them null, ascending.
using SearchRows = std::vector<std::int32_t>;

/// For each of the rows its nearest others: rows.size() x count, ascending; ids are places in `rows`, so that the
/// order of ids is that of the rows. count = min(k, rows.size() - 1).
struct SearchResult {
  Index count = 0;
  std::vector<Neighbor> neighbors;

  static constexpr std::int32_t nobody = -1;  ///< id where a share saw fewer than `count` others

  SearchResult(Index num_rows, Index k)
      : count(std::max<Index>(0, std::min(k, num_rows - 1))),
        neighbors(static_cast<std::size_t>(num_rows * count), {std::numeric_limits<double>::infinity(), nobody}) {}
  Neighbor* row(Index place) { return neighbors.data() + place * count; }
  const Neighbor* row(Index place) const { return neighbors.data() + place * count; }
};

// Each search can do a share of its work: it then gives the nearest among the pairs of rows that are the share's. All
// pairs are in at least one share, and a pair has the same distance in each.

/// By a kd-tree; for the geometries squares, absolute and maximum. Wins in few dimensions.
/// `points` and `rows` must outlive the job.
Job<SearchResult> search_kd_tree(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

/// By float bounds on the distances of all pairs, in registers, and exact distances of the few that they leave; for the
/// geometry squares. The result is that of `search_all_pairs` to the last bit. O(rows^2 d), less where the data has
/// clusters; memory O(rows (k + d)).
Job<SearchResult> search_packed(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

/// By exact double distances of all pairs; any metric. O(rows^2 d).
Job<SearchResult> search_all_pairs(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

/// By the one of these that suits the points.
Job<SearchResult> search_exactly(const Points& points, const SearchRows& rows, Index k, NeighborShare share = {});

}  // namespace assayer
