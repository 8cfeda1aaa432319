#pragma once

#include <cstdint>

#include "assayer/job.h"
#include "assayer/packed_rows.h"
#include "neighbors/search.h"

namespace assayer {

/// So long may vectors be before they are rounded.
double longest_packed(Index dimensions);

/// A power of two that makes squares neither overflow nor vanish of coordinates of which none is longer than `largest`.
double safe_unit(double largest);

/// - limit of a row that is to see all vectors whose distance, before they were rounded, is at most `reach`: - key of a
/// pair with one of these is larger.
/// @param rounding  how far a vector may have been moved by rounding
std::int32_t negated_limit(double reach, double rounding);

/// For the geometry `squares`. Cost: O(rows (d + log rows)).
Job<PackedRows> pack_rows(const Points& points, const SearchRows& rows);

}  // namespace assayer
