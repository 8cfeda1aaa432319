#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "assayer/neighbors.h"
#include "random.h"

namespace assayer::test {

inline Matrix random_points(Index n, Index d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& value : points.reshaped<Eigen::RowMajor>()) value = random.normal();
  return points;
}

/// Points on a coarse grid: many ties and many copies.
inline Matrix grid_points(Index n, Index d, std::uint64_t seed, std::uint64_t levels = 3) {
  Random random(seed);
  Matrix points(n, d);
  for (double& value : points.reshaped<Eigen::RowMajor>()) value = double(random.below(levels)) - 1;
  return points;
}

/// Clusters of different sizes with some copies, near copies, strays and zero vectors in random order.
inline Matrix mixed_points(Index n, Index d, std::uint64_t seed) {
  Random random(seed);
  const Matrix centres = 3 * random_points(5, d, seed + 1);
  Matrix points(n, d);
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < d; ++c) points(i, c) = centres(i % 5, c) + random.normal();
    const double kind = random.uniform();
    if (kind < 0.03) points.row(i) *= 20;
    if (kind > 0.95 && i > 0) points.row(i) = points.row(Index(random.below(std::uint64_t(i))));
    if (kind > 0.98) points(i, 0) += 1e-7;
    if (kind > 0.5 && kind < 0.51) points.row(i).setZero();
  }
  return points;
}

/// The distance as the textbook has it.
inline double textbook_distance(const Matrix& x, Index i, Index j, Metric metric) {
  const Eigen::RowVectorXd u = x.row(i), v = x.row(j);
  if (u == v) return 0;
  const auto cosine = [](const Eigen::RowVectorXd& a, const Eigen::RowVectorXd& b) {
    const double norms = a.norm() * b.norm();
    return norms > 0 ? std::clamp(1 - a.dot(b) / norms, 0.0, 2.0) : 1.0;
  };
  switch (choose_metric(metric, x.cols())) {
    case Metric::cosine:
      return cosine(u, v);
    case Metric::correlation:
      return cosine(u.array() - u.mean(), v.array() - v.mean());
    case Metric::euclidean:
      return (u - v).norm();
    case Metric::sqeuclidean:
      return (u - v).squaredNorm();
    case Metric::manhattan:
      return (u - v).lpNorm<1>();
    case Metric::chebyshev:
      return (u - v).lpNorm<Eigen::Infinity>();
    case Metric::braycurtis:
      return u == -v ? 1 : (u - v).lpNorm<1>() / (u + v).lpNorm<1>();
    case Metric::hamming:
      return double((u.array() != v.array()).count()) / double(x.cols());
    default: {
      double sum = 0;
      for (Index c = 0; c < x.cols(); ++c) {
        if (u(c) != v(c)) sum += std::abs(u(c) - v(c)) / (std::abs(u(c)) + std::abs(v(c)));
      }
      return sum;
    }
  }
}

/// A well-formed graph whose distances are, up to `tolerance`, those of the k nearest by the textbook.
inline void check_against_textbook(const KnnGraph& graph, const Matrix& x, Metric metric, double tolerance) {
  for (Index i = 0; i < x.rows(); ++i) {
    std::vector<double> all;
    for (Index j = 0; j < x.rows(); ++j) {
      if (j != i) all.push_back(textbook_distance(x, i, j, metric));
    }
    std::sort(all.begin(), all.end());
    const auto ids = graph.indices_of(i);
    const auto distances = graph.distances_of(i);
    REQUIRE(std::set<std::int32_t>(ids.begin(), ids.end()).size() == ids.size());
    for (std::size_t j = 0; j < ids.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      REQUIRE(ids[j] != i);
      REQUIRE(std::abs(distances[j] - all[j]) <= tolerance);
      REQUIRE(std::abs(distances[j] - textbook_distance(x, i, ids[j], metric)) <= tolerance);
      if (j == 0) continue;
      REQUIRE(distances[j - 1] <= distances[j]);
      const bool is_copy = x.row(i) == x.row(ids[j]), was_copy = x.row(i) == x.row(ids[j - 1]);
      REQUIRE((was_copy || !is_copy));
      if (distances[j - 1] == distances[j] && is_copy == was_copy) REQUIRE(ids[j - 1] < ids[j]);
    }
  }
}

}  // namespace assayer::test
