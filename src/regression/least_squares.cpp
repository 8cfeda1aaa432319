#include "regression/least_squares.h"

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

namespace assayer {
namespace {

constexpr Index products_between_pauses = 2000000;
constexpr double smallest_pivot = 1e-9;  // of the correlation matrix: below it columns count as dependent

Vector row_of(MatrixView features, Index i) {
  Vector row(features.columns());
  for (Index c = 0; c < row.size(); ++c) row(c) = features(i, c);
  return row;
}

/// The rows as a matrix, columns centred.
Matrix gather_centered(MatrixView features, const Rows& rows, const Vector& centers) {
  Matrix x(static_cast<Index>(rows.size()), features.columns());
  for (Index i = 0; i < x.rows(); ++i) {
    x.row(i) = (row_of(features, rows[static_cast<std::size_t>(i)]) - centers).transpose();
  }
  return x;
}

/// Coefficients from the normal equations of standardized columns; empty where the columns are (nearly) dependent.
Vector solve_normal_equations(const Matrix& gram, const Vector& moments) {
  const Vector scales = gram.diagonal().cwiseSqrt();
  if (!(scales.minCoeff() > 0)) return {};
  const Vector inverse = scales.cwiseInverse();
  const Eigen::LDLT<Matrix> ldlt(inverse.asDiagonal() * gram * inverse.asDiagonal());
  if (ldlt.info() != Eigen::Success || !(ldlt.vectorD().minCoeff() > smallest_pivot)) return {};
  return inverse.cwiseProduct(ldlt.solve(inverse.cwiseProduct(moments)));
}

}  // namespace

Job<LinearModel> fit_least_squares(MatrixView features, Rows rows, Vector targets) {
  const Index d = features.columns();
  const auto n = static_cast<Index>(rows.size());
  Vector centers = Vector::Zero(d);
  for (const std::int32_t i : rows) centers += row_of(features, i);
  centers /= static_cast<double>(n);
  const double target_center = targets.mean();
  const Vector centered_targets = targets.array() - target_center;
  co_await pause(0);

  // Where there are fewer rows than columns the Gram matrix has no inverse: straight to the decomposition.
  Vector coefficients;
  if (n > d) {
    Matrix gram = Matrix::Zero(d, d);
    Vector moments = Vector::Zero(d);
    const Index block = std::max<Index>(1, products_between_pauses / std::max<Index>(1, d * d));
    for (Index begin = 0; begin < n; begin += block) {
      const Index size = std::min(block, n - begin);
      const Matrix x = gather_centered(features, Rows(rows.begin() + begin, rows.begin() + begin + size), centers);
      gram.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
      moments.noalias() += x.transpose() * centered_targets.segment(begin, size);
      co_await pause(static_cast<double>(begin) / static_cast<double>(n));
    }
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    coefficients = solve_normal_equations(gram, moments);
  }
  if (coefficients.size() != d) {
    const Matrix x = gather_centered(features, rows, centers);
    coefficients = Eigen::CompleteOrthogonalDecomposition<Matrix>(x).solve(centered_targets);
  }
  LinearModel model{std::move(coefficients), 0};
  model.intercept = target_center - model.coefficients.dot(centers);
  co_return model;
}

Vector predict(const LinearModel& model, MatrixView features, const Rows& rows) {
  Vector predictions(static_cast<Index>(rows.size()));
  for (Index i = 0; i < predictions.size(); ++i) {
    predictions(i) = row_of(features, rows[static_cast<std::size_t>(i)]).dot(model.coefficients) + model.intercept;
  }
  return predictions;
}

}  // namespace assayer
