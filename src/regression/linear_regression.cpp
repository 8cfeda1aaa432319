#include "assayer/linear_regression.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "assayer/error.h"
#include "linear_algebra.h"
#include "regression/checks.h"

namespace assayer {
namespace {

constexpr Index products_between_pauses = 2000000;
constexpr double rounding = 1e-15;
constexpr double smallest_pivot = 1e-9;  // of the correlation matrix: below it columns count as dependent

Vector row_of(MatrixView features, Index i) {
  Vector row(features.columns());
  for (Index c = 0; c < row.size(); ++c) row(c) = features(i, c);
  return row;
}

/// 1, or less for columns whose squares would overflow.
Vector sizes_of(MatrixView features, const Rows& rows) {
  constexpr double huge = 1e100;
  Vector largest = Vector::Zero(features.columns());
  for (const std::int32_t i : rows) largest = largest.cwiseMax(row_of(features, i).cwiseAbs());
  return largest.unaryExpr([](double size) { return size > huge ? 1 / size : 1; });
}

/// The rows as a matrix, columns centred, each row times its factor, each column times its size.
Matrix gather_centered(MatrixView features, const Rows& rows, const Vector& centers, const Vector& factors,
                       const Vector& sizes) {
  Matrix x(static_cast<Index>(rows.size()), features.columns());
  for (Index i = 0; i < x.rows(); ++i) {
    const Vector row = row_of(features, rows[static_cast<std::size_t>(i)]) - centers;
    x.row(i) = factors(i) * row.cwiseProduct(sizes).transpose();
  }
  return x;
}

/// Coefficients from the normal equations of standardized columns; empty where the columns are (nearly) dependent.
Vector solve_normal_equations(const Matrix& gram, const Vector& moments) {
  const Vector scales = gram.diagonal().cwiseSqrt();
  if (!(scales.minCoeff() > 0)) return {};
  const Vector inverse = scales.cwiseInverse();
  Eigen::MatrixXd correlations = gram;
  for (Index c = 0; c < gram.cols(); ++c) correlations.col(c) = gram.col(c).cwiseProduct(inverse) * inverse(c);
  const Eigen::LLT<Eigen::MatrixXd> cholesky(correlations);
  if (cholesky.info() != Eigen::Success) return {};
  for (Index c = 0; c < gram.cols(); ++c) {
    const double pivot = cholesky.matrixLLT()(c, c);
    if (!(pivot * pivot > smallest_pivot)) return {};
  }
  Vector solution = inverse.cwiseProduct(moments);
  cholesky.solveInPlace(solution);
  return inverse.cwiseProduct(solution);
}

/// Where columns depend on each other: of the coefficients that fit best the shortest, as those of standardized
/// columns. They lie in the space of the rows, so that the problem has full rank in an orthonormal basis of it.
Job<Vector> solve_in_row_space(Matrix x, Vector targets) {
  Vector inverse(x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    const double scale = x.col(c).norm();
    inverse(c) = scale > 0 ? 1 / scale : 0;
    x.col(c) *= inverse(c);
  }
  Matrix basis = x;
  Index rank = 0;
  for (Index r = 0; r < x.rows() && rank < x.cols(); ++r) {
    basis.row(rank) = x.row(r);
    orthonormalize_row(basis, rank);
    if (basis.row(rank).squaredNorm() > 0) ++rank;
    co_await pause(static_cast<double>(r) / static_cast<double>(x.rows()));
  }
  if (rank == 0) co_return Vector::Zero(x.cols());
  const Matrix directions = basis.topRows(rank);
  const Matrix images = x * directions.transpose();
  Eigen::MatrixXd normal = images.transpose() * images;
  normal.diagonal().array() += rounding * normal.trace();  // of full rank but for rounding
  const Eigen::LLT<Eigen::MatrixXd> cholesky(normal);
  Vector solution = images.transpose() * targets;
  cholesky.solveInPlace(solution);
  co_return inverse.cwiseProduct(directions.transpose() * solution);
}

}  // namespace

Job<LinearModel> fit_linear_regression_on(MatrixView features, Rows rows, Vector targets, Vector weights) {
  const Index d = features.columns();
  const auto n = static_cast<Index>(rows.size());
  if (weights.size() == 0) weights = Vector::Ones(n);
  const Vector factors = weights.cwiseSqrt(), sizes = sizes_of(features, rows);
  Vector centers = Vector::Zero(d);
  for (Index i = 0; i < n; ++i) centers += weights(i) * row_of(features, rows[static_cast<std::size_t>(i)]);
  centers /= weights.sum();
  const double target_center = weights.dot(targets) / weights.sum();
  const Vector centered_targets = factors.array() * (targets.array() - target_center);
  co_await pause(0);

  // Where there are fewer rows than columns the Gram matrix has no inverse: straight to the decomposition.
  Vector coefficients;
  if (n > d) {
    Matrix gram = Matrix::Zero(d, d);
    Vector moments = Vector::Zero(d);
    const Index block = std::max<Index>(1, products_between_pauses / std::max<Index>(1, d * d));
    for (Index begin = 0; begin < n; begin += block) {
      const Index size = std::min(block, n - begin);
      const Matrix x = gather_centered(features, Rows(rows.begin() + begin, rows.begin() + begin + size), centers,
                                       factors.segment(begin, size), sizes);
      gram.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
      moments.noalias() += x.transpose() * centered_targets.segment(begin, size);
      co_await pause(static_cast<double>(begin) / static_cast<double>(n));
    }
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    coefficients = solve_normal_equations(gram, moments);
  }
  if (coefficients.size() != d) {
    Matrix x = gather_centered(features, rows, centers, factors, sizes);
    Job<Vector> solving = solve_in_row_space(std::move(x), centered_targets);
    coefficients = co_await std::move(solving);
  }
  LinearModel model{coefficients.cwiseProduct(sizes), 0};
  model.intercept = target_center - model.coefficients.dot(centers);
  co_return model;
}

Job<LinearModel> fit_linear_regression(MatrixView features, std::vector<double> targets, std::vector<double> weights) {
  check_targets(targets, "targets");
  check_features(features, static_cast<Index>(targets.size()));
  if (!weights.empty() && weights.size() != targets.size()) {
    reject("sample_weight", "one for each row (" + std::to_string(targets.size()) + ")",
           static_cast<std::int64_t>(weights.size()));
  }
  double sum = weights.empty() ? 1 : 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0 && std::isfinite(weights[i]))) {
      reject(at("sample_weight", static_cast<std::int64_t>(i)), "a finite number >= 0", weights[i]);
    }
    sum += weights[i];
  }
  if (!(sum > 0)) reject("sample_weight", "a weight > 0", "none");
  Rows rows(targets.size());
  std::iota(rows.begin(), rows.end(), 0);
  const auto to_vector = [](const std::vector<double>& values) {
    return Vector(Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size())));
  };
  Job<LinearModel> job = fit_linear_regression_on(features, std::move(rows), to_vector(targets), to_vector(weights));
  co_return co_await std::move(job);
}

Vector predict_linear(const LinearModel& model, MatrixView features, const Rows& rows) {
  Vector predictions(static_cast<Index>(rows.size()));
  for (Index i = 0; i < predictions.size(); ++i) {
    predictions(i) = row_of(features, rows[static_cast<std::size_t>(i)]).dot(model.coefficients) + model.intercept;
  }
  return predictions;
}

Vector predict_linear(const LinearModel& model, MatrixView features) {
  if (features.columns() != model.coefficients.size()) {
    reject("features", "as many columns as the model has (" + std::to_string(model.coefficients.size()) + ")",
           static_cast<std::int64_t>(features.columns()));
  }
  check_features(features, features.rows());
  Rows rows(static_cast<std::size_t>(features.rows()));
  std::iota(rows.begin(), rows.end(), 0);
  return predict_linear(model, features, rows);
}

}  // namespace assayer
