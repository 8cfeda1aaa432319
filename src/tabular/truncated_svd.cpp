#include "tabular/truncated_svd.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "linear_algebra.h"
#include "random.h"

namespace assayer {
namespace {

constexpr Index oversampling = 10;
constexpr int power_iterations = 2;
constexpr Index rows_between_pauses = 64;
constexpr Index max_sample = 5000;

/// X(rows) D.
Job<Matrix> multiply(const SparseMatrix& x, const std::vector<std::int32_t>& rows, const Matrix& dense) {
  Matrix product = Matrix::Zero(static_cast<Index>(rows.size()), dense.cols());
  for (Index i = 0; i < product.rows(); ++i) {
    if (i % rows_between_pauses == 0) co_await pause(static_cast<double>(i) / static_cast<double>(product.rows()));
    for (SparseMatrix::InnerIterator entry(x, rows[static_cast<std::size_t>(i)]); entry; ++entry) {
      product.row(i) += static_cast<double>(entry.value()) * dense.row(entry.col());
    }
  }
  co_return product;
}

/// X(rows)' D.
Job<Matrix> multiply_transposed(const SparseMatrix& x, const std::vector<std::int32_t>& rows, const Matrix& dense) {
  Matrix product = Matrix::Zero(x.cols(), dense.cols());
  for (Index i = 0; i < dense.rows(); ++i) {
    if (i % rows_between_pauses == 0) co_await pause(static_cast<double>(i) / static_cast<double>(dense.rows()));
    for (SparseMatrix::InnerIterator entry(x, rows[static_cast<std::size_t>(i)]); entry; ++entry) {
      product.row(entry.col()) += static_cast<double>(entry.value()) * dense.row(i);
    }
  }
  co_return product;
}

/// Make the columns orthonormal, those that depend on others zero.
Job<void> orthonormalise(Matrix& columns) {
  Matrix rows = columns.transpose();
  for (Index c = 0; c < rows.rows(); ++c) {
    co_await pause(static_cast<double>(c) / static_cast<double>(rows.rows()));
    orthonormalize_row(rows, c);
  }
  columns = rows.transpose();
}

std::vector<std::int32_t> sample_rows(Index n, Random& random) {
  std::vector<std::int32_t> rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  if (n <= max_sample) return rows;
  for (Index i = 0; i < max_sample; ++i) {
    const auto other = static_cast<std::size_t>(i) + random.below(static_cast<std::uint64_t>(n - i));
    std::swap(rows[static_cast<std::size_t>(i)], rows[other]);
  }
  rows.resize(static_cast<std::size_t>(max_sample));
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Turn an orthonormal basis (v x q) of the row space towards the directions of largest spread, largest first; `image`
/// is X times the basis.
Matrix principal_directions(const Matrix& basis, const Matrix& image, Index components) {
  const auto [values, vectors] = symmetric_eigen(image.transpose() * image);
  const Index width = values.size();
  Index kept = 0;
  while (kept < std::min(components, width) && values(width - 1 - kept) > 1e-10 * values(width - 1)) ++kept;
  Matrix turn(width, kept);
  for (Index c = 0; c < kept; ++c) turn.col(c) = vectors.row(width - 1 - c).transpose();
  Matrix directions = basis * turn;
  for (Index c = 0; c < kept; ++c) {  // the sign is arbitrary: make the largest entry positive
    Index at = 0;
    directions.col(c).cwiseAbs().maxCoeff(&at);
    if (directions(at, c) < 0) directions.col(c) *= -1;
  }
  return directions;
}

}  // namespace

Job<FloatMatrix> truncated_svd(const SparseMatrix& x, Index components, std::uint64_t seed, Index fitted_rows) {
  Random random(seed);
  const std::vector<std::int32_t> sample = sample_rows(fitted_rows, random);
  const Index width = std::min({components + oversampling, x.cols(), static_cast<Index>(sample.size())});
  if (width == 0) co_return FloatMatrix(x.rows(), 0);

  Matrix basis(x.cols(), width);
  for (Index i = 0; i < basis.size(); ++i) basis.data()[i] = random.normal();
  Matrix image;
  double done = 0;
  for (int round = 0; round <= power_iterations; ++round) {
    image = co_await within(done, done + 0.12, "", multiply(x, sample, basis));
    co_await within(done + 0.12, done + 0.12, "", orthonormalise(image));
    basis = co_await within(done + 0.12, done + 0.25, "", multiply_transposed(x, sample, image));
    co_await within(done + 0.25, done + 0.25, "", orthonormalise(basis));
    done += 0.25;
  }
  image = co_await within(0.75, 0.85, "", multiply(x, sample, basis));
  const Matrix directions = principal_directions(basis, image, components);
  std::vector<std::int32_t> all(static_cast<std::size_t>(x.rows()));
  std::iota(all.begin(), all.end(), 0);
  const Matrix reduced = co_await within(0.85, 1, "", multiply(x, all, directions));
  co_return reduced.cast<float>();
}

}  // namespace assayer
