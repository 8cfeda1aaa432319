#include "linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "ordering.h"

namespace assayer {
namespace {

constexpr double dependent = 1e-9;   // of a row's length: what is left of it is rounding
constexpr double singular = 1e-15;   // of the largest pivot
constexpr double converged = 1e-30;  // of the squares on the diagonal
constexpr int most_rounds = 60;

double dot(const double* a, const double* b, Index size) {
  double sum = 0;
  for (Index i = 0; i < size; ++i) sum += a[i] * b[i];
  return sum;
}

/// (x, y) <- (c x - s y, s x + c y)
void rotate(double& x, double& y, double c, double s) {
  const double old = x;
  x = c * old - s * y;
  y = s * old + c * y;
}

double squares(const Matrix& a, bool of_diagonal) {
  double sum = 0;
  for (Index i = 0; i < a.rows(); ++i) {
    for (Index j = 0; j < a.cols(); ++j) {
      if ((i == j) == of_diagonal) sum += a(i, j) * a(i, j);
    }
  }
  return sum;
}

}  // namespace

void orthonormalize_row(Matrix& rows, Index at) {
  const Index size = rows.cols();
  double* row = rows.data() + at * size;
  const double before = std::sqrt(dot(row, row, size));
  for (int round = 0; round < 2; ++round) {
    for (Index other = 0; other < at; ++other) {
      const double* base = rows.data() + other * size;
      const double along = dot(base, row, size);
      if (along == 0) continue;
      for (Index i = 0; i < size; ++i) row[i] -= along * base[i];
    }
  }
  const double after = std::sqrt(dot(row, row, size));
  const double factor = after > dependent * before ? 1 / after : 0;
  for (Index i = 0; i < size; ++i) row[i] *= factor;
}

void orthonormalize_rows(Matrix& rows) {
  for (Index r = 0; r < rows.rows(); ++r) orthonormalize_row(rows, r);
}

SymmetricEigen symmetric_eigen(Matrix a) {
  const Index n = a.rows();
  Matrix vectors = Matrix::Identity(n, n);
  for (int round = 0; round < most_rounds && squares(a, false) > converged * squares(a, true); ++round) {
    for (Index p = 0; p < n; ++p) {
      for (Index q = p + 1; q < n; ++q) {
        if (a(p, q) == 0) continue;
        const double slope = (a(q, q) - a(p, p)) / (2 * a(p, q));
        const double t = (slope < 0 ? -1 : 1) / (std::abs(slope) + std::hypot(1, slope));
        const double c = 1 / std::hypot(1, t), s = t * c;
        for (Index i = 0; i < n; ++i) rotate(a(i, p), a(i, q), c, s);
        for (Index i = 0; i < n; ++i) rotate(a(p, i), a(q, i), c, s);
        for (Index i = 0; i < n; ++i) rotate(vectors(p, i), vectors(q, i), c, s);
      }
    }
  }
  std::vector<double> values(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) values[static_cast<std::size_t>(i)] = a(i, i);
  SymmetricEigen result{Vector(n), Matrix(n, n)};
  Index r = 0;
  for (const auto from : argsort(values)) {
    result.values(r) = a(from, from);
    std::copy_n(vectors.data() + from * n, n, result.vectors.data() + r * n);
    ++r;
  }
  return result;
}

Vector solve_square(Matrix a, Vector b) {
  const Index n = a.rows();
  double largest = 0;
  for (Index c = 0; c < n; ++c) {
    Index pivot = c;
    for (Index r = c + 1; r < n; ++r) {
      if (std::abs(a(r, c)) > std::abs(a(pivot, c))) pivot = r;
    }
    largest = std::max(largest, std::abs(a(pivot, c)));
    if (!(std::abs(a(pivot, c)) > singular * largest)) return {};
    for (Index j = c; j < n; ++j) std::swap(a(c, j), a(pivot, j));
    std::swap(b(c), b(pivot));
    for (Index r = c + 1; r < n; ++r) {
      const double factor = a(r, c) / a(c, c);
      for (Index j = c; j < n; ++j) a(r, j) -= factor * a(c, j);
      b(r) -= factor * b(c);
    }
  }
  for (Index r = n - 1; r >= 0; --r) {
    for (Index j = r + 1; j < n; ++j) b(r) -= a(r, j) * b(j);
    b(r) /= a(r, r);
  }
  return b;
}

}  // namespace assayer
