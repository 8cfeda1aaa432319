#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Row-major numbers with any distance between the rows: a matrix, or some of its rows and columns.
using DenseBlock = Eigen::Ref<const Matrix, 0, Eigen::OuterStride<>>;

/// Products of tall blocks in tiles that stay in registers: in WebAssembly, for which Eigen has no vector code, several
/// times as fast as Eigen's.

/// to += factor * from
void add_scaled(double* to, const double* from, double factor, Index size);

/// sums += left * right
void add_product(const DenseBlock& left, const DenseBlock& right, Matrix& sums);

/// sums.topRows(left.cols()) += left^T * right
void add_transposed_product(const DenseBlock& left, const DenseBlock& right, Matrix& sums);

/// Lower triangle of `sums`, from (first, first) on, += factor * block^T * block. What lies above is left undefined.
void add_gram(const DenseBlock& block, double factor, Index first, Eigen::MatrixXd& sums);

}  // namespace assayer
