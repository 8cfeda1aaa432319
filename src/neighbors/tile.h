#pragma once

#include <cstdint>

#include "assayer/matrix.h"
#include "simd.h"

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace assayer {

using Mask4 = std::int32_t __attribute__((vector_size(16)));

inline bool any_of(Mask4 mask) {
#ifdef __wasm_simd128__
  return wasm_v128_any_true(reinterpret_cast<v128_t>(mask));
#else
  std::uint64_t halves[2];
  __builtin_memcpy(halves, &mask, sizeof halves);
  return (halves[0] | halves[1]) != 0;
#endif
}

/// Bit i where the i-th number of the mask is all ones.
inline unsigned bits_of(Mask4 mask) {
#ifdef __wasm_simd128__
  return wasm_i32x4_bitmask(reinterpret_cast<v128_t>(mask));
#else
  return (mask[0] & 1) | (mask[1] & 2) | (mask[2] & 4) | (mask[3] & 8);
#endif
}

/// Rows packed in panels of 8, each panel dimension by dimension, so that a register holds one dimension of 4 rows.
constexpr Index panel_rows = 8;
/// A tile is 4 rows of one panel against the 8 of another: 8 sums in registers.
constexpr Index tile_rows = 4;

struct TileSums {
  Float4 sum[tile_rows][2];
};

/// The inner products of rows a[0..3] with rows b[0..7]; `a` points to a panel or to its fifth row.
inline TileSums tile_products(const float* a, const float* b, Index dimensions) {
  Float4 s00{}, s01{}, s10{}, s11{}, s20{}, s21{}, s30{}, s31{};
  for (Index c = 0; c < dimensions; ++c) {
    const Float4 b0 = load4(b), b1 = load4(b + 4);
    const Float4 a0 = splat4(a[0]), a1 = splat4(a[1]), a2 = splat4(a[2]), a3 = splat4(a[3]);
    s00 += a0 * b0;
    s01 += a0 * b1;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s30 += a3 * b0;
    s31 += a3 * b1;
    a += panel_rows;
    b += panel_rows;
  }
  return {{{s00, s01}, {s10, s11}, {s20, s21}, {s30, s31}}};
}

}  // namespace assayer
