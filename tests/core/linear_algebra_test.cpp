#include "linear_algebra.h"

#include <doctest/doctest.h>

#include "random.h"

using assayer::Index;
using assayer::Matrix;
using assayer::Vector;

namespace {

Matrix random_matrix(Index rows, Index columns, std::uint64_t seed) {
  assayer::Random random(seed);
  Matrix result(rows, columns);
  for (Index i = 0; i < result.size(); ++i) result.data()[i] = random.normal();
  return result;
}

double largest(const Matrix& difference) { return difference.cwiseAbs().maxCoeff(); }

}  // namespace

TEST_CASE("rows become orthonormal, and those that depend on others zero") {
  Matrix rows = random_matrix(5, 7, 1);
  rows.row(3) = 2 * rows.row(0) - rows.row(1);
  const Matrix before = rows;
  assayer::orthonormalize_rows(rows);
  Matrix expected = Matrix::Identity(5, 5);
  expected(3, 3) = 0;
  CHECK(largest(rows * rows.transpose() - expected) < 1e-14);
  // the same space: nothing of the old rows is outside of it
  CHECK(largest(before - before * rows.transpose() * rows) < 1e-12);
}

TEST_CASE("eigenvalues and vectors give the matrix back") {
  const Matrix half = random_matrix(30, 30, 2);
  const Matrix symmetric = half * half.transpose();
  const auto [values, vectors] = assayer::symmetric_eigen(symmetric);
  CHECK(largest(vectors * vectors.transpose() - Matrix::Identity(30, 30)) < 1e-13);
  CHECK(largest(vectors.transpose() * values.asDiagonal() * vectors - symmetric) < 1e-11);
  for (Index i = 1; i < 30; ++i) CHECK(values(i - 1) <= values(i));
}

TEST_CASE("eigenvalues of a matrix without full rank, and of nothing") {
  const Matrix thin = random_matrix(2, 6, 3);
  const auto [values, vectors] = assayer::symmetric_eigen(thin.transpose() * thin);
  CHECK(std::abs(values(3)) < 1e-13 * values(5));
  CHECK(values(4) > 1e-3);
  CHECK(assayer::symmetric_eigen(Matrix(0, 0)).values.size() == 0);
  CHECK(assayer::symmetric_eigen(Matrix::Zero(2, 2)).values == Vector::Zero(2));
}

TEST_CASE("square systems are solved, singular ones refused") {
  Matrix square = random_matrix(6, 6, 4);
  square(0, 0) = 0;  // no pivot without an exchange of rows
  const Vector solution = random_matrix(6, 1, 5).col(0);
  CHECK((assayer::solve_square(square, square * solution) - solution).cwiseAbs().maxCoeff() < 1e-12);
  square.row(2) = square.row(4);
  CHECK(assayer::solve_square(square, solution).size() == 0);
}
