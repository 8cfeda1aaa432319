#pragma once

#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

struct RawDuplicates {
  Flags is_issue;          ///< n
  Vector scores;           ///< n, in [0, 1], low is bad: 0 for an exact copy
  std::vector<Rows> sets;  ///< n: the other rows this one repeats, ascending; empty where it repeats none
  Vector distances;        ///< n: to the most similar row, 0 for an exact copy
};

/// Find rows that repeat another one, cell by cell, identifiers left out: exactly, or nearly (a number changed in its
/// last places, a character of a text missing).
///
/// @param candidates  neighbours in `encoded.neighbors`: near copies are looked for among them
Job<RawDuplicates> find_raw_duplicates(const RawTable& table, const Schema& schema, const KnnGraph& candidates);

}  // namespace assayer
