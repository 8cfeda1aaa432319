#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Registers by the vector extension of GCC and Clang, so that one source makes wasm, SSE and NEON code.
using Float4 = float __attribute__((vector_size(16)));

inline Float4 load4(const float* from) {
  Float4 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
inline Float4 splat4(float value) { return Float4{value, value, value, value}; }

/// The register of a number type, for kernels that are written once for float and double.
template <typename Number>
struct Pack {
  typedef Number Type __attribute__((vector_size(16)));  // NOLINT(modernize-use-using): GCC ignores it in a `using`
  static constexpr Index size = 16 / sizeof(Number);

  static Type load(const Number* from) {
    Type value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
  }
  static void store(Number* to, Type value) { __builtin_memcpy(to, &value, sizeof value); }
  static Type splat(Number value) { return value - Type{}; }
  static Number sum(Type value) {
    Number total = 0;
    for (Index k = 0; k < size; ++k) total += value[k];
    return total;
  }
};

using Double2 = Pack<double>::Type;

/// Two numbers as doubles.
inline Double2 load2(const double* from) { return Pack<double>::load(from); }
inline Double2 load2(const float* from) {
  typedef float Float2 __attribute__((vector_size(8)));  // NOLINT(modernize-use-using): GCC ignores it in a `using`
  Float2 value;
  __builtin_memcpy(&value, from, sizeof value);
  return __builtin_convertvector(value, Double2);
}

}  // namespace assayer
