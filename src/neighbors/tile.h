#pragma once

#include <cstdint>

#include "assayer/packed_rows.h"
#include "simd.h"

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace assayer {

using Int4 = std::int32_t __attribute__((vector_size(16)));
using Short8 = std::int16_t __attribute__((vector_size(16)));

inline Int4 load4(const std::int32_t* from) {
  Int4 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
inline Int4 splat4(std::int32_t value) { return Int4{value, value, value, value}; }

inline Int4 min4(Int4 a, Int4 b) {
#ifdef __wasm_simd128__
  return reinterpret_cast<Int4>(wasm_i32x4_min(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b)));
#else
  return a < b ? a : b;
#endif
}

inline bool any_of(Int4 mask) {
#ifdef __wasm_simd128__
  return wasm_v128_any_true(reinterpret_cast<v128_t>(mask));
#else
  std::uint64_t halves[2];
  __builtin_memcpy(halves, &mask, sizeof halves);
  return (halves[0] | halves[1]) != 0;
#endif
}

/// Bit i where the i-th number of the mask is all ones.
inline unsigned bits_of(Int4 mask) {
#ifdef __wasm_simd128__
  return wasm_i32x4_bitmask(reinterpret_cast<v128_t>(mask));
#else
  return (mask[0] & 1) | (mask[1] & 2) | (mask[2] & 4) | (mask[3] & 8);
#endif
}

/// A tile is 4 rows of one panel against the 8 of another: 8 sums in registers.
constexpr Index tile_rows = 4;

/// The inner products of two dimensions: a[0] b[0] + a[1] b[1], a[2] b[2] + a[3] b[3], ... One instruction.
inline Int4 pair_products(Short8 a, Short8 b) {
#if defined(__wasm_simd128__)
  return reinterpret_cast<Int4>(wasm_i32x4_dot_i16x8(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b)));
#elif defined(__SSE2__)
  return reinterpret_cast<Int4>(_mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  Int4 sums;
  for (int i = 0; i < 4; ++i) sums[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
  return sums;
#endif
}

/// One pair of dimensions of 4 rows.
inline Short8 load_pairs(const std::int16_t* from) { return Pack<std::int16_t>::load(from); }
/// That of one row, four times.
inline Short8 splat_pair(const std::int16_t* from) {
  std::int32_t pair;
  __builtin_memcpy(&pair, from, sizeof pair);
  return reinterpret_cast<Short8>(splat4(pair));
}

struct TileSums {
  Int4 sum[tile_rows][2];
};

/// The inner products of rows a[0..3] with rows b[0..7]; `a` points to a panel or to its fifth row.
inline TileSums tile_products(const std::int16_t* a, const std::int16_t* b, Index pairs) {
  Int4 s00{}, s01{}, s10{}, s11{}, s20{}, s21{}, s30{}, s31{};
  for (Index p = 0; p < pairs; ++p) {
    const Short8 b0 = load_pairs(b), b1 = load_pairs(b + 8);
    const Short8 a0 = splat_pair(a), a1 = splat_pair(a + 2), a2 = splat_pair(a + 4), a3 = splat_pair(a + 6);
    s00 += pair_products(a0, b0);
    s01 += pair_products(a0, b1);
    s10 += pair_products(a1, b0);
    s11 += pair_products(a1, b1);
    s20 += pair_products(a2, b0);
    s21 += pair_products(a2, b1);
    s30 += pair_products(a3, b0);
    s31 += pair_products(a3, b1);
    a += pair_stride;
    b += pair_stride;
  }
  return {{{s00, s01}, {s10, s11}, {s20, s21}, {s30, s31}}};
}

}  // namespace assayer
