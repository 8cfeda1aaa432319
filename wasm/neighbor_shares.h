#pragma once

#include <emscripten/val.h>

#include "assayer/neighbors.h"

namespace assayer::wasm {

// What passes between instances of the core that search together.

/// `{ ends: Int32Array, ids: Int32Array, measures: Float64Array }`
emscripten::val from_neighbor_candidates(const NeighborCandidates& candidates);
NeighborCandidates to_neighbor_candidates(const emscripten::val& input);

/// An object of typed arrays and numbers, named as the members.
emscripten::val from_packed_rows(const PackedRows& packed);
PackedRows to_packed_rows(const emscripten::val& input);

}  // namespace assayer::wasm
