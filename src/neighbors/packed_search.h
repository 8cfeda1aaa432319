#pragma once

#include <optional>
#include <vector>

#include "assayer/neighbors.h"
#include "neighbors/candidates.h"
#include "neighbors/packed_rows.h"
#include "neighbors/search.h"

namespace assayer {

// `search_packed` in shares: rows are packed once, exact distances are made once, after the merging.

/// The pairs of a share that may be among the nearest. What it is given must outlive the job.
///
/// @param exact  null where nobody knows the features
/// @return       none where keys do not tell enough: then features are needed
Job<std::optional<NeighborCandidates>> share_of_packed(const PackedRows& packed, Index k, NeighborShare share,
                                                       const ExactRows* exact);

/// The nearest, of what all shares found: that of `search_packed` to the last bit.
Job<SearchResult> merge_packed(const PackedRows& packed, const ExactRows& exact, Index k,
                               const std::vector<NeighborCandidates>& shares);

}  // namespace assayer
