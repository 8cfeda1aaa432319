#pragma once
// Raw tables and their schemas between JavaScript and the core.

#include "assayer/audit_table.h"
#include "convert.h"

namespace assayer::wasm {

/// From `[{ name, bytes, offsets, codes } | { name, numbers }, ...]`.
RawTable to_raw_table(const val& columns, Index rows);
/// From `{ label, noLabel, task, columns: { name: kind } }`; what is absent is guessed.
SchemaOptions to_schema_options(const val& options);
/// To `{ columns, label, labelReason, task, taskReason }`.
val from_schema(const Schema& schema);

}  // namespace assayer::wasm
