#pragma once

#include <cstdint>
#include <string_view>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"

namespace assayer {

enum class Metric { automatic, cosine, euclidean, manhattan, chebyshev };

enum class NeighborMethod {
  automatic,    ///< exact up to the size where approximate search is measured to pay
  exact,        ///< kd-tree in few dimensions, blocked brute force in many
  approximate,  ///< for very many examples: most, not all, of the true neighbours
};

struct NeighborOptions {
  Index k = 10;                       ///< neighbours for each example, in [1, n - 1]
  Metric metric = Metric::automatic;  ///< automatic: cosine with more than 3 features, else euclidean
  NeighborMethod method = NeighborMethod::automatic;
  std::uint64_t seed = 0;  ///< for the approximate search only
};

/// The metric that `automatic` stands for: cosine with more than 3 features, else euclidean.
Metric choose_metric(Metric metric, Index num_features);

/// "cosine", "euclidean", ...; the inverse refuses unknown names and knows the field's synonyms (cityblock, l1, l2).
std::string_view metric_name(Metric metric);
Metric metric_from_name(std::string_view name);

/// Find the k nearest neighbours of every example, with the correction for exact duplicates: copies of an example take
/// the places of its nearest neighbours, at distance 0 (also where there are more than k of them).
///
/// Cosine distance is 1 - u.v / (|u| |v|), in [0, 2]; a zero vector is at distance 1 from everything but its copies.
/// Distances are exact in double whatever method found the neighbours; ties go to the smaller id.
///
/// @param features  n x d, finite; must outlive the job
/// @return          n x k, ascending distance, self excluded
/// @throws std::invalid_argument  no features, k out of [1, n - 1], a value that is not finite (named by row and column)
Job<KnnGraph> find_neighbors(MatrixView features, NeighborOptions options = {});

}  // namespace assayer
