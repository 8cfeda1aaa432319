#pragma once

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"

namespace assayer {

struct RowSurprise {
  Vector scores;      ///< n, in [0, 1], low is bad
  Flags is_issue;     ///< n
  FloatMatrix cells;  ///< n x columns of the raw table, >= 0: how odd each cell is in its column; 0 ordinary or unknown
};

/// Score how odd each row of a raw table is: by its oddest cells, by its distance to its neighbours, and by how far its
/// numbers lie from the others together.
///
/// @param graph  neighbours in `encoded.neighbors`, euclidean
Job<RowSurprise> find_surprising_rows(const RawTable& table, const Schema& schema, const EncodedTable& encoded,
                                      const KnnGraph& graph);

}  // namespace assayer
