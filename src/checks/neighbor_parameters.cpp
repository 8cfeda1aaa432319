#include "checks/neighbor_parameters.h"

namespace assayer {

std::vector<ParameterSpec> neighbor_parameters() {
  using Kind = ParameterSpec::Kind;
  return {{.name = "k",
           .kind = Kind::integer,
           .default_value = 10,
           .doc = "Neighbours of each example. A graph that was given, or found before, is used with all it has.",
           .least = 1},
          {.name = "metric",
           .kind = Kind::metric,
           .doc = "Distance between examples; by default cosine with more than 3 features, else euclidean."}};
}

void set_neighbor_info(Value& info, const CheckContext& context, const SharedNeighbors& neighbors, bool with_nearest) {
  info.set("metric", neighbors.metric.empty() ? Value() : Value(neighbors.metric));
  info.set("k", context.parameters().integer("k"));
  if (!with_nearest) return;
  const KnnGraph& graph = *neighbors.graph;
  std::vector<std::int32_t> nearest;
  std::vector<double> distances;
  for (Index i = 0; i < graph.rows; ++i) {
    nearest.push_back(graph.indices_of(i)[0]);
    distances.push_back(graph.distances_of(i)[0]);
  }
  info.set("nearest_neighbor", std::move(nearest));
  info.set("distance_to_nearest_neighbor", std::move(distances));
}

}  // namespace assayer
