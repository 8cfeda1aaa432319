#pragma once

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"
#include "assayer/neighbors.h"
#include "assayer/work_queue.h"

namespace assayer {

/// The neighbours that an audit looks at: how many, how far.
/// @throws std::invalid_argument  k < 1
NeighborOptions audit_neighbors(Index rows, Index k);

/// As find_neighbors, with the help of others where there are any. `features` and the queue must outlive the job.
Job<KnnGraph> search_together(MatrixView features, NeighborOptions options, WorkQueue* queue);

}  // namespace assayer
