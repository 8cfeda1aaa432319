#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

struct LogisticRegressionOptions {
  double c = 1.0;  ///< > 0, inverse strength of the penalty
  double tolerance =
      1e-8;  ///< stops where the Newton decrement falls below: then the objective is within tolerance^2 / 2
};

/// A fitted logistic regression. With two classes one column of weights (for the second class), else one for each
/// class.
struct LogisticModel {
  Matrix weights;                     ///< (d + 1) x (1 or classes.size()); the last row holds the intercepts
  std::vector<std::int32_t> classes;  ///< the class ids that the training examples had, ascending
};

/// Fit multinomial logistic regression (with two classes: the ordinary one) with an L2 penalty.
///
/// Minimises  C sum_i w_i log loss_i + |weights|^2 / 2,  intercepts free, as scikit-learn's `LogisticRegression` does,
/// but to convergence (Newton's method; each step by preconditioned conjugate gradients).
///
/// @param features      n x d, finite; must outlive the job
/// @param labels        n class ids >= 0; must outlive the job
/// @param example_weights  n numbers >= 0, or none for 1 each
/// Cost: O(n d K) for each of some ten to hundred passes.
/// Example:
///     const Matrix features{{-2}, {-1}, {1}, {2}};
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1};
///     const LogisticModel model = run(fit_logistic_regression(features, labels));
///     model.weights(0, 0) > 0
Job<LogisticModel> fit_logistic_regression(MatrixView features, Labels labels, std::vector<double> example_weights = {},
                                           LogisticRegressionOptions options = {});

/// n x num_classes probabilities; 0 for classes that the model has never seen. Model and features must outlive the job.
/// @throws std::invalid_argument  another number of columns than the model was fitted to, a value that is not finite
/// Example:
///     const Matrix features{{-2}, {-1}, {1}, {2}};
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1};
///     const LogisticModel model = run(fit_logistic_regression(features, labels));
///     const Matrix probabilities = run(predict_probabilities(model, features, 2));
///     probabilities(3, 1) > 0.8
///     probabilities.row(0).sum() == Approx(1)
Job<Matrix> predict_probabilities(const LogisticModel& model, MatrixView features, int num_classes);

}  // namespace assayer
