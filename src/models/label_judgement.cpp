#include "assayer/label_judgement.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"

namespace assayer {
namespace {

constexpr int num_steps = 2;
constexpr double smallest_probability = 1e-4;  ///< nothing is impossible
constexpr double smallest_share = 0.01;        ///< of a class, for the balance

void check(Labels labels, const MatrixView& pred_probs, const LabelJudgementOptions& options) {
  const auto n = static_cast<Index>(labels.size());
  if (n == 0) reject("labels", "at least one example", "none");
  if (pred_probs.rows() != n) {
    reject("pred_probs", "one row for each of the " + std::to_string(n) + " labels", pred_probs.rows());
  }
  if (pred_probs.columns() == 0) reject("pred_probs", "a column for each class", "none");
  for (Index i = 0; i < n; ++i) {
    const std::int32_t label = labels[static_cast<std::size_t>(i)];
    if (label < -1 || label >= pred_probs.columns()) {
      reject(at("labels", i), "a class id in 0.." + std::to_string(pred_probs.columns() - 1) + " or -1", label);
    }
    for (Index k = 0; k < pred_probs.columns(); ++k) {
      const double p = pred_probs(i, k);
      if (!(p >= 0 && p <= 1 + 1e-6)) reject(at("pred_probs", i, k), "a number in [0, 1]", p);
    }
  }
  if (!(options.threshold >= 0 && options.threshold <= 1)) reject("threshold", "a number in [0, 1]", options.threshold);
  if (!(options.balance >= 0 && options.balance <= 1)) reject("balance", "a number in [0, 1]", options.balance);
  if (!(options.usual_accuracy > 0 && options.usual_accuracy < 1)) {
    reject("usual_accuracy", "a number in (0, 1)", options.usual_accuracy);
  }
  if (!(options.smoothing >= 0 && std::isfinite(options.smoothing))) {
    reject("smoothing", "a number >= 0", options.smoothing);
  }
}

/// Factors of the classes' probabilities: frequency^-balance.
Eigen::RowVectorXd balancing_factors(Labels labels, Index num_classes, double balance) {
  Eigen::RowVectorXd count = Eigen::RowVectorXd::Zero(num_classes);
  for (const std::int32_t label : labels) {
    if (label >= 0) count(label) += 1;
  }
  const double total = std::max(count.sum(), 1.0);
  return (count.array() / total).max(smallest_share).pow(-balance);
}

/// How labels are given before anything is known: mostly right, mix-ups even.
Matrix even_noise(Index num_classes, double accuracy) {
  if (num_classes == 1) return Matrix::Ones(1, 1);
  Matrix noise = Matrix::Constant(num_classes, num_classes, (1 - accuracy) / static_cast<double>(num_classes - 1));
  noise.diagonal().setConstant(accuracy);
  return noise;
}

/// The balanced probabilities of a row.
void balanced_row(const MatrixView& pred_probs, Index i, const Eigen::RowVectorXd& factors, Eigen::RowVectorXd& row) {
  for (Index k = 0; k < row.size(); ++k) row(k) = pred_probs(i, k) * factors(k);
  const double sum = row.sum();
  row = sum > 0 ? Eigen::RowVectorXd(row / sum) : Eigen::RowVectorXd::Constant(row.size(), 1.0 / row.size());
  row = row.cwiseMax(smallest_probability);
}

}  // namespace

Job<LabelJudgement> judge_labels(Labels labels, MatrixView pred_probs, LabelJudgementOptions options) {
  check(labels, pred_probs, options);
  const Index n = pred_probs.rows(), num_classes = pred_probs.columns();
  const Eigen::RowVectorXd factors = balancing_factors(labels, num_classes, options.balance);
  const Matrix expected = even_noise(num_classes, options.usual_accuracy);
  LabelJudgement judgement;
  judgement.noise_matrix = expected;
  Eigen::RowVectorXd row(num_classes), posterior(num_classes);

  for (int step = 0; step < num_steps; ++step) {
    Matrix counts = expected * (options.smoothing * static_cast<double>(n) / static_cast<double>(num_classes));
    for (Index i = 0; i < n; ++i) {
      if (i % 1024 == 0) co_await pause((step + static_cast<double>(i) / static_cast<double>(n)) / (num_steps + 1));
      const std::int32_t label = labels[static_cast<std::size_t>(i)];
      if (label < 0) continue;
      balanced_row(pred_probs, i, factors, row);
      posterior = row.cwiseProduct(judgement.noise_matrix.col(label).transpose());
      counts.col(label) += (posterior / posterior.sum()).transpose();
    }
    for (Index k = 0; k < num_classes; ++k) {
      const double sum = counts.row(k).sum();
      if (sum > 0) judgement.noise_matrix.row(k) = counts.row(k) / sum;
    }
  }

  judgement.scores = Vector::Ones(n);
  judgement.is_issue.assign(static_cast<std::size_t>(n), 0);
  judgement.predicted_labels.assign(static_cast<std::size_t>(n), 0);
  for (Index i = 0; i < n; ++i) {
    if (i % 1024 == 0) co_await pause((num_steps + static_cast<double>(i) / static_cast<double>(n)) / (num_steps + 1));
    const auto at_row = static_cast<std::size_t>(i);
    const std::int32_t label = labels[at_row];
    balanced_row(pred_probs, i, factors, row);
    if (label >= 0) {
      posterior = row.cwiseProduct(judgement.noise_matrix.col(label).transpose());
      judgement.scores(i) = std::min(1.0, posterior(label) / posterior.sum());
      judgement.is_issue[at_row] = num_classes > 1 && judgement.scores(i) < options.threshold;
    }
    for (Index k = 0; k < num_classes; ++k) row(k) = pred_probs(i, k);
    if (judgement.is_issue[at_row]) {
      row = posterior;
      row(label) = -1;
    }
    Index best = 0;
    row.maxCoeff(&best);
    judgement.predicted_labels[at_row] = static_cast<std::int32_t>(best);
  }
  co_return judgement;
}

}  // namespace assayer
