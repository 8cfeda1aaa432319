#include "assayer/neighbors.h"

#include <emscripten/bind.h>

#include "assayer/graph_layout.h"
#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct NeighborsInput {
  OwnedMatrix features;
  NeighborOptions options;
  NeighborShare share;
  std::vector<KnnGraph> shares;
};

NeighborsInput to_neighbors_input(const val& features, const val& options) {
  const NeighborOptions defaults;
  return {.features = to_owned_matrix(features),
          .options = {.k = static_cast<Index>(option<double>(options, "k", double(defaults.k))),
                      .metric = metric_from_name(option<std::string>(options, "metric", "auto")),
                      .method = neighbor_method_from_name(option<std::string>(options, "method", "auto"))},
          .share = {},
          .shares = {}};
}

JobHandle knn_graph_js(const val& features, const val& options) {
  return hold_job(
      to_neighbors_input(features, options),
      [](const NeighborsInput& input) { return find_neighbors(input.features.view(), input.options); }, from_knn_graph);
}

/// `options`: those of knnGraph.
JobHandle knn_graph_share_js(const val& features, const val& options, double part, double parts) {
  NeighborsInput input = to_neighbors_input(features, options);
  input.share = {static_cast<Index>(part), static_cast<Index>(parts)};
  return hold_job(
      std::move(input),
      [](const NeighborsInput& held) { return find_neighbor_share(held.features.view(), held.options, held.share); },
      from_knn_graph);
}

/// `shares`: results of all parts.
JobHandle merge_knn_graph_shares_js(const val& features, const val& options, const val& shares) {
  NeighborsInput input = to_neighbors_input(features, options);
  const auto size = shares["length"].as<std::size_t>();
  for (std::size_t i = 0; i < size; ++i) input.shares.push_back(to_knn_graph(shares[i]));
  return hold_job(
      std::move(input),
      [](NeighborsInput& held) {
        return merge_neighbor_shares(held.features.view(), held.options, std::move(held.shares));
      },
      from_knn_graph);
}

double estimate_neighbor_operations_js(double rows, double columns, const std::string& metric) {
  return estimate_neighbor_operations(static_cast<Index>(rows), static_cast<Index>(columns), metric_from_name(metric));
}

struct Layout {
  KnnGraph graph;
  FloatMatrix positions;
  GraphLayoutOptions options;
};

val from_positions(const Layout& layout) {
  val object = val::object();
  object.set("data", to_typed_array(layout.positions.data(), static_cast<std::size_t>(layout.positions.size())));
  object.set("rows", static_cast<double>(layout.positions.rows()));
  object.set("columns", static_cast<double>(layout.positions.cols()));
  return object;
}

/// `start`: n x 2 floats. The positions so far are its partial result.
JobHandle lay_out_graph_js(const val& graph, const val& start, const val& options) {
  Layout layout{to_knn_graph(graph), to_owned_matrix(start).floats, {}};
  layout.options.epochs = option<int>(options, "epochs", layout.options.epochs);
  layout.options.seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0));
  return hold_job(
      std::move(layout), [](Layout& held) { return lay_out_graph(held.graph, held.positions, held.options); },
      from_positions, NothingYet{}, from_positions);
}

std::string choose_metric_js(const std::string& metric, double columns) {
  return std::string(metric_name(choose_metric(metric_from_name(metric), static_cast<Index>(columns))));
}

EMSCRIPTEN_BINDINGS(neighbors) {
  emscripten::function("chooseMetric", &choose_metric_js);
  emscripten::function("layOutGraph", &lay_out_graph_js, emscripten::return_value_policy::take_ownership());
  emscripten::function("estimateNeighborOperations", &estimate_neighbor_operations_js);
  emscripten::function("knnGraphShare", &knn_graph_share_js, emscripten::return_value_policy::take_ownership());
  emscripten::function("mergeKnnGraphShares", &merge_knn_graph_shares_js,
                       emscripten::return_value_policy::take_ownership());
  emscripten::function("knnGraph", &knn_graph_js, emscripten::return_value_policy::take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
