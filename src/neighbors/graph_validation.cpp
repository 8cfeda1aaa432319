#include <cmath>
#include <string>

#include "assayer/error.h"
#include "assayer/knn_graph.h"
#include "ordering.h"

namespace assayer {
namespace {

void check_shape(const KnnGraph& graph, Index num_examples) {
  if (graph.rows != num_examples) {
    reject("knn_graph", std::to_string(num_examples) + " rows, one for each example", std::int64_t{graph.rows});
  }
  if (graph.neighbors < 1 || graph.neighbors >= num_examples) {
    reject("knn_graph.neighbors", "1 to " + std::to_string(num_examples - 1) + " neighbours",
           std::int64_t{graph.neighbors});
  }
  const auto size = static_cast<std::size_t>(graph.rows * graph.neighbors);
  const std::string expected = "rows * neighbors = " + std::to_string(size) + " entries";
  if (graph.indices.size() != size) reject("knn_graph.indices", expected, std::int64_t(graph.indices.size()));
  if (graph.distances.size() != size) reject("knn_graph.distances", expected, std::int64_t(graph.distances.size()));
}

}  // namespace

KnnGraph validate_knn_graph(KnnGraph graph, Index num_examples) {
  check_shape(graph, num_examples);
  const Index k = graph.neighbors;
  std::vector<Index> last_seen(static_cast<std::size_t>(num_examples), -1);  // the last row that has the id
  std::vector<std::pair<double, std::int32_t>> row(static_cast<std::size_t>(k));
  for (Index i = 0; i < graph.rows; ++i) {
    bool is_sorted = true;
    for (Index j = 0; j < k; ++j) {
      const std::int32_t id = graph.indices[i * k + j];
      const double distance = graph.distances[i * k + j];
      if (id < 0 || id >= num_examples) {
        reject(at("knn_graph.indices", i, j), "an id from 0 to " + std::to_string(num_examples - 1), id);
      }
      if (id == i) reject(at("knn_graph.indices", i, j), "a neighbour other than the example itself", id);
      if (last_seen[id] == i) reject(at("knn_graph.indices", i, j), "each neighbour of an example once", id);
      last_seen[id] = i;
      if (!(distance >= 0) || !std::isfinite(distance)) {
        reject(at("knn_graph.distances", i, j), "a finite number >= 0", distance);
      }
      row[j] = {distance, id};
      is_sorted = is_sorted && (j == 0 || row[j - 1].first <= distance);
    }
    if (is_sorted) continue;
    Index place = i * k;
    for (const std::int32_t j :
         sorted_positions(row.size(), [&](std::int32_t a, std::int32_t b) { return row[a].first < row[b].first; })) {
      graph.distances[place] = row[j].first;
      graph.indices[place++] = row[j].second;
    }
  }
  return graph;
}

}  // namespace assayer
