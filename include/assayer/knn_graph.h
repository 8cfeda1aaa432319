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

}  // namespace assayer
