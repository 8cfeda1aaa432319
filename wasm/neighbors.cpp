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
};

JobHandle knn_graph_js(const val& features, const val& options) {
  const NeighborOptions defaults;
  return hold_job(
      NeighborsInput{to_owned_matrix(features),
                     {.k = static_cast<Index>(option<double>(options, "k", double(defaults.k))),
                      .metric = metric_from_name(option<std::string>(options, "metric", "auto")),
                      .method = neighbor_method_from_name(option<std::string>(options, "method", "auto"))}},
      [](const NeighborsInput& input) { return find_neighbors(input.features.view(), input.options); }, from_knn_graph);
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

EMSCRIPTEN_BINDINGS(neighbors) {
  emscripten::function("layOutGraph", &lay_out_graph_js, emscripten::return_value_policy::take_ownership());
  emscripten::function("knnGraph", &knn_graph_js, emscripten::return_value_policy::take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
