#pragma once

#include "assayer/job.h"
#include "assayer/raw_table.h"

namespace assayer {

/// The rows of one table below those of another, in the columns that both have, in the order of the first.
///
/// @param upper, lower  must outlive the job
Job<RawTable> combine_tables(const RawTable& upper, const RawTable& lower);

/// The column of that name, null where there is none.
const RawColumn* find_column(const RawTable& table, std::string_view name);

}  // namespace assayer
