#include "assayer/clean_learning.h"

#include <algorithm>
#include <utility>

#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "assayer/noise_estimation.h"
#include "assayer/validation.h"

namespace assayer {
namespace {

constexpr double smallest_rate = 1e-3;  // of correct labels, for the weights
constexpr Index rows_between_pauses = 20000;

void check_noise_matrix(const Matrix& matrix, const char* name, Index num_classes) {
  if (matrix.size() == 0) return;
  if (matrix.rows() != num_classes || matrix.cols() != num_classes) {
    reject(name, std::to_string(num_classes) + " x " + std::to_string(num_classes) + " numbers",
           std::to_string(matrix.rows()) + " x " + std::to_string(matrix.cols()));
  }
  for (Index s = 0; s < num_classes; ++s) {
    for (Index y = 0; y < num_classes; ++y) {
      if (!(matrix(s, y) >= 0 && matrix(s, y) <= 1)) reject(at(name, s, y), "a probability in [0, 1]", matrix(s, y));
    }
  }
  if (!(matrix.trace() > 1)) reject(name, "a trace > 1 (else labels say nothing)", matrix.trace());
}

void check(const CleanLearningOptions& options, Index num_classes) {
  check_noise_matrix(options.noise_matrix, "noise_matrix", num_classes);
  check_noise_matrix(options.inverse_noise_matrix, "inverse_noise_matrix", num_classes);
  if (!options.pulearning) return;
  if (num_classes != 2) reject("pulearning", "two classes", static_cast<std::int64_t>(num_classes));
  if (*options.pulearning != 0 && *options.pulearning != 1) reject("pulearning", "class 0 or 1", *options.pulearning);
}

Vector label_shares(Labels labels, Index num_classes) {
  Vector shares = Vector::Zero(num_classes);
  for (const std::int32_t label : labels) shares(label) += 1;
  return shares / static_cast<double>(labels.size());
}

NoiseMatrices find_noise(const Matrix& confident_joint, Labels labels, const CleanLearningOptions& options) {
  const Vector ps = label_shares(labels, confident_joint.rows());
  if (options.noise_matrix.size() > 0) {
    NoiseMatrices noise = compute_py_and_inverse_noise_matrix(ps, options.noise_matrix);
    noise.noise_matrix = options.noise_matrix;
    if (options.inverse_noise_matrix.size() > 0) noise.inverse_noise_matrix = options.inverse_noise_matrix;
    return noise;
  }
  if (options.inverse_noise_matrix.size() > 0) {
    NoiseMatrices noise;
    noise.inverse_noise_matrix = options.inverse_noise_matrix;
    noise.noise_matrix = compute_noise_matrix_from_inverse(ps, options.inverse_noise_matrix);
    noise.py = compute_py(ps, noise.noise_matrix, noise.inverse_noise_matrix);
    return noise;
  }
  return estimate_latent(confident_joint, labels, PyMethod::cnt, options.converge_latent_estimates);
}

/// No label `sure` is wrong: what is not labelled so is not so.
void apply_positive_unlabelled(std::int32_t sure, Matrix& confident_joint, NoiseMatrices& noise) {
  const std::int32_t other = 1 - sure;
  noise.noise_matrix(sure, other) = 0;
  noise.noise_matrix(other, other) = 1;
  noise.inverse_noise_matrix(other, sure) = 0;
  noise.inverse_noise_matrix(sure, sure) = 1;
  confident_joint(sure, other) = 0;
  confident_joint(other, other) = 1;
}

void predict_rows(MatrixView pred_probs, Index begin, Index end, std::vector<std::int32_t>& predicted) {
  for (Index i = begin; i < end; ++i) {
    Index best = 0;
    for (Index k = 1; k < pred_probs.columns(); ++k) {
      if (pred_probs(i, k) > pred_probs(i, best)) best = k;
    }
    predicted.push_back(static_cast<std::int32_t>(best));
  }
}

}  // namespace

Job<CleanLearningIssues> find_clean_learning_issues(Labels labels, MatrixView pred_probs,
                                                    CleanLearningOptions options) {
  Job<void> validation = validate_labels_and_pred_probs(labels, pred_probs);
  co_await within(0, 0.1, "", std::move(validation));
  check(options, pred_probs.columns());

  ConfidentJointOptions joint_options;
  joint_options.thresholds = options.thresholds;
  Job<ConfidentJoint> joint_job = compute_confident_joint(labels, pred_probs, std::move(joint_options));
  ConfidentJoint joint = co_await within(0.1, 0.3, "", std::move(joint_job));
  NoiseMatrices noise = find_noise(joint.counts, labels, options);
  if (options.pulearning) apply_positive_unlabelled(*options.pulearning, joint.counts, noise);

  LabelFilterOptions filter = options.filter;
  if (filter.confident_joint.size() == 0) filter.confident_joint = joint.counts;
  Job<LabelIssues> filter_job = find_label_issues(labels, pred_probs, std::move(filter));
  LabelIssues issues = co_await within(0.3, 0.7, "", std::move(filter_job));

  CleanLearningIssues result;
  result.is_label_issue = std::move(issues.mask);
  Job<Vector> score_job = get_label_quality_scores(labels, pred_probs, options.label_quality);
  result.label_quality = co_await within(0.7, 0.9, "", std::move(score_job));
  for (Index begin = 0; begin < pred_probs.rows(); begin += rows_between_pauses) {
    predict_rows(pred_probs, begin, std::min(begin + rows_between_pauses, pred_probs.rows()), result.predicted_label);
    co_await pause(0.95);
  }
  result.confident_joint = std::move(joint.counts);
  result.py = std::move(noise.py);
  result.noise_matrix = std::move(noise.noise_matrix);
  result.inverse_noise_matrix = std::move(noise.inverse_noise_matrix);
  co_return result;
}

Vector clean_learning_weights(Labels labels, const Flags& is_label_issue, const Matrix& noise_matrix) {
  validate_labels(labels, noise_matrix.rows());
  if (is_label_issue.size() != labels.size()) {
    reject("label_issues", "one for each label (" + std::to_string(labels.size()) + ")",
           static_cast<std::int64_t>(is_label_issue.size()));
  }
  Vector weights(static_cast<Index>(labels.size()));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    weights(static_cast<Index>(i)) =
        is_label_issue[i] ? 0 : 1 / std::max(noise_matrix(labels[i], labels[i]), smallest_rate);
  }
  return weights;
}

}  // namespace assayer
