#include "projection/principal_plane.h"

#include <algorithm>
#include <cmath>

#include "linear_algebra.h"
#include "random.h"

namespace assayer {
namespace {

constexpr int iterations = 24;
constexpr Index rows_at_once = 512;

/// The places of rows on the axes.
void project_rows(const FloatMatrix& points, const Vector& mean, const Matrix& axes, Index from, Index to,
                  FloatMatrix& plane) {
  for (Index i = from; i < to; ++i) {
    for (Index axis = 0; axis < axes.rows(); ++axis) {
      double along = 0;
      for (Index c = 0; c < points.cols(); ++c) along += (double(points(i, c)) - mean(c)) * axes(axis, c);
      plane(i, axis) = static_cast<float>(along);
    }
  }
}

/// sums += sum of place times centred row, for each axis.
void add_rows(const FloatMatrix& points, const Vector& mean, const FloatMatrix& plane, Index from, Index to,
              Matrix& sums) {
  for (Index i = from; i < to; ++i) {
    for (Index axis = 0; axis < sums.rows(); ++axis) {
      const double along = plane(i, axis);
      for (Index c = 0; c < points.cols(); ++c) sums(axis, c) += along * (double(points(i, c)) - mean(c));
    }
  }
}

/// The largest entry of each axis is positive: signs are arbitrary otherwise.
void fix_signs(Matrix& axes) {
  for (Index axis = 0; axis < axes.rows(); ++axis) {
    double largest = 0;
    for (Index c = 0; c < axes.cols(); ++c) {
      if (std::abs(axes(axis, c)) > std::abs(largest)) largest = axes(axis, c);
    }
    if (largest < 0) axes.row(axis) *= -1;
  }
}

}  // namespace

Job<FloatMatrix> project_to_plane(const FloatMatrix& points) {
  const Index n = points.rows(), m = points.cols();
  FloatMatrix plane = FloatMatrix::Zero(n, 2);
  if (n == 0 || m == 0) co_return plane;
  Vector mean = Vector::Zero(m);
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < m; ++c) mean(c) += double(points(i, c)) / double(n);
  }

  // Orthogonal iteration: axes <- orth(axes X' X), with X centred on the fly.
  Random random(1);
  Matrix axes(2, m);
  for (Index c = 0; c < m; ++c) {
    for (Index axis = 0; axis < 2; ++axis) axes(axis, c) = random.normal();
  }
  orthonormalize_rows(axes);
  for (int round = 0; round <= iterations; ++round) {
    Matrix next = Matrix::Zero(2, m);
    for (Index from = 0; from < n; from += rows_at_once) {
      const Index to = std::min(n, from + rows_at_once);
      project_rows(points, mean, axes, from, to, plane);
      if (round < iterations) add_rows(points, mean, plane, from, to, next);
      co_await pause((round + double(from) / double(n)) / (iterations + 1));
    }
    if (round == iterations) break;
    axes = next;
    orthonormalize_rows(axes);
    fix_signs(axes);
  }
  for (Index axis = 0; axis < 2; ++axis) {
    double squares = 0;
    for (Index i = 0; i < n; ++i) squares += double(plane(i, axis)) * double(plane(i, axis));
    if (squares == 0) continue;
    const auto factor = static_cast<float>(1 / std::sqrt(squares / double(n)));
    for (Index i = 0; i < n; ++i) plane(i, axis) *= factor;
  }
  co_return plane;
}

}  // namespace assayer
