#pragma once

#include <cstdint>
#include <vector>

#include "tabular/typed_column.h"

namespace assayer {

/// Split groups of rows by one more column: rows stay together where they were together and have the same code. Groups
/// are numbered 0.. in order of first appearance. Starting from one group, all columns lead to groups of equal rows.
void split_groups(std::vector<std::int32_t>& groups, const std::vector<std::int32_t>& codes);

/// Join groups of rows that share a code of one more column (-1 joins nothing): rows end up together if a chain of
/// common groups and codes leads from one to the other. Groups are numbered 0.. in order of first appearance.
void join_groups(std::vector<std::int32_t>& groups, const std::vector<std::int32_t>& codes);

/// Codes of a column's cells, equal where the cells mean the same: equal amounts ("2" and "2.0"), equal trimmed texts.
std::vector<std::int32_t> codes_of_cells(const TypedColumn& column);

}  // namespace assayer
