#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"

namespace assayer {

/// An edge of the symmetric fuzzy neighbour graph, once for each pair.
struct FuzzyEdge {
  std::int32_t from = 0;
  std::int32_t to = 0;
  float weight = 0;  ///< in (0, 1]: how certain it is that the two are neighbours
};

/// Weights of UMAP: exp(-(d - d_nearest) / sigma_i), with sigma_i such that the weights of a row sum to log2(k); then
/// a + b - ab of both directions. Pairs in ascending order of (from, to), from < to.
Job<std::vector<FuzzyEdge>> fuzzy_edges(const KnnGraph& graph);

}  // namespace assayer
