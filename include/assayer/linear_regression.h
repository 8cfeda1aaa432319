#pragma once

#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// A linear model: predictions = features * coefficients + intercept.
struct LinearModel {
  Vector coefficients;  ///< d
  double intercept = 0;
};

/// Ordinary least squares with intercept; among equally good solutions the one with the smallest coefficients.
///
/// @param features  n x d, finite; must outlive the job
/// @param rows      the rows to fit, at least one
/// @param targets   one for each of `rows`
/// @param weights   how much each of `rows` counts, >= 0, not all 0; empty: the same for all
/// Cost: O(n d^2); more, and a copy of the rows, where columns depend on each other.
/// Example:
///     const Matrix features{{0}, {1}, {2}, {9}};
///     const LinearModel model = run(fit_linear_regression_on(features, Rows{0, 1, 2}, Vector{{1, 3, 5}}));
///     model.coefficients(0) == Approx(2)
Job<LinearModel> fit_linear_regression_on(MatrixView features, Rows rows, Vector targets, Vector weights = {});

/// On all rows. @throws std::invalid_argument  shapes that differ, values that are not finite, weights out of range
/// Example:
///     const Matrix features{{0}, {1}, {2}};
///     const LinearModel model = run(fit_linear_regression(features, {1, 3, 5}));
///     model.intercept == Approx(1)
Job<LinearModel> fit_linear_regression(MatrixView features, std::vector<double> targets,
                                       std::vector<double> weights = {});

/// Predictions for some rows, or all.
/// Example:
///     const LinearModel model{Vector{{2.0}}, 1};
///     const Matrix features{{10}, {20}};
///     predict_linear(model, features)(1) == Approx(41)
Vector predict_linear(const LinearModel& model, MatrixView features, const Rows& rows);
/// @throws std::invalid_argument  another number of columns than the model has coefficients, a value that is not finite
Vector predict_linear(const LinearModel& model, MatrixView features);

}  // namespace assayer
