#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "models/float_cholesky.h"
#include "models/linear_design.h"

namespace assayer {

/// A logistic regression to fit: which rows, with which targets and weights.
struct LogisticTask {
  std::vector<std::int32_t> rows;     ///< of the design
  std::vector<std::int32_t> targets;  ///< one for each of `rows`, in 0..num_targets-1
  std::vector<double> weights;        ///< one for each of `rows`, >= 0
  int num_targets = 2;                ///< >= 2
  double penalty = 1.0;               ///< > 0: of |weights|^2 / 2, intercepts free

  /// Columns of the weight matrix: one for two classes, else one for each class.
  Index outputs() const { return num_targets == 2 ? 1 : num_targets; }
};

/// Approximate inverse of the Hessian, for conjugate gradients.
class LogisticPreconditioner {
 public:
  void apply(const Matrix& residual, Matrix& result) const;

 private:
  friend class LogisticObjective;
  std::vector<FloatCholesky> blocks_;  ///< of one output each (or one for all), where features are few
  Matrix diagonal_;                    ///< else
};

/// The objective  sum_i weight_i log loss_i + penalty |weights|^2 / 2  with its derivatives. Weight matrices are
/// (d + 1) x outputs, the last row holds the intercepts.
class LogisticObjective {
 public:
  LogisticObjective(const LinearDesign& design, const LogisticTask& task);

  /// Value and gradient at `point`, which becomes the point of the functions below.
  Job<double> evaluate(const Matrix& point, Matrix& gradient);
  /// Hessian times direction.
  Job<void> multiply(const Matrix& direction, Matrix& product) const;
  /// One that is near the Hessian at the point, or (`is_shared`) at once for all outputs and points near 0.
  Job<LogisticPreconditioner> precondition(bool is_shared) const;
  /// What `precondition(false)` costs, in products of `multiply`; infinity where it would gain nothing.
  double precondition_cost() const;

 private:
  template <typename Number>
  Job<void> multiply_in(const Matrix& direction, Matrix& product) const;
  Job<FloatMatrix> hessian(Vector curvature, Index most_rows) const;
  Job<Matrix> hessian_diagonal() const;
  template <typename Number>
  void find_dense(Index first, Index size, DenseRows<Number>& dense) const;
  Matrix curvature(Index first, Index size) const;

  const LinearDesign& design_;
  const LogisticTask& task_;
  Matrix dense_;          ///< features of all task rows, where they are few: gathered once
  Matrix probabilities_;  ///< task rows x outputs, at the point
};

/// Turn scores into probabilities in place: rows of softmax, or 1 / (1 + exp(-score)) for a single column.
void scores_to_probabilities(Eigen::Ref<Matrix> scores);

/// Minimise, starting from `point` and ending there.
/// @param first      what to begin with; made anew at later points where that pays
/// @param tolerance  stop when the Newton decrement falls below
Job<void> minimize(LogisticObjective& objective, const LogisticPreconditioner& first, double tolerance, Matrix& point);

}  // namespace assayer
