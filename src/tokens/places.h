#pragma once

#include "assayer/token_classification.h"

namespace assayer {

/// Refuse offsets that do not go from 0 to `num_tokens`, never falling.
void check_offsets(std::span<const std::int64_t> offsets, std::size_t num_tokens);

/// Where the tokens with these rows stand.
TokenPlaces places_of(std::span<const std::int64_t> offsets, const Rows& rows);

}  // namespace assayer
