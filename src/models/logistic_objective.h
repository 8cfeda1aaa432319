#pragma once

#include <Eigen/Cholesky>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
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
  std::optional<Eigen::LLT<Eigen::MatrixXd>> whole_;  ///< of all weights of all outputs, where they are few
  std::vector<Eigen::LLT<Eigen::MatrixXd>> blocks_;   ///< of one output each (or one for all), where features are few
  Matrix diagonal_;                                   ///< else
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
  /// @param is_thorough  whether many steps will pay for a costly one
  Job<LogisticPreconditioner> precondition(bool is_thorough) const;

 private:
  Job<Eigen::MatrixXd> whole_hessian() const;
  Job<std::vector<Eigen::MatrixXd>> output_hessians(Index count) const;
  Job<Matrix> hessian_diagonal() const;
  DenseBlock dense_rows(Index first, Index size, Matrix& scratch) const;
  std::vector<std::int32_t> sampled_rows(Index first, Index size, Index every) const;
  Matrix curvature(Index first, Index size, Index step) const;

  const LinearDesign& design_;
  const LogisticTask& task_;
  Matrix dense_;          ///< features of all task rows, where they are few: gathered once
  Matrix probabilities_;  ///< task rows x outputs, at the point
};

/// Turn scores into probabilities in place: rows of softmax, or 1 / (1 + exp(-score)) for a single column.
void scores_to_probabilities(Eigen::Ref<Matrix> scores);

/// Minimise, starting from `point` and ending there.
Job<void> minimize(LogisticObjective& objective, const LogisticPreconditioner& preconditioner, double tolerance,
                   Matrix& point);

}  // namespace assayer
