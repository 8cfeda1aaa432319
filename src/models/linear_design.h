#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/encode.h"
#include "assayer/matrix.h"

namespace assayer {

template <typename Number>
using RowMatrix = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The dense features and the constant of some rows.
template <typename Number>
struct DenseRows {
  std::vector<const Number*> starts;  ///< of each row
  RowMatrix<Number> copied;           ///< where they point, unless the design holds them as they are wanted
};

/// Weights in the order in which the products below read them.
template <typename Number>
struct LinearWeights {
  RowMatrix<Number> dense;   ///< outputs x (dense features, intercept)
  RowMatrix<Number> sparse;  ///< sparse features x outputs
};

/// The examples as a linear model sees them: dense features, then sparse ones, then a constant 1 for the intercept.
/// Weights are (columns() x outputs) matrices whose rows follow that order. Views only: the data must outlive it.
class LinearDesign {
 public:
  explicit LinearDesign(MatrixView dense, const SparseMatrix* sparse = nullptr) : dense_(dense), sparse_(sparse) {}
  /// Dense features less their means: intercepts and features no longer depend on each other, and float products lose
  /// nothing to a large mean. Holds them as floats besides.
  static LinearDesign centred(MatrixView dense);

  Index rows() const { return dense_.rows(); }
  Index num_dense() const { return dense_.columns(); }
  Index columns() const { return dense_.columns() + (sparse_ ? sparse_->cols() : 0) + 1; }
  bool is_dense() const { return sparse_ == nullptr; }

  bool is_centred() const { return centre_.size() > 0; }
  /// The same model for features that are not centred.
  void uncentre(Matrix& weights) const;

  template <typename Number>
  LinearWeights<Number> split(const Matrix& weights) const;
  template <typename Number>
  Matrix join(const LinearWeights<Number>& weights) const;

  /// Copies the dense features and the constant of some rows: rows.size() x (num_dense() + 1).
  template <typename Number>
  void gather(std::span<const std::int32_t> rows, RowMatrix<Number>& block) const;
  /// The same for reading only: copied where they must be.
  template <typename Number>
  void find(std::span<const std::int32_t> rows, DenseRows<Number>& dense) const;
  /// scores = design(rows) * weights. `dense` as `find` gave it for the same rows.
  template <typename Number>
  void multiply(std::span<const std::int32_t> rows, const DenseRows<Number>& dense,
                const LinearWeights<Number>& weights, RowMatrix<Number>& scores) const;
  /// sums += design(rows)^T * residuals.
  template <typename Number>
  void add_transposed(std::span<const std::int32_t> rows, const DenseRows<Number>& dense,
                      const RowMatrix<Number>& residuals, LinearWeights<Number>& sums) const;
  /// sums += (design(rows) squared)^T * weights: the diagonals of the Gram matrices.
  void add_squares(std::span<const std::int32_t> rows, const DenseRows<double>& dense, const Matrix& weights,
                   Matrix& sums) const;

 private:
  MatrixView dense_;
  const SparseMatrix* sparse_;
  Eigen::RowVectorXd centre_;  ///< means of the dense features; empty: 0
  FloatMatrix centred_;        ///< what `gather<float>` gives of all rows, where features are centred
};

}  // namespace assayer
