#include "models/dense_products.h"

#include <algorithm>
#include <vector>

#include "simd.h"

namespace assayer {
namespace {

constexpr Index tile_rows = 4;
constexpr Index tile_columns = 4;

/// The sums over t of left[m][t * step] * right[t * tile_columns + c], m in 0..3, c in 0..3.
void tile_sums(const double* const (&left)[tile_rows], Index step, const double* right, Index depth, double* sums) {
  const double *a0 = left[0], *a1 = left[1], *a2 = left[2], *a3 = left[3];
  Double2 s00{}, s01{}, s10{}, s11{}, s20{}, s21{}, s30{}, s31{};
  for (Index t = 0; t < depth; ++t) {
    const Double2 b0 = load2(right), b1 = load2(right + 2);
    const Double2 x0 = splat2(*a0), x1 = splat2(*a1), x2 = splat2(*a2), x3 = splat2(*a3);
    s00 += x0 * b0;
    s01 += x0 * b1;
    s10 += x1 * b0;
    s11 += x1 * b1;
    s20 += x2 * b0;
    s21 += x2 * b1;
    s30 += x3 * b0;
    s31 += x3 * b1;
    a0 += step, a1 += step, a2 += step, a3 += step;
    right += tile_columns;
  }
  const Double2 all[] = {s00, s01, s10, s11, s20, s21, s30, s31};
  for (Index m = 0; m < 8; ++m) store2(sums + 2 * m, all[m]);
}

/// Four columns next to each other, row after row; zeros where there are fewer.
void pack_columns(const DenseBlock& from, Index first, std::vector<double>& packed) {
  packed.assign(static_cast<std::size_t>(from.rows() * tile_columns), 0);
  const Index columns = std::min(tile_columns, from.cols() - first);
  for (Index t = 0; t < from.rows(); ++t) {
    for (Index c = 0; c < columns; ++c) {
      packed[static_cast<std::size_t>(t * tile_columns + c)] = from(t, first + c);
    }
  }
}

/// Numbers of a left side that are summed over t: of lane m, data[m * lane + t * step].
struct Lanes {
  const double* data;
  Index count, lane, step;
};

/// Where the sum of a lane and a column goes: data[lane * of_lane + column * of_column].
struct Target {
  double* data;
  Index of_lane, of_column;
};

/// target += factor * left * right, from the lane on that `first_lane` gives for the first of four columns.
template <typename FirstLane>
void add_products(const Lanes& left, const DenseBlock& right, double factor, const Target& target,
                  FirstLane&& first_lane) {
  std::vector<double> packed;
  double sums[tile_rows * tile_columns];
  for (Index column = 0; column < right.cols(); column += tile_columns) {
    pack_columns(right, column, packed);
    const Index columns = std::min(tile_columns, right.cols() - column);
    for (Index lane = first_lane(column); lane < left.count; lane += tile_rows) {
      const Index lanes = std::min(tile_rows, left.count - lane);
      const double* from[tile_rows];
      for (Index m = 0; m < tile_rows; ++m) from[m] = left.data + (lane + std::min(m, lanes - 1)) * left.lane;
      tile_sums(from, left.step, packed.data(), right.rows(), sums);
      for (Index m = 0; m < lanes; ++m) {
        double* to = target.data + (lane + m) * target.of_lane + column * target.of_column;
        for (Index c = 0; c < columns; ++c) to[c * target.of_column] += factor * sums[m * tile_columns + c];
      }
    }
  }
}

Index from_the_first(Index) { return 0; }

double dot(const double* a, const double* b, Index size) {
  Double2 s0{}, s1{};
  Index k = 0;
  for (; k + 4 <= size; k += 4) {
    s0 += load2(a + k) * load2(b + k);
    s1 += load2(a + k + 2) * load2(b + k + 2);
  }
  s0 += s1;
  double sum = s0[0] + s0[1];
  for (; k < size; ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

void add_scaled(double* to, const double* from, double factor, Index size) {
  const Double2 both = splat2(factor);
  Index k = 0;
  for (; k + 4 <= size; k += 4) {
    store2(to + k, load2(to + k) + both * load2(from + k));
    store2(to + k + 2, load2(to + k + 2) + both * load2(from + k + 2));
  }
  for (; k < size; ++k) to[k] += factor * from[k];
}

void add_product(const DenseBlock& left, const DenseBlock& right, Matrix& sums) {
  if (right.cols() > 1) {
    add_products({left.data(), left.rows(), left.outerStride(), 1}, right, 1, {sums.data(), sums.cols(), 1},
                 from_the_first);
    return;
  }
  std::vector<double> column(static_cast<std::size_t>(right.rows()));
  for (Index t = 0; t < right.rows(); ++t) column[static_cast<std::size_t>(t)] = right(t, 0);
  for (Index r = 0; r < left.rows(); ++r) {
    sums(r, 0) += dot(left.data() + r * left.outerStride(), column.data(), left.cols());
  }
}

void add_transposed_product(const DenseBlock& left, const DenseBlock& right, Matrix& sums) {
  if (right.cols() > 1) {
    add_products({left.data(), left.cols(), 1, left.outerStride()}, right, 1, {sums.data(), sums.cols(), 1},
                 from_the_first);
    return;
  }
  for (Index r = 0; r < left.rows(); ++r) {
    add_scaled(sums.data(), left.data() + r * left.outerStride(), right(r, 0), left.cols());
  }
}

void add_gram(const DenseBlock& block, double factor, Index first, Eigen::MatrixXd& sums) {
  const Target target{&sums(first, first), 1, sums.outerStride()};
  add_products({block.data(), block.cols(), 1, block.outerStride()}, block, factor, target,
               [](Index column) { return column; });
}

}  // namespace assayer
