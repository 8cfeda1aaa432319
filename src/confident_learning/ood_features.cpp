#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "assayer/error.h"
#include "assayer/out_of_distribution.h"
#include "neighbors/nearest_list.h"
#include "neighbors/points.h"
#include "statistics.h"

namespace assayer {
namespace {

/// Mean distances below this are rounding errors of 0.
double rounding_error(Metric metric) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  switch (metric) {
    case Metric::cosine:
      return 50 * epsilon;
    case Metric::euclidean:
      return std::sqrt(100 * epsilon);
    case Metric::manhattan:
      return 100 * epsilon;
    default:
      return 0;
  }
}

/// What examples are compared by: the median of the training examples' mean distances.
double distance_scale(const Vector& mean_distances) {
  const double typical = median(mean_distances);
  if (typical > 0) return std::max(typical, 1e-6);
  std::vector<double> others;
  for (const double distance : mean_distances) {
    if (distance > 0) others.push_back(distance);
  }
  return others.empty() ? 1 : std::max(median(others), 1e-6);
}

Vector scores_of(const Vector& mean_distances, double scale, double t, Metric metric) {
  const double zero = rounding_error(metric);
  return mean_distances.unaryExpr(
      [=](double distance) { return distance < zero ? 1 : std::exp(-t * distance / scale); });
}

Vector mean_distances_of(const KnnGraph& graph) {
  Vector means(graph.rows);
  for (Index i = 0; i < graph.rows; ++i) means(i) = mean(graph.distances_of(i));
  return means;
}

/// Options with everything automatic decided.
FeatureOodOptions decided(FeatureOodOptions options, const MatrixView& features) {
  if (!(options.t > 0)) reject("t", "a number > 0", options.t);
  if (options.k < 0) reject("k", "a number >= 0", static_cast<std::int64_t>(options.k));
  if (options.k == 0) options.k = std::min<Index>(10, features.rows() - 1);
  options.metric = choose_metric(options.metric, features.columns());
  return options;
}

Job<Vector> mean_neighbor_distances(MatrixView features, FeatureOodOptions options) {
  NeighborOptions search;
  search.k = options.k;
  search.metric = options.metric;
  const KnnGraph graph = co_await find_neighbors(features, search);
  co_return mean_distances_of(graph);
}

/// Rows of both matrices as doubles, one below the other: what Points compares.
Matrix stack(const MatrixView& above, const MatrixView& below) {
  Matrix both(above.rows() + below.rows(), above.columns());
  for (Index c = 0; c < above.columns(); ++c) {
    for (Index i = 0; i < above.rows(); ++i) both(i, c) = above(i, c);
    for (Index i = 0; i < below.rows(); ++i) {
      if (!std::isfinite(below(i, c))) reject(at("features", i, c), "a finite number", below(i, c));
      both(above.rows() + i, c) = below(i, c);
    }
  }
  return both;
}

double mean_distance_to(const Points& points, Index row, Index num_train, NearestList& nearest) {
  nearest.clear();
  for (Index j = 0; j < num_train; ++j) {
    const bool is_null = points.is_null(row) || points.is_null(j);
    nearest.offer({is_null ? Points::null_distance : points.distance(row, j), static_cast<std::int32_t>(j)});
  }
  double sum = 0;
  for (const Neighbor& neighbor : nearest.sorted()) sum += neighbor.distance;
  return sum / static_cast<double>(nearest.sorted().size());
}

Job<Vector> mean_distances_to(MatrixView train_features, MatrixView features, FeatureOodOptions options) {
  const Matrix both = stack(train_features, features);
  const Points points(both, options.metric);
  NearestList nearest(options.k);
  Vector means(features.rows());
  for (Index i = 0; i < features.rows(); ++i) {
    means(i) = mean_distance_to(points, train_features.rows() + i, train_features.rows(), nearest);
    co_await pause(static_cast<double>(i + 1) / static_cast<double>(features.rows()));
  }
  co_return means;
}

}  // namespace

Job<Vector> out_of_distribution_scores(MatrixView features, FeatureOodOptions options) {
  options = decided(options, features);
  const Vector distances = co_await mean_neighbor_distances(features, options);
  co_return scores_of(distances, distance_scale(distances), options.t, options.metric);
}

Job<Vector> out_of_distribution_scores(MatrixView train_features, MatrixView features, FeatureOodOptions options) {
  if (features.rows() < 1) reject("features", "at least 1 row", "none");
  if (features.columns() != train_features.columns())
    reject("features", std::to_string(train_features.columns()) + " columns as in train_features",
           static_cast<std::int64_t>(features.columns()));
  options = decided(options, train_features);
  const Vector trained = co_await within(0, 0.5, "neighbors", mean_neighbor_distances(train_features, options));
  const Vector distances = co_await within(0.5, 1, "neighbors", mean_distances_to(train_features, features, options));
  co_return scores_of(distances, distance_scale(trained), options.t, options.metric);
}

}  // namespace assayer
