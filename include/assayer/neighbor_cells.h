#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/neighbors.h"

namespace assayer {

/// A search of neighbours in a table that no machine holds: its rows are put in cells, each of them in its nearest few,
/// and neighbours are sought in each cell by itself. What is missed is measured with some rows (queries) that are
/// compared with all others.
struct CellOptions {
  Index sample_rows = 0;  ///< the first rows of the features: a sample of the whole, the same in front of every part
  Index num_cells = 1;    ///< at most, >= 1
  Index copies = 3;       ///< cells that a row is put in, >= 1; fewer where there are fewer cells
  Index k = 10;           ///< neighbours of the queries, >= 1
  /// The first rows of the sample are queries, as many as there are entries here: the row of the part that each of them
  /// is (from 0 after the sample), -1 for those of other parts.
  std::vector<std::int32_t> queries = {};
  Metric metric = Metric::automatic;
  std::uint64_t seed = 0;  ///< of the centres that the cells begin with
};

/// Where the rows of a part belong.
struct CellPlacement {
  Index copies = 0;
  std::vector<std::int32_t> cells;  ///< rows of the part x copies: numbers of cells, the nearest first
  Matrix query_distances;           ///< queries x k to the nearest rows of the part, ascending; infinity where it ends
};

/// Put the rows of a part, which stand behind the sample, in cells around the centres of the sample's clusters.
///
/// @param features  sample and part, finite; must outlive the job
/// @throws std::invalid_argument  an option out of range; a metric that is not a sum of squares
/// Cost: O(n d (cells + queries)). Source: Jegou, Douze and Schmid 2011, "Product quantization for nearest neighbor
/// search" (inverted lists, several for each vector).
/// Example:
///     const Matrix features{{0, 0}, {9, 9}, {0, 1}, {9, 8}, {0, 2}};
///     const CellPlacement placed = run(place_in_cells(
///         features, {.sample_rows = 2, .num_cells = 2, .copies = 1, .k = 1, .queries = {-1}}));
///     placed.cells[0] == placed.cells[2]
///     placed.cells[0] != placed.cells[1]
///     placed.query_distances(0, 0) == 1
Job<CellPlacement> place_in_cells(MatrixView features, CellOptions options);

}  // namespace assayer
