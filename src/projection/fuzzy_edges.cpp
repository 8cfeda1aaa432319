#include "projection/fuzzy_edges.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

namespace assayer {
namespace {

constexpr int bisections = 40;

/// Weights of one row's neighbours; `distances` ascend.
void row_weights(std::span<const double> distances, std::span<double> weights) {
  const auto k = static_cast<double>(distances.size());
  const double wanted = std::log2(std::max(2.0, k));
  double nearest = 0;
  for (const double distance : distances) {
    if (distance > 0) {
      nearest = distance;
      break;
    }
  }
  const auto fill = [&](double sigma) {
    double sum = 0;
    for (std::size_t j = 0; j < distances.size(); ++j) {
      const double beyond = std::max(0.0, distances[j] - nearest);
      weights[j] = beyond > 0 ? std::exp(-beyond / sigma) : 1;
      sum += weights[j];
    }
    return sum;
  };
  double mean = 0;
  for (const double distance : distances) mean += distance / k;
  double low = 1e-3 * mean, high = 1e3 * mean;
  if (!(mean > 0)) low = high = 1;
  for (int i = 0; i < bisections; ++i) {
    const double middle = std::sqrt(low * high);
    (fill(middle) > wanted ? high : low) = middle;
  }
  fill(high);
}

}  // namespace

Job<std::vector<FuzzyEdge>> fuzzy_edges(const KnnGraph& graph) {
  std::vector<FuzzyEdge> directed;
  directed.reserve(graph.indices.size());
  std::vector<double> weights(static_cast<std::size_t>(graph.neighbors));
  for (Index i = 0; i < graph.rows; ++i) {
    row_weights(graph.distances_of(i), weights);
    const auto neighbors = graph.indices_of(i);
    const auto row = static_cast<std::int32_t>(i);
    for (std::size_t j = 0; j < neighbors.size(); ++j) {
      directed.push_back({std::min(row, neighbors[j]), std::max(row, neighbors[j]), static_cast<float>(weights[j])});
    }
    if (i % 256 == 0) co_await pause(0.8 * double(i) / double(graph.rows));
  }
  const auto key = [](const FuzzyEdge& edge) { return std::tie(edge.from, edge.to, edge.weight); };
  std::sort(directed.begin(), directed.end(), [&](const FuzzyEdge& a, const FuzzyEdge& b) { return key(a) < key(b); });
  co_await pause(0.9);
  std::vector<FuzzyEdge> edges;
  for (const FuzzyEdge& edge : directed) {
    if (!edges.empty() && edges.back().from == edge.from && edges.back().to == edge.to) {
      float& weight = edges.back().weight;
      weight = weight + edge.weight - weight * edge.weight;
    } else {
      edges.push_back(edge);
    }
  }
  co_return edges;
}

}  // namespace assayer
