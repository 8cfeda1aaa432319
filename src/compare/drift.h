#pragma once

#include "assayer/compare_tables.h"
#include "tabular/typed_column.h"

namespace assayer {

/// Fill in what amounts, levels or texts say of drift. Rows [0, num_old) of the column are those of the old table, the
/// others those of the new one; `drift.kind` says how to compare.
///
/// @param column, drift  must outlive the job
Job<void> measure_drift(const TypedColumn& column, Index num_old, ColumnDrift& drift);

}  // namespace assayer
