#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// The k nearest neighbours of every example: n x k, row-major, self excluded, ascending distance (ties: ascending id).
struct KnnGraph {
  Index rows = 0;
  Index neighbors = 0;                ///< k
  std::vector<std::int32_t> indices;  ///< n x k ids
  std::vector<double> distances;      ///< n x k, >= 0

  std::span<const std::int32_t> indices_of(Index i) const {
    return {indices.data() + i * neighbors, static_cast<std::size_t>(neighbors)};
  }
  std::span<const double> distances_of(Index i) const {
    return {distances.data() + i * neighbors, static_cast<std::size_t>(neighbors)};
  }
};

/// Check a graph that a user brought, and put each of its rows in ascending distance (equally far neighbours stay in
/// the order given).
///
/// @param graph         its `rows` must be `num_examples`
/// @param num_examples  n, of the data set that the graph is about
/// @throws std::invalid_argument  another number of rows, no neighbours or more than n - 1, arrays that are not n x k,
///         an id out of [0, n - 1], an example among its own neighbours, a neighbour given twice, a distance that is
///         negative or not finite; the message names the place
KnnGraph validate_knn_graph(KnnGraph graph, Index num_examples);

}  // namespace assayer
