#include "models/linear_design.h"

#include <type_traits>
#include <vector>

#include "models/dense_products.h"

namespace assayer {
namespace {

/// to += factor * from, for the many short rows of weights.
template <typename Number>
void add_scaled(Number* to, const Number* from, Number factor, Index size) {
  using P = Pack<Number>;
  const auto all = P::splat(factor);
  Index k = 0;
  for (; k + P::size <= size; k += P::size) P::store(to + k, P::load(to + k) + all * P::load(from + k));
  for (; k < size; ++k) to[k] += factor * from[k];
}

template <typename Visit>
void for_each_entry(const SparseMatrix& matrix, std::int32_t row, Visit&& visit) {
  for (SparseMatrix::InnerIterator entry(matrix, row); entry; ++entry) {
    visit(entry.col(), static_cast<double>(entry.value()));
  }
}

/// sums += the transposed sparse row * factors.
template <typename Number>
void add_outer_product(const SparseMatrix& matrix, std::int32_t row, const Number* factors, Index outputs,
                       Number* sums) {
  if (outputs == 1) {  // no call for each entry
    const Number factor = *factors;
    for_each_entry(matrix, row,
                   [&](Index column, double value) { sums[column] += static_cast<Number>(value) * factor; });
    return;
  }
  for_each_entry(matrix, row, [&](Index column, double value) {
    add_scaled(sums + column * outputs, factors, static_cast<Number>(value), outputs);
  });
}

/// scores += the sparse row * weights: some outputs at a time stay in registers while the entries pass.
template <typename Number>
void add_products(const SparseMatrix& matrix, std::int32_t row, const RowMatrix<Number>& weights, Number* scores) {
  using P = Pack<Number>;
  constexpr int registers = 4;
  const Index outputs = weights.cols();
  if (outputs == 1) {  // no call for each entry
    Number sum = 0;
    for_each_entry(matrix, row,
                   [&](Index column, double value) { sum += static_cast<Number>(value) * weights.data()[column]; });
    *scores += sum;
    return;
  }
  Index first = 0;
  for (; first + registers * P::size <= outputs; first += registers * P::size) {
    typename P::Type sums[registers];
    for (int r = 0; r < registers; ++r) sums[r] = P::load(scores + first + r * P::size);
    for_each_entry(matrix, row, [&](Index column, double value) {
      const Number* from = weights.data() + column * outputs + first;
      const auto factor = P::splat(static_cast<Number>(value));
      for (int r = 0; r < registers; ++r) sums[r] += factor * P::load(from + r * P::size);
    });
    for (int r = 0; r < registers; ++r) P::store(scores + first + r * P::size, sums[r]);
  }
  if (first == outputs) return;
  for_each_entry(matrix, row, [&](Index column, double value) {
    add_scaled(scores + first, weights.data() + column * outputs + first, static_cast<Number>(value), outputs - first);
  });
}

}  // namespace

LinearDesign LinearDesign::centred(MatrixView dense) {
  LinearDesign design(dense);
  Eigen::RowVectorXd sums = Eigen::RowVectorXd::Zero(dense.columns());
  std::vector<double> scratch;
  for (Index i = 0; i < dense.rows(); ++i) {
    sums += Eigen::Map<const Eigen::RowVectorXd>(dense.row(i, scratch).data(), dense.columns());
  }
  design.centre_ = sums / static_cast<double>(dense.rows());
  design.centred_.resize(dense.rows(), dense.columns() + 1);
  for (Index i = 0; i < dense.rows(); ++i) {
    const Eigen::Map<const Eigen::RowVectorXd> row(dense.row(i, scratch).data(), dense.columns());
    design.centred_.row(i).head(dense.columns()) = (row - design.centre_).cast<float>();
  }
  design.centred_.col(dense.columns()).setOnes();
  return design;
}

void LinearDesign::uncentre(Matrix& weights) const {
  if (is_centred()) weights.row(weights.rows() - 1) -= centre_ * weights.topRows(num_dense());
}

template <typename Number>
LinearWeights<Number> LinearDesign::split(const Matrix& weights) const {
  const Index d = num_dense(), last = weights.rows() - 1;
  LinearWeights<Number> result;
  result.dense.resize(weights.cols(), d + 1);
  result.dense.leftCols(d) = weights.topRows(d).transpose().cast<Number>();
  result.dense.col(d) = weights.row(last).transpose().cast<Number>();
  result.sparse = weights.middleRows(d, last - d).cast<Number>();
  return result;
}

template <typename Number>
Matrix LinearDesign::join(const LinearWeights<Number>& weights) const {
  const Index d = num_dense();
  Matrix result(columns(), weights.dense.rows());
  result.topRows(d) = weights.dense.leftCols(d).transpose().template cast<double>();
  result.middleRows(d, columns() - 1 - d) = weights.sparse.template cast<double>();
  result.row(columns() - 1) = weights.dense.col(d).transpose().template cast<double>();
  return result;
}

template <typename Number>
void LinearDesign::gather(std::span<const std::int32_t> rows, RowMatrix<Number>& block) const {
  const Index d = num_dense();
  block.resize(static_cast<Index>(rows.size()), d + 1);
  std::vector<double> scratch;
  for (Index r = 0; r < block.rows(); ++r) {
    const Index i = rows[static_cast<std::size_t>(r)];
    if constexpr (std::is_same_v<Number, float>) {
      if (is_centred()) {
        block.row(r) = centred_.row(i);
        continue;
      }
    }
    const std::span<const double> values = dense_.row(i, scratch);
    Number* out = &block(r, 0);
    if (is_centred()) {
      for (Index c = 0; c < d; ++c) out[c] = static_cast<Number>(values[static_cast<std::size_t>(c)] - centre_(c));
    } else {
      for (Index c = 0; c < d; ++c) out[c] = static_cast<Number>(values[static_cast<std::size_t>(c)]);
    }
    out[d] = 1;
  }
}

template <typename Number>
void LinearDesign::find(std::span<const std::int32_t> rows, DenseRows<Number>& dense) const {
  dense.starts.clear();
  if constexpr (std::is_same_v<Number, float>) {
    if (is_centred()) {
      for (const std::int32_t i : rows) dense.starts.push_back(&centred_(i, 0));
      return;
    }
  }
  gather(rows, dense.copied);
  for (Index r = 0; r < dense.copied.rows(); ++r) dense.starts.push_back(&dense.copied(r, 0));
}

template <typename Number>
void LinearDesign::multiply(std::span<const std::int32_t> rows, const DenseRows<Number>& dense,
                            const LinearWeights<Number>& weights, RowMatrix<Number>& scores) const {
  const Index columns = num_dense() + 1, outputs = weights.dense.rows();
  scores.resize(std::ssize(rows), outputs);
  inner_products<Number>(dense.starts, weights.dense.data(), columns, outputs, columns, scores.data(), outputs);
  if (!sparse_) return;
  for (Index r = 0; r < scores.rows(); ++r)
    add_products(*sparse_, rows[static_cast<std::size_t>(r)], weights.sparse, &scores(r, 0));
}

template <typename Number>
void LinearDesign::add_transposed(std::span<const std::int32_t> rows, const DenseRows<Number>& dense,
                                  const RowMatrix<Number>& residuals, LinearWeights<Number>& sums) const {
  const Index columns = num_dense() + 1, outputs = residuals.cols();
  add_transposed_product<Number>(residuals.data(), outputs, dense.starts, outputs, columns, sums.dense.data(), columns);
  if (!sparse_) return;
  for (Index r = 0; r < residuals.rows(); ++r)
    add_outer_product(*sparse_, rows[static_cast<std::size_t>(r)], &residuals(r, 0), outputs, sums.sparse.data());
}

void LinearDesign::add_squares(std::span<const std::int32_t> rows, const DenseRows<double>& dense,
                               const Matrix& weights, Matrix& sums) const {
  const Index d = num_dense(), outputs = weights.cols();
  for (Index r = 0; r < weights.rows(); ++r) {
    const double* row = dense.starts[static_cast<std::size_t>(r)];
    for (Index c = 0; c < d; ++c) add_scaled(&sums(c, 0), &weights(r, 0), row[c] * row[c], outputs);
  }
  sums.row(sums.rows() - 1) += weights.colwise().sum();
  if (!sparse_) return;
  for (Index r = 0; r < weights.rows(); ++r) {
    for_each_entry(*sparse_, rows[static_cast<std::size_t>(r)], [&](Index column, double value) {
      add_scaled(&sums(d + column, 0), &weights(r, 0), value * value, sums.cols());
    });
  }
}

#define ASSAYER_LINEAR_DESIGN(Number)                                                                 \
  template LinearWeights<Number> LinearDesign::split(const Matrix&) const;                            \
  template Matrix LinearDesign::join(const LinearWeights<Number>&) const;                             \
  template void LinearDesign::gather(std::span<const std::int32_t>, RowMatrix<Number>&) const;        \
  template void LinearDesign::find(std::span<const std::int32_t>, DenseRows<Number>&) const;          \
  template void LinearDesign::multiply(std::span<const std::int32_t>, const DenseRows<Number>&,       \
                                       const LinearWeights<Number>&, RowMatrix<Number>&) const;       \
  template void LinearDesign::add_transposed(std::span<const std::int32_t>, const DenseRows<Number>&, \
                                             const RowMatrix<Number>&, LinearWeights<Number>&) const
ASSAYER_LINEAR_DESIGN(float);
ASSAYER_LINEAR_DESIGN(double);
#undef ASSAYER_LINEAR_DESIGN

}  // namespace assayer
