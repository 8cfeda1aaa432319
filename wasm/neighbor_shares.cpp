#include "neighbor_shares.h"

#include "convert.h"

namespace assayer::wasm {
namespace {

val from_panels(const Panels& panels) {
  val object = val::object();
  object.set("dimensions", static_cast<double>(panels.dimensions));
  object.set("values", to_typed_array(panels.values));
  object.set("halfNorms", to_typed_array(panels.half_norms));
  return object;
}

Panels to_panels(const val& input) {
  Panels panels(0, static_cast<Index>(input["dimensions"].as<double>()));
  panels.values = to_vector<std::int16_t>(input["values"]);
  panels.half_norms = to_vector<std::int32_t>(input["halfNorms"]);
  return panels;
}

}  // namespace

val from_neighbor_candidates(const NeighborCandidates& candidates) {
  val object = val::object();
  object.set("ends", to_typed_array(candidates.ends));
  object.set("ids", to_typed_array(candidates.ids));
  object.set("measures", to_typed_array(candidates.measures));
  return object;
}

NeighborCandidates to_neighbor_candidates(const val& input) {
  return {.ends = to_vector<std::int32_t>(input["ends"]),
          .ids = to_vector<std::int32_t>(input["ids"]),
          .measures = to_vector<double>(input["measures"])};
}

val from_packed_rows(const PackedRows& packed) {
  val object = val::object();
  object.set("order", to_typed_array(packed.order));
  object.set("unit", packed.unit);
  object.set("rounding", packed.rounding);
  object.set("isDrawn", to_typed_array(packed.is_drawn));
  object.set("numDrawn", static_cast<double>(packed.num_drawn));
  object.set("rows", from_panels(packed.rows));
  object.set("ballCentres", from_panels(packed.ball_centres));
  object.set("ballRadii", to_typed_array(packed.ball_radii));
  return object;
}

PackedRows to_packed_rows(const val& input) {
  return {.order = to_vector<std::int32_t>(input["order"]),
          .unit = input["unit"].as<double>(),
          .rounding = input["rounding"].as<double>(),
          .is_drawn = to_vector<std::uint8_t>(input["isDrawn"]),
          .num_drawn = static_cast<Index>(input["numDrawn"].as<double>()),
          .rows = to_panels(input["rows"]),
          .ball_centres = to_panels(input["ballCentres"]),
          .ball_radii = to_vector<float>(input["ballRadii"])};
}

}  // namespace assayer::wasm
