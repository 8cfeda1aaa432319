#include "assayer/neighbor_cells.h"

#include <emscripten/bind.h>

#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct Placing {
  OwnedMatrix features;
  CellOptions options;
};

val from_placement(const CellPlacement& placement) {
  val object = val::object();
  object.set("copies", static_cast<double>(placement.copies));
  object.set("cells", to_typed_array(placement.cells));
  object.set("queryDistances", to_typed_array(placement.query_distances.data(),
                                              static_cast<std::size_t>(placement.query_distances.size())));
  return object;
}

/// `options`: { sampleRows, numCells, copies, k, queries: Int32Array, metric }
JobHandle start_place_in_cells(const val& features, const val& options) {
  const auto number = [&](const char* name) { return static_cast<Index>(options[name].as<double>()); };
  return hold_job(
      Placing{to_owned_matrix(features),
              {.sample_rows = number("sampleRows"),
               .num_cells = number("numCells"),
               .copies = number("copies"),
               .k = number("k"),
               .queries = to_vector<std::int32_t>(options["queries"]),
               .metric = metric_from_name(options["metric"].as<std::string>())}},
      [](const Placing& placing) { return place_in_cells(placing.features.view(), placing.options); }, from_placement);
}

}  // namespace

EMSCRIPTEN_BINDINGS(neighbor_cells) {
  emscripten::function("startPlaceInCells", &start_place_in_cells, emscripten::return_value_policy::take_ownership());
}

}  // namespace assayer::wasm
