#pragma once

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// A linear model: predictions = features * coefficients + intercept.
struct LinearModel {
  Vector coefficients;  ///< d
  double intercept = 0;
};

/// Ordinary least squares with intercept on some rows; among equally good solutions the one with the smallest
/// coefficients.
///
/// @param features  n x d, finite; must outlive the job
/// @param rows      the rows to fit, at least one
/// @param targets   one for each of `rows`
Job<LinearModel> fit_least_squares(MatrixView features, Rows rows, Vector targets);

/// Predictions for some rows.
Vector predict(const LinearModel& model, MatrixView features, const Rows& rows);

}  // namespace assayer
