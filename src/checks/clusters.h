#pragma once

#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"

namespace assayer {

struct DensityOptions {
  double radius = 0.5;    ///< how near neighbours must be
  Index min_samples = 5;  ///< examples within the radius, itself included, that make an example a core of a cluster
};

/// DBSCAN (Ester et al. 1996) on a neighbour graph: cluster id of every example, -1 for noise. Follows the graph in its
/// own direction, as it is: i reaches its neighbours, whether or not they reach i. Ids ascend with the first core.
/// @param graph  must outlive the job
/// Cost: O(n k).
Job<std::vector<std::int32_t>> cluster_by_density(const KnnGraph& graph, DensityOptions options);

}  // namespace assayer
