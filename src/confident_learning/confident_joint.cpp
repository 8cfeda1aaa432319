#include "assayer/confident_joint.h"

#include <array>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/counts.h"
#include "confident_learning/distributions.h"
#include "confident_learning/rows.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double lowest_threshold = 2e-6;
constexpr double threshold_of_missing_class = 2;  // no probability reaches it

template <typename Number>
void add_self_confidence(const Number* values, Labels labels, Index begin, Index end, Vector& sums) {
  const Index num_classes = sums.size();
  for (Index i = begin; i < end; ++i) {
    const Index label = labels[static_cast<std::size_t>(i)];
    sums(label) += values[i * num_classes + label];
  }
}

template <typename Number>
void count_guesses(const Number* values, Labels labels, Index begin, Index end, const Vector& cuts,
                   bool among_confident, ConfidentJoint& joint) {
  const Index num_classes = cuts.size();
  for (Index i = begin; i < end; ++i) {
    const Index guess = guess_label(values + i * num_classes, cuts.data(), num_classes, among_confident);
    if (guess < 0) continue;
    const Index label = labels[static_cast<std::size_t>(i)];
    ++joint.counts(label, guess);
    if (guess != label) joint.off_diagonal.push_back(static_cast<std::int32_t>(i));
  }
}

template <typename Number>
void count_predictions(const Number* values, Labels labels, Index begin, Index end, Matrix& counts) {
  const Index num_classes = counts.cols();
  for (Index i = begin; i < end; ++i)
    ++counts(labels[static_cast<std::size_t>(i)], largest_in_row(values + i * num_classes, num_classes));
}

/// The thresholds, and on the way, while the rows are in the cache, whether they are valid.
Job<Vector> validated_thresholds(Labels labels, MatrixView pred_probs) {
  require_labels_and_shape(labels, pred_probs);
  Vector sums = Vector::Zero(pred_probs.columns());
  for (RowBlocks block(pred_probs); block; ++block) {
    require_distributions(pred_probs, block.begin(), block.end());
    with_values(pred_probs,
                [&](const auto* values) { add_self_confidence(values, labels, block.begin(), block.end(), sums); });
    co_await pause(block.done());
  }
  co_return mean_self_confidence(sums, count_labels(labels, pred_probs.columns()));
}

constexpr std::array<std::string_view, 3> estimation_method_names = {"off_diagonal", "off_diagonal_calibrated",
                                                                     "off_diagonal_custom"};

}  // namespace

Vector mean_self_confidence(const Vector& sums, const Vector& counts) {
  Vector means(sums.size());
  for (Index k = 0; k < sums.size(); ++k)
    means(k) = counts(k) > 0 ? std::max(sums(k) / counts(k), lowest_threshold) : threshold_of_missing_class;
  return means;
}

Job<Vector> confident_thresholds(Labels labels, MatrixView pred_probs) {
  const Vector counts = count_labels(labels, pred_probs.columns());
  Vector sums = Vector::Zero(pred_probs.columns());
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs,
                [&](const auto* values) { add_self_confidence(values, labels, block.begin(), block.end(), sums); });
    co_await pause(block.done());
  }
  co_return mean_self_confidence(sums, counts);
}

Job<ConfidentJoint> count_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options) {
  const Index num_classes = pred_probs.columns();
  if (options.thresholds.size() == 0)
    options.thresholds = co_await within(0, 0.2, "", confident_thresholds(labels, pred_probs));
  const Vector cuts = options.thresholds.unaryExpr(&confident_from);
  ConfidentJoint joint{Matrix::Zero(num_classes, num_classes), {}};
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) {
      count_guesses(values, labels, block.begin(), block.end(), cuts, options.guess_among_confident, joint);
    });
    co_await pause(0.2 + 0.8 * block.done());
  }
  joint.counts.diagonal() = joint.counts.diagonal().cwiseMax(1);
  if (options.calibrate) joint.counts = calibrate_confident_joint(joint.counts, labels);
  co_return joint;
}

Rows without_agreement(Labels labels, MatrixView pred_probs, const Rows& rows) {
  const Index num_classes = pred_probs.columns();
  Rows disagreeing;
  with_values(pred_probs, [&](const auto* values) {
    for (const std::int32_t i : rows) {
      if (!agrees_with_label(values + i * num_classes, num_classes, labels[static_cast<std::size_t>(i)]))
        disagreeing.push_back(i);
    }
  });
  return disagreeing;
}

Job<Index> count_label_issues(Labels labels, MatrixView pred_probs) {
  ConfidentJointOptions options{.calibrate = false, .thresholds = {}};
  const ConfidentJoint joint = co_await count_confident_joint(labels, pred_probs, std::move(options));
  co_return static_cast<Index>(without_agreement(labels, pred_probs, joint.off_diagonal).size());
}

Job<Vector> get_confident_thresholds(Labels labels, MatrixView pred_probs) {
  return validated_thresholds(labels, pred_probs);
}

Job<ConfidentJoint> compute_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options) {
  if (options.thresholds.size() > 0) {
    validate_thresholds(options.thresholds, pred_probs.columns());
    co_await within(0, 0.5, "", validate_labels_and_pred_probs(labels, pred_probs));
  } else {
    options.thresholds = co_await within(0, 0.5, "", validated_thresholds(labels, pred_probs));
  }
  co_return co_await within(0.5, 1, "", count_confident_joint(labels, pred_probs, std::move(options)));
}

Job<Matrix> estimate_joint(Labels labels, MatrixView pred_probs, Matrix confident_joint) {
  if (confident_joint.size() == 0) {
    ConfidentJointOptions options;
    ConfidentJoint joint = co_await compute_confident_joint(labels, pred_probs, std::move(options));
    co_return normalize_joint(joint.counts);
  }
  validate_confident_joint(confident_joint, pred_probs.columns());
  co_return normalize_joint(calibrate_confident_joint(confident_joint, labels));
}

std::string_view estimation_method_name(EstimationMethod method) {
  return estimation_method_names[static_cast<std::size_t>(method)];
}

EstimationMethod estimation_method_from_name(std::string_view name) {
  for (std::size_t m = 0; m < estimation_method_names.size(); ++m) {
    if (estimation_method_names[m] == name) return static_cast<EstimationMethod>(m);
  }
  reject("estimation_method", "off_diagonal, off_diagonal_calibrated or off_diagonal_custom", name);
}

Job<Index> num_label_issues(Labels labels, MatrixView pred_probs, EstimationMethod method, Matrix confident_joint) {
  const bool is_custom = method == EstimationMethod::off_diagonal_custom;
  if (is_custom && confident_joint.size() == 0)
    reject("confident_joint", "a matrix, for estimation_method off_diagonal_custom", "none");
  if (!is_custom && confident_joint.size() > 0)
    reject("confident_joint", "none, except for estimation_method off_diagonal_custom", "a matrix");
  if (method == EstimationMethod::off_diagonal) {
    co_await within(0, 0.4, "", validate_labels_and_pred_probs(labels, pred_probs));
    co_return co_await within(0.4, 1, "", count_label_issues(labels, pred_probs));
  }
  const Matrix joint = co_await estimate_joint(labels, pred_probs, std::move(confident_joint));
  co_return static_cast<Index>(round_half_even(static_cast<double>(labels.size()) * (1 - joint.trace())));
}

Job<Matrix> compute_confusion_matrix(Labels labels, MatrixView pred_probs) {
  co_await within(0, 0.4, "", validate_labels_and_pred_probs(labels, pred_probs));
  Matrix counts = Matrix::Zero(pred_probs.columns(), pred_probs.columns());
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs,
                [&](const auto* values) { count_predictions(values, labels, block.begin(), block.end(), counts); });
    co_await pause(0.4 + 0.6 * block.done());
  }
  co_return counts;
}

}  // namespace assayer
