#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "simd.h"

namespace assayer {

// What one pass over the numbers of a row tells, as fast as memory gives them.

/// Whether none of them is infinite or NaN.
template <typename Number>
bool all_finite(const Number* row, Index size) {
  Double2 zeros{};  // times 0, what is not finite is NaN
  Index c = 0;
  for (; c + 2 <= size; c += 2) zeros += load2(row + c) * 0.0;
  const double last = c < size ? double(row[c]) * 0 : 0;
  return zeros[0] + zeros[1] + last == 0;
}

/// The largest without its sign; 0 where there are none.
template <typename Number>
double largest_absolute(const Number* row, Index size) {
  Double2 largest{};
  Index c = 0;
  for (; c + 2 <= size; c += 2) {
    const Double2 value = load2(row + c), negated = -value;
    const Double2 absolute = value < negated ? negated : value;
    largest = largest < absolute ? absolute : largest;
  }
  const double last = c < size ? std::abs(double(row[c])) : 0;
  return std::max({largest[0], largest[1], last});
}

/// Position of the largest; the first of equal ones. At least one number.
template <typename Number>
Index largest_in_row(const Number* row, Index size) {
  Index largest = 0;
  Number most = row[0];
  for (Index c = 1; c < size; ++c) {  // selections, not branches: these could not be foreseen
    const bool is_larger = most < row[c];
    most = is_larger ? row[c] : most;
    largest = is_larger ? c : largest;
  }
  return largest;
}

/// A hash of the numbers in their order; 0 and -0 are the same.
template <typename Number>
std::uint64_t hash_of(const Number* row, Index size) {
  const auto mix = [](std::uint64_t hash, std::uint64_t bits) {
    hash = (hash ^ bits) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29);
  };
  const auto bits = [row](Index c) { return std::bit_cast<std::uint64_t>(double(row[c]) + 0.0); };  // -0 + 0 = 0
  std::uint64_t hashes[4] = {1, 2, 3, 4};  // side by side: each waits for its last step
  Index c = 0;
  for (; c + 4 <= size; c += 4) {
    for (Index at = 0; at < 4; ++at) hashes[at] = mix(hashes[at], bits(c + at));
  }
  for (; c < size; ++c) hashes[0] = mix(hashes[0], bits(c));
  const std::uint64_t hash = mix(mix(hashes[0], hashes[1]), mix(hashes[2], hashes[3]));
  return hash ^ (hash >> 32);
}

/// `scan(pointer to row i's numbers)`, whatever their type is.
template <typename Scan>
auto scan_row(const MatrixView& matrix, Index i, Scan scan) {
  const Index at = i * matrix.columns();
  return matrix.is_float() ? scan(matrix.floats() + at) : scan(matrix.doubles() + at);
}

/// Column of the first number of row i that is infinite or NaN.
inline std::optional<Index> first_not_finite(const MatrixView& matrix, Index i) {
  if (scan_row(matrix, i, [&](const auto* row) { return all_finite(row, matrix.columns()); })) return std::nullopt;
  Index column = 0;
  while (std::isfinite(matrix(i, column))) ++column;
  return column;
}

}  // namespace assayer
