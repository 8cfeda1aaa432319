#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"

namespace assayer {

/// What the neighbours of every example say: class shares (n x outputs) or means, weighted by closeness and by
/// `weights`; an example's own group has no vote.
Matrix neighbor_votes(const KnnGraph& graph, Labels labels, int num_classes, const std::vector<double>& weights,
                      const std::vector<std::int32_t>& groups);

}  // namespace assayer
