#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Registers of four floats and of two doubles: the vector extension of GCC and Clang, so that one source makes wasm,
/// SSE and NEON code.
using Float4 = float __attribute__((vector_size(16)));
using Double2 = double __attribute__((vector_size(16)));

inline Float4 load4(const float* from) {
  Float4 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
inline Float4 splat4(float value) { return Float4{value, value, value, value}; }

inline Double2 load2(const double* from) {
  Double2 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
inline Double2 splat2(double value) { return Double2{value, value}; }
inline void store2(double* to, Double2 value) { __builtin_memcpy(to, &value, sizeof value); }

}  // namespace assayer
