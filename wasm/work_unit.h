#pragma once

#include <emscripten/val.h>

#include "assayer/work_queue.h"

namespace assayer::wasm {

/// `{ kind, part, parts }` or `{ kind, model, round, weights: Float64Array }`.
emscripten::val from_work_unit(const WorkUnit& unit);
WorkUnit to_work_unit(const emscripten::val& input);

/// A matrix or candidates.
emscripten::val from_work_result(const WorkResult& result);
WorkResult to_work_result(const emscripten::val& input);

}  // namespace assayer::wasm
