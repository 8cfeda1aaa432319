#pragma once

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

/// 0 where a cell is there, NaN where it is missing: what the check for missing values looks at.
///
/// @param schema  of the table; in columns of numbers and dates words such as "-" are missing too
/// @return        n x columns without the label's, in the table's order
Job<FloatMatrix> present_cells(const RawTable& table, const Schema& schema);

}  // namespace assayer
