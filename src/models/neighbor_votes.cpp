#include "models/neighbor_votes.h"

#include <algorithm>

namespace assayer {

Matrix neighbor_votes(const KnnGraph& graph, Labels labels, int num_classes, const std::vector<double>& weights,
                      const std::vector<std::int32_t>& groups) {
  std::vector<double> prior(static_cast<std::size_t>(num_classes), 0.0);
  double total = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    prior[static_cast<std::size_t>(labels[i])] += weights[i];
    total += weights[i];
  }
  Matrix votes(graph.rows, num_classes);
  for (Index i = 0; i < graph.rows; ++i) {
    const auto ids = graph.indices_of(i);
    const auto distances = graph.distances_of(i);
    const double scale = distances.back() > 0 ? distances.back() : 1;
    for (Index k = 0; k < num_classes; ++k) votes(i, k) = prior[static_cast<std::size_t>(k)] / std::max(total, 1.0);
    for (std::size_t j = 0; j < ids.size(); ++j) {
      const auto neighbor = static_cast<std::size_t>(ids[j]);
      if (groups[neighbor] == groups[static_cast<std::size_t>(i)]) continue;
      votes(i, labels[neighbor]) += weights[neighbor] * (1.25 - distances[j] / scale);
    }
    votes.row(i) /= votes.row(i).sum();
  }
  return votes;
}

}  // namespace assayer
