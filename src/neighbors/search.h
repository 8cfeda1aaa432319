#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
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

  SearchResult(Index num_rows, Index k)
      : count(std::max<Index>(0, std::min(k, num_rows - 1))), neighbors(static_cast<std::size_t>(num_rows * count)) {}
  Neighbor* row(Index place) { return neighbors.data() + place * count; }
  const Neighbor* row(Index place) const { return neighbors.data() + place * count; }
};

/// By a kd-tree; for the geometries squares, absolute and maximum. Wins in few dimensions.
/// `points` and `rows` must outlive the job.
Job<SearchResult> search_kd_tree(const Points& points, const SearchRows& rows, Index k);

/// By float bounds on the distances of all pairs, in registers, and exact distances of the few that they leave; for the
/// geometry squares. The result is that of `search_all_pairs` to the last bit. O(rows^2 d), less where the data has
/// clusters; memory O(rows (k + d)).
Job<SearchResult> search_packed(const Points& points, const SearchRows& rows, Index k);

/// By exact double distances of all pairs; any metric. O(rows^2 d).
Job<SearchResult> search_all_pairs(const Points& points, const SearchRows& rows, Index k);

}  // namespace assayer
