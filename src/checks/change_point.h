#pragma once

#include "assayer/job.h"
#include "assayer/knn_graph.h"

namespace assayer {

/// Where the data change: the cut of their order that the fewest neighbours cross, compared with random orders.
struct ChangePoint {
  Index row = 0;        ///< first example after the cut
  double strength = 0;  ///< standard deviations below the number of crossings that random orders have
};

/// Scan all cuts but those nearest to the ends (a twentieth on each side).
/// @param graph  at least 4 rows; must outlive the job
/// Source: Chen and Zhang 2015, "Graph-based change-point detection": counts of edges, moments over permutations.
/// Cost: O(n k^2).
Job<ChangePoint> find_change_point(const KnnGraph& graph);

}  // namespace assayer
