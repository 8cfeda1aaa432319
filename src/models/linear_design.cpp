#include "models/linear_design.h"

namespace assayer {
namespace {

/// to += factor * from; a plain loop, because rows are short and there are very many of them
inline void add_scaled(double* to, const double* from, double factor, Index size) {
  for (Index k = 0; k < size; ++k) to[k] += factor * from[k];
}

template <typename Visit>
void for_each_entry(const SparseMatrix& matrix, std::int32_t row, Visit&& visit) {
  for (SparseMatrix::InnerIterator entry(matrix, row); entry; ++entry) {
    visit(entry.col(), static_cast<double>(entry.value()));
  }
}

}  // namespace

void LinearDesign::gather(std::span<const std::int32_t> rows, Matrix& block) const {
  const Index d = num_dense();
  block.resize(static_cast<Index>(rows.size()), d + 1);
  for (Index r = 0; r < block.rows(); ++r) {
    const Index i = rows[static_cast<std::size_t>(r)];
    if (dense_.is_float()) {
      block.row(r).head(d) = Eigen::Map<const Eigen::RowVectorXf>(dense_.floats() + i * d, d).cast<double>();
    } else {
      block.row(r).head(d) = Eigen::Map<const Eigen::RowVectorXd>(dense_.doubles() + i * d, d);
    }
    block(r, d) = 1;
  }
}

void LinearDesign::multiply(std::span<const std::int32_t> rows, const Matrix& block, const Matrix& weights,
                            Matrix& scores) const {
  const Index d = num_dense();
  scores.noalias() = block.leftCols(d) * weights.topRows(d);
  scores.rowwise() += weights.row(weights.rows() - 1);
  if (!sparse_) return;
  for (Index r = 0; r < scores.rows(); ++r) {
    for_each_entry(*sparse_, rows[static_cast<std::size_t>(r)], [&](Index column, double value) {
      add_scaled(&scores(r, 0), &weights(d + column, 0), value, scores.cols());
    });
  }
}

void LinearDesign::add_transposed(std::span<const std::int32_t> rows, const Matrix& block, const Matrix& residuals,
                                  Matrix& sums) const {
  const Index d = num_dense();
  sums.topRows(d).noalias() += block.leftCols(d).transpose() * residuals;
  sums.row(sums.rows() - 1) += residuals.colwise().sum();
  if (!sparse_) return;
  for (Index r = 0; r < residuals.rows(); ++r) {
    for_each_entry(*sparse_, rows[static_cast<std::size_t>(r)], [&](Index column, double value) {
      add_scaled(&sums(d + column, 0), &residuals(r, 0), value, sums.cols());
    });
  }
}

void LinearDesign::add_squares(std::span<const std::int32_t> rows, const Matrix& block, const Matrix& weights,
                               Matrix& sums) const {
  const Index d = num_dense();
  sums.topRows(d).noalias() += block.leftCols(d).cwiseAbs2().transpose() * weights;
  sums.row(sums.rows() - 1) += weights.colwise().sum();
  if (!sparse_) return;
  for (Index r = 0; r < weights.rows(); ++r) {
    for_each_entry(*sparse_, rows[static_cast<std::size_t>(r)], [&](Index column, double value) {
      add_scaled(&sums(d + column, 0), &weights(r, 0), value * value, sums.cols());
    });
  }
}

}  // namespace assayer
