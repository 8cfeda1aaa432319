#pragma once

#include "assayer/job.h"
#include "neighbors/cell_search.h"

namespace assayer {

/// Improves lists of neighbours that lack some: rows that are near to the same row are likely to be near to each other.
/// All pairs of rows that have one in their list, or are in its list, are compared, again and again until hardly a list
/// changes. For the geometry squares.
///
/// @param rows   what the places in the lists mean; must outlive the job
/// @param found  full lists (nobody is missing); longer ones than needed lead to more of the true neighbours
/// Cost: at most O(rows k^2 d) a round, less for each. Source: Dong, Moses and Li 2011, "Efficient
/// k-nearest neighbor graph construction for generic similarity measures" (NN-descent), without its sampling.
Job<void> descend(const Points& points, const SearchRows& rows, SearchResult& found);

}  // namespace assayer
