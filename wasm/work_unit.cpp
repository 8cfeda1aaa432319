#include "work_unit.h"

#include "convert.h"
#include "neighbor_shares.h"

namespace assayer::wasm {

val from_work_unit(const WorkUnit& unit) {
  val object = val::object();
  const bool is_search = unit.kind == WorkUnit::Kind::neighbors;
  object.set("kind", is_search ? "neighbors" : "predictions");
  if (is_search) {
    object.set("part", static_cast<double>(unit.share.part));
    object.set("parts", static_cast<double>(unit.share.parts));
  } else {
    object.set("model", static_cast<double>(unit.model));
    object.set("round", static_cast<double>(unit.round));
    object.set("weights", to_typed_array(unit.weights));
  }
  return object;
}

WorkUnit to_work_unit(const val& input) {
  const auto whole = [&](const char* name) { return static_cast<Index>(input[name].as<double>()); };
  WorkUnit unit;
  if (input["kind"].as<std::string>() == "neighbors") {
    unit.share = {whole("part"), whole("parts")};
  } else {
    unit.kind = WorkUnit::Kind::predictions;
    unit.model = whole("model");
    unit.round = whole("round");
    unit.weights = to_vector<double>(input["weights"]);
  }
  return unit;
}

val from_work_result(const WorkResult& result) {
  if (const auto* found = std::get_if<NeighborCandidates>(&result)) return from_neighbor_candidates(*found);
  return from_matrix(std::get<Matrix>(result));
}

WorkResult to_work_result(const val& input) {
  if (has_option(input, "ends")) return to_neighbor_candidates(input);
  return to_matrix(input);
}

}  // namespace assayer::wasm
