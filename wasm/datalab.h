#pragma once

#include <emscripten/val.h>

#include <optional>

#include "assayer/datalab.h"

namespace assayer::wasm {

/// `{ results, warnings, failures, metric[, knnGraph] }`: everything that JavaScript keeps of an audit, as plain data.
emscripten::val from_datalab(const Datalab& lab);

/// From `[[type, parameters], ...]`, or undefined for the default ones.
std::optional<IssueTypes> to_issue_types(const emscripten::val& pairs);

}  // namespace assayer::wasm
