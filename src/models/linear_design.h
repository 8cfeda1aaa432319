#pragma once

#include <cstdint>
#include <span>

#include "assayer/encode.h"
#include "assayer/matrix.h"
#include "models/dense_products.h"

namespace assayer {

/// The examples as a linear model sees them: dense features, then sparse ones, then a constant 1 for the intercept.
/// Weights are (columns() x outputs) matrices whose rows follow that order. Views only: the data must outlive it.
class LinearDesign {
 public:
  explicit LinearDesign(MatrixView dense, const SparseMatrix* sparse = nullptr) : dense_(dense), sparse_(sparse) {}

  Index rows() const { return dense_.rows(); }
  Index num_dense() const { return dense_.columns(); }
  Index columns() const { return dense_.columns() + (sparse_ ? sparse_->cols() : 0) + 1; }
  bool is_dense() const { return sparse_ == nullptr; }

  /// The dense features and the constant of some rows: rows.size() x (num_dense() + 1).
  void gather(std::span<const std::int32_t> rows, Matrix& block) const;
  /// scores = design(rows) * weights. `block` as `gather` gave it for the same rows.
  void multiply(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& weights,
                Matrix& scores) const;
  /// sums += design(rows)^T * residuals.
  void add_transposed(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& residuals,
                      Matrix& sums) const;
  /// sums += (design(rows) squared)^T * weights: the diagonals of the Gram matrices.
  void add_squares(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& weights,
                   Matrix& sums) const;

 private:
  MatrixView dense_;
  const SparseMatrix* sparse_;
};

}  // namespace assayer
