#include "projection/principal_plane.h"

#include <cmath>

#include "random.h"

namespace assayer {
namespace {

constexpr int iterations = 24;
constexpr Index rows_at_once = 512;

/// Make the two columns orthonormal (Gram-Schmidt); a column without length stays zero.
void orthonormalise(Matrix& basis) {
  for (Index c = 0; c < basis.cols(); ++c) {
    for (Index before = 0; before < c; ++before) {
      basis.col(c) -= basis.col(before).dot(basis.col(c)) * basis.col(before);
    }
    const double length = basis.col(c).norm();
    if (length > 1e-12) {
      basis.col(c) /= length;
    } else {
      basis.col(c).setZero();
    }
  }
}

}  // namespace

Job<FloatMatrix> project_to_plane(const FloatMatrix& points) {
  const Index n = points.rows(), m = points.cols();
  FloatMatrix plane = FloatMatrix::Zero(n, 2);
  if (n == 0 || m == 0) co_return plane;
  const Vector mean = points.cast<double>().colwise().mean().transpose();

  // Orthogonal iteration: basis <- orth(X' X basis), with X centred on the fly.
  Random random(1);
  Matrix basis(m, 2);
  for (Index i = 0; i < m; ++i) {
    for (Index c = 0; c < 2; ++c) basis(i, c) = random.normal();
  }
  orthonormalise(basis);
  for (int round = 0; round < iterations; ++round) {
    Matrix next = Matrix::Zero(m, 2);
    for (Index from = 0; from < n; from += rows_at_once) {
      const Index size = std::min(rows_at_once, n - from);
      const Matrix block = points.middleRows(from, size).cast<double>().rowwise() - mean.transpose();
      next += block.transpose() * (block * basis);
      co_await pause((round + double(from) / double(n)) / (iterations + 1));
    }
    basis = next;
    orthonormalise(basis);
  }
  for (Index c = 0; c < 2; ++c) {
    Index largest = 0;
    basis.col(c).cwiseAbs().maxCoeff(&largest);
    if (basis(largest, c) < 0) basis.col(c) *= -1;
  }
  const Eigen::RowVector2d centre = mean.transpose() * basis;
  plane = ((points.cast<double>() * basis).rowwise() - centre).cast<float>();
  for (Index c = 0; c < 2; ++c) {
    const double deviation = std::sqrt(plane.col(c).cast<double>().squaredNorm() / double(n));
    if (deviation > 0) plane.col(c) /= static_cast<float>(deviation);
  }
  co_return plane;
}

}  // namespace assayer
