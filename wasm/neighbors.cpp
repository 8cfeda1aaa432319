#include "assayer/neighbors.h"

#include <emscripten/bind.h>

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

EMSCRIPTEN_BINDINGS(neighbors) {
  emscripten::function("knnGraph", &knn_graph_js, emscripten::return_value_policy::take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
