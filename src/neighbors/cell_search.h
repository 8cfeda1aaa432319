#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "neighbors/search.h"

namespace assayer {

/// Into how many sets of cells rows are cut, each in other directions: what one cuts apart is mostly together in
/// another.
constexpr int num_partitions = 4;

/// Places in the searched rows, ascending.
using Cell = std::vector<std::int32_t>;

/// Cut rows in halves again and again, until at most `most_rows` are left in each cell (more only where they cannot be
/// told apart). Cells that follow each other are mostly near each other.
///
/// @param partition  in [0, num_partitions): 0 cuts across the widest coordinates, others across random directions
Job<std::vector<Cell>> cut_in_cells(const Points& points, const SearchRows& rows, Index most_rows, int partition);

/// Among the rows of its own cells only, one of each partition, each of which is searched exactly. Some true neighbours
/// are missed where cuts part them; equal rows never are. Time n * most_rows instead of n^2. Needs
/// most_rows > 2 (k + 1). The partitions are divided among shares, and the cells of one among further shares. Source:
/// Dasgupta and Freund 2008, "Random projection trees and low dimensional manifolds".
Job<SearchResult> search_cells(const Points& points, const SearchRows& rows, Index k, Index most_rows,
                               NeighborShare share = {});

}  // namespace assayer
