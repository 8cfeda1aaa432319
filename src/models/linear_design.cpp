#include "models/linear_design.h"

#include "simd.h"

namespace assayer {
namespace {

template <typename Visit>
void for_each_entry(const SparseMatrix& matrix, std::int32_t row, Visit&& visit) {
  for (SparseMatrix::InnerIterator entry(matrix, row); entry; ++entry) {
    visit(entry.col(), static_cast<double>(entry.value()));
  }
}

/// The sparse row * weights (from the row of the first sparse column on) of a single output.
double sum_of_products(const SparseMatrix& matrix, std::int32_t row, const double* weights) {
  double sum = 0;
  for_each_entry(matrix, row, [&](Index column, double value) { sum += value * weights[column]; });
  return sum;
}

/// sums (from the row of the first sparse column on) += the transposed sparse row * factors.
void add_outer_product(const SparseMatrix& matrix, std::int32_t row, const double* factors, Index outputs,
                       double* sums) {
  if (outputs == 1) {  // no call for each entry
    const double factor = *factors;
    for_each_entry(matrix, row, [&](Index column, double value) { sums[column] += value * factor; });
    return;
  }
  for_each_entry(matrix, row,
                 [&](Index column, double value) { add_scaled(sums + column * outputs, factors, value, outputs); });
}

/// scores += the sparse row * weights (from the row of the first sparse column on): eight outputs at a time stay in
/// registers while the entries pass.
void add_products(const SparseMatrix& matrix, std::int32_t row, const double* weights, Index outputs, double* scores) {
  if (outputs == 1) {
    *scores += sum_of_products(matrix, row, weights);
    return;
  }
  constexpr Index tile = 8;
  Index first = 0;
  for (; first + tile <= outputs; first += tile) {
    Double2 a = load2(scores + first), b = load2(scores + first + 2);
    Double2 c = load2(scores + first + 4), d = load2(scores + first + 6);
    for_each_entry(matrix, row, [&](Index column, double value) {
      const double* from = weights + column * outputs + first;
      const Double2 both = {value, value};
      a += both * load2(from);
      b += both * load2(from + 2);
      c += both * load2(from + 4);
      d += both * load2(from + 6);
    });
    store2(scores + first, a);
    store2(scores + first + 2, b);
    store2(scores + first + 4, c);
    store2(scores + first + 6, d);
  }
  if (first == outputs) return;
  for_each_entry(matrix, row, [&](Index column, double value) {
    add_scaled(scores + first, weights + column * outputs + first, value, outputs - first);
  });
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

void LinearDesign::multiply(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& weights,
                            Matrix& scores) const {
  const Index d = num_dense();
  scores.resize(block.rows(), weights.cols());
  scores.rowwise() = weights.row(weights.rows() - 1);
  add_product(block.leftCols(d), weights.topRows(d), scores);
  if (!sparse_) return;
  for (Index r = 0; r < scores.rows(); ++r) {
    add_products(*sparse_, rows[static_cast<std::size_t>(r)], &weights(d, 0), weights.cols(), &scores(r, 0));
  }
}

void LinearDesign::add_transposed(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& residuals,
                                  Matrix& sums) const {
  const Index d = num_dense();
  add_transposed_product(block.leftCols(d), residuals, sums);
  sums.row(sums.rows() - 1) += residuals.colwise().sum();
  if (!sparse_) return;
  for (Index r = 0; r < residuals.rows(); ++r) {
    add_outer_product(*sparse_, rows[static_cast<std::size_t>(r)], &residuals(r, 0), sums.cols(), &sums(d, 0));
  }
}

void LinearDesign::add_squares(std::span<const std::int32_t> rows, const DenseBlock& block, const Matrix& weights,
                               Matrix& sums) const {
  const Index d = num_dense();
  add_transposed_product(Matrix(block.leftCols(d).cwiseAbs2()), weights, sums);
  sums.row(sums.rows() - 1) += weights.colwise().sum();
  if (!sparse_) return;
  for (Index r = 0; r < weights.rows(); ++r) {
    for_each_entry(*sparse_, rows[static_cast<std::size_t>(r)], [&](Index column, double value) {
      add_scaled(&sums(d + column, 0), &weights(r, 0), value * value, sums.cols());
    });
  }
}

}  // namespace assayer
