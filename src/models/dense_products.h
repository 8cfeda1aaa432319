#pragma once

#include <algorithm>
#include <span>
#include <utility>

#include "assayer/matrix.h"
#include "simd.h"

namespace assayer {

/// Matrix products whose inner loops keep their sums in registers, for float and double: in WebAssembly, for which
/// Eigen has no vector code, several times as fast as Eigen's. Made for few outputs and many columns, where general
/// products spend their time packing. All matrices are row-major; `lda` and its kin are row lengths. The long rows may
/// lie anywhere: those of one fold are not copied together first.

/// Where each row of a matrix begins.
template <typename Number>
using RowStarts = std::span<const Number* const>;

namespace dense_products {

constexpr int most_sums = 8;  ///< in registers: of 16, for with 10 sums V8 keeps some in memory, at half the speed
constexpr Index most_outputs_at_once = most_sums / 2;  ///< of `add_transposed`, with two registers each

/// work(0), work(1) ...: written out, so that arrays of registers are registers at every level of optimisation.
template <int count, typename Work>
[[gnu::always_inline]] inline void unrolled(Work&& work) {
  [&]<int... at>(std::integer_sequence<int, at...>) { (work(at), ...); }
  (std::make_integer_sequence<int, count>());
}

template <int outputs, int width, typename Number>
void add_transposed_tile(const Number* a, Index lda, RowStarts<Number> b, Index first, Number* c, Index ldc) {
  using P = Pack<Number>;
  typename P::Type sums[outputs][width];
  unrolled<outputs>([&](int j) { unrolled<width>([&](int w) { sums[j][w] = P::load(c + j * ldc + w * P::size); }); });
  for (const Number* row : b) {
    typename P::Type values[width];
    unrolled<width>([&](int w) { values[w] = P::load(row + first + w * P::size); });
    unrolled<outputs>([&](int j) {
      const auto factor = P::splat(a[j]);
      unrolled<width>([&](int w) { sums[j][w] += factor * values[w]; });
    });
    a += lda;
  }
  unrolled<outputs>([&](int j) { unrolled<width>([&](int w) { P::store(c + j * ldc + w * P::size, sums[j][w]); }); });
}

/// The columns [first, first + columns) of b.
template <int outputs, typename Number>
void add_transposed(const Number* a, Index lda, RowStarts<Number> b, Index first, Index columns, Number* c, Index ldc) {
  constexpr Index size = Pack<Number>::size;
  Index k = 0;
  for (; k + 2 * size <= columns; k += 2 * size) add_transposed_tile<outputs, 2>(a, lda, b, first + k, c + k, ldc);
  for (; k + size <= columns; k += size) add_transposed_tile<outputs, 1>(a, lda, b, first + k, c + k, ldc);
  for (; k < columns; ++k) {
    for (int j = 0; j < outputs; ++j) {
      Number sum = 0;
      for (std::size_t r = 0; r < b.size(); ++r) sum += a[static_cast<Index>(r) * lda + j] * b[r][first + k];
      c[j * ldc + k] += sum;
    }
  }
}

template <int rows, int outputs, typename Number>
void inner_tile(const Number* const* a, const Number* b, Index ldb, Index columns, Number* c, Index ldc) {
  using P = Pack<Number>;
  const Number* row[rows];
  unrolled<rows>([&](int r) { row[r] = a[r]; });
  typename P::Type sums[rows][outputs] = {};
  Index k = 0;
  for (; k + P::size <= columns; k += P::size) {
    typename P::Type values[rows];
    unrolled<rows>([&](int r) { values[r] = P::load(row[r] + k); });
    unrolled<outputs>([&](int j) {
      const auto weights = P::load(b + j * ldb + k);
      unrolled<rows>([&](int r) { sums[r][j] += values[r] * weights; });
    });
  }
  unrolled<rows>([&](int r) {
    unrolled<outputs>([&](int j) {
      Number sum = P::sum(sums[r][j]);
      for (Index rest = k; rest < columns; ++rest) sum += row[r][rest] * b[j * ldb + rest];
      c[r * ldc + j] = sum;
    });
  });
}

/// Some rows times all outputs, while the rows are in the nearest cache.
template <int rows, typename Number>
void inner(const Number* const* a, const Number* b, Index ldb, Index outputs, Index columns, Number* c, Index ldc) {
  constexpr int at_once = rows == 1 ? 4 : most_sums / rows;
  Index j = 0;
  for (; j + at_once <= outputs; j += at_once) inner_tile<rows, at_once>(a, b + j * ldb, ldb, columns, c + j, ldc);
  for (; j < outputs; ++j) inner_tile<rows, 1>(a, b + j * ldb, ldb, columns, c + j, ldc);
}

/// Calls visit(first, <number of outputs>) with the outputs in parts of nearly equal size.
template <typename Visit>
void in_parts(Index outputs, Visit&& visit) {
  for (Index first = 0; first < outputs;) {
    const Index left = outputs - first, parts = (left - 1) / most_outputs_at_once + 1;
    const Index size = (left - 1) / parts + 1;
    switch (size) {
      case 1:
        visit.template operator()<1>(first);
        break;
      case 2:
        visit.template operator()<2>(first);
        break;
      case 3:
        visit.template operator()<3>(first);
        break;
      default:
        visit.template operator()<4>(first);
        break;
    }
    first += size;
  }
}

}  // namespace dense_products

/// c (outputs x columns) += a^T b, for a (rows x outputs) and the first columns of b (rows x columns).
template <typename Number>
void add_transposed_product(const Number* a, Index lda, RowStarts<Number> b, Index outputs, Index columns, Number* c,
                            Index ldc) {
  constexpr Index chunk = 64;  // columns at a time: their part of b stays in the nearest cache for all outputs
  for (Index k = 0; k < columns; k += chunk) {
    const Index width = std::min(chunk, columns - k);
    dense_products::in_parts(outputs, [&]<int size>(Index first) {
      dense_products::add_transposed<size>(a + first, lda, b, k, width, c + first * ldc + k, ldc);
    });
  }
}

/// c (rows x outputs) = a b^T, for the first columns of a (rows x columns) and b (outputs x columns).
template <typename Number>
void inner_products(RowStarts<Number> a, const Number* b, Index ldb, Index outputs, Index columns, Number* c,
                    Index ldc) {
  constexpr int at_once = dense_products::most_sums / 2;
  std::size_t r = 0;
  for (; r + at_once <= a.size(); r += at_once, c += at_once * ldc) {
    dense_products::inner<at_once>(&a[r], b, ldb, outputs, columns, c, ldc);
  }
  for (; r < a.size(); ++r, c += ldc) dense_products::inner<1>(&a[r], b, ldb, outputs, columns, c, ldc);
}

}  // namespace assayer
