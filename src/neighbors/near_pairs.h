#pragma once

#include <bit>
#include <cstdint>

#include "neighbors/packed_rows.h"
#include "neighbors/tile.h"

namespace assayer {

/// Of the 32 pairs of a tile (rows first_a .. + 3 with rows first_b .. + 7) those that are of interest to one of both:
/// whose key (see Panels) is within the limit of a row. `take(i, j, negated key)` may
/// lower limits on the way: what it is called with may then be of interest no longer.
///
/// @param first_a, first_b  multiples of 4 and of 8
/// @param negated_limits    - limit of each packed row
template <typename Take>
void take_near_pairs(const Panels& rows, const std::int32_t* negated_limits, Index first_a, Index first_b, Take take) {
  const std::int32_t* half_norms = rows.half_norms.data();
  TileSums negated_keys = tile_products(rows.panel(first_a / panel_rows) + first_a % panel_rows * 2,
                                        rows.panel(first_b / panel_rows), rows.pairs);
  const Int4 half_b[2] = {load4(half_norms + first_b), load4(half_norms + first_b + 4)};
  const Int4 limit_b[2] = {load4(negated_limits + first_b), load4(negated_limits + first_b + 4)};
  Int4 near{};
  for (Index r = 0; r < tile_rows; ++r) {
    const Int4 half_a = splat4(half_norms[first_a + r]), limit_a = splat4(negated_limits[first_a + r]);
    for (Index part = 0; part < 2; ++part) {
      Int4& negated_key = negated_keys.sum[r][part];
      negated_key = negated_key - (half_a + half_b[part]);
      near |= negated_key > min4(limit_a, limit_b[part]);
    }
  }
  if (!any_of(near)) return;
  for (Index r = 0; r < tile_rows; ++r) {
    const Index i = first_a + r;
    for (Index part = 0; part < 2; ++part) {
      const Int4 keys = negated_keys.sum[r][part];
      const Index begin = first_b + 4 * part;
      unsigned bits = bits_of(keys > min4(splat4(negated_limits[i]), load4(negated_limits + begin)));
      for (; bits != 0; bits &= bits - 1) {
        const int lane = std::countr_zero(bits);
        take(static_cast<std::int32_t>(i), static_cast<std::int32_t>(begin + lane), keys[lane]);
      }
    }
  }
}

}  // namespace assayer
