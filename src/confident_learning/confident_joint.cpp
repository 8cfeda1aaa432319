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

// Not inlined: in a coroutine the compiler would keep the variables of the loops in its frame.

template <typename Number>
[[gnu::noinline]] void add_self_confidence(const Number* values, Labels labels, Vector& sums) {
  const Index num_classes = sums.size();
  for (const std::int32_t label : labels) {
    sums(label) += values[label];
    values += num_classes;
  }
}

/// Without branches that are as good as random: a third of the examples is often confident in no class.
///
/// @param first   id of the first of these examples
/// @param counts  (K + 1) x K: in its last row the examples that are confident in no class
template <typename Number>
[[gnu::noinline]] void count_guesses(const Number* values, Labels labels, Index first,
                                     const ConfidentJointOptions& options, const Vector& cuts, Matrix& counts,
                                     Rows& off_diagonal) {
  const Index num_classes = cuts.size();
  std::size_t found = off_diagonal.size();
  off_diagonal.resize(found + labels.size());
  auto id = static_cast<std::int32_t>(first);
  for (const std::int32_t label : labels) {
    const Confidence confidence = confidence_of(values, cuts.data(), num_classes);
    Index guess = confidence.guess;
    if (confidence.classes > 1) {
      guess = most_probable_of_several(values, cuts.data(), num_classes, options.guess_among_confident);
    }
    const bool is_counted = confidence.classes > 0;
    ++counts(is_counted ? label : num_classes, guess);
    off_diagonal[found] = id++;
    found += static_cast<std::size_t>(is_counted & (guess != label));
    values += num_classes;
  }
  off_diagonal.resize(found);
}

template <typename Number>
void count_predictions(const Number* values, Labels labels, Index begin, Index end, Matrix& counts) {
  const Index num_classes = counts.cols();
  for (Index i = begin; i < end; ++i)
    ++counts(labels[static_cast<std::size_t>(i)], largest_in_row(values + i * num_classes, num_classes));
}

PredProbBlocks blocks_of(MatrixView pred_probs) {
  return {pred_probs.rows(), pred_probs.columns(), [pred_probs](Index begin, Index end) {
            return with_values(pred_probs, [&](const auto* values) {
              return MatrixView(values + begin * pred_probs.columns(), end - begin, pred_probs.columns());
            });
          }};
}

/// A matrix of this shape, of which nobody reads a value.
MatrixView shape_of(const PredProbBlocks& pred_probs) {
  return {static_cast<const double*>(nullptr), pred_probs.rows, pred_probs.columns};
}

Labels labels_of(Labels labels, const RowBlocks& block) {
  return labels.subspan(static_cast<std::size_t>(block.begin()), static_cast<std::size_t>(block.end() - block.begin()));
}

Job<Vector> thresholds_of(Labels labels, const PredProbBlocks& pred_probs, bool validate) {
  Vector sums = Vector::Zero(pred_probs.columns);
  for (RowBlocks block(shape_of(pred_probs)); block; ++block) {
    const MatrixView rows = pred_probs.read(block.begin(), block.end());
    if (validate) require_distributions(rows, 0, rows.rows(), block.begin());
    with_values(rows, [&](const auto* values) { add_self_confidence(values, labels_of(labels, block), sums); });
    co_await pause(block.done());
  }
  co_return mean_self_confidence(sums, count_labels(labels, pred_probs.columns));
}

/// The thresholds, and on the way, while the rows are in the cache, whether they are valid.
Job<Vector> validated_thresholds(Labels labels, const PredProbBlocks& pred_probs) {
  require_labels_and_shape(labels, shape_of(pred_probs));
  co_return co_await within(0, 1, "", thresholds_of(labels, pred_probs, true));
}

Job<void> validate(Labels labels, const PredProbBlocks& pred_probs) {
  require_labels_and_shape(labels, shape_of(pred_probs));
  for (RowBlocks block(shape_of(pred_probs)); block; ++block) {
    const MatrixView rows = pred_probs.read(block.begin(), block.end());
    require_distributions(rows, 0, rows.rows(), block.begin());
    co_await pause(block.done());
  }
}

Job<ConfidentJoint> count_in_blocks(Labels labels, const PredProbBlocks& pred_probs, ConfidentJointOptions options) {
  const Index num_classes = pred_probs.columns;
  if (options.thresholds.size() == 0)
    options.thresholds = co_await within(0, 0.2, "", thresholds_of(labels, pred_probs, false));
  const Vector cuts = options.thresholds.unaryExpr(&confident_from);
  Matrix counts = Matrix::Zero(num_classes + 1, num_classes);
  ConfidentJoint joint;
  for (RowBlocks block(shape_of(pred_probs)); block; ++block) {
    const MatrixView rows = pred_probs.read(block.begin(), block.end());
    with_values(rows, [&](const auto* values) {
      count_guesses(values, labels_of(labels, block), block.begin(), options, cuts, counts, joint.off_diagonal);
    });
    co_await pause(0.2 + 0.8 * block.done());
  }
  joint.counts = counts.topRows(num_classes);
  joint.counts.diagonal() = joint.counts.diagonal().cwiseMax(1);
  if (options.calibrate) joint.counts = calibrate_confident_joint(joint.counts, labels);
  co_return joint;
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
  const PredProbBlocks blocks = blocks_of(pred_probs);
  co_return co_await within(0, 1, "", thresholds_of(labels, blocks, false));
}

Job<ConfidentJoint> count_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options) {
  const PredProbBlocks blocks = blocks_of(pred_probs);
  co_return co_await within(0, 1, "", count_in_blocks(labels, blocks, std::move(options)));
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
  const PredProbBlocks blocks = blocks_of(pred_probs);
  co_return co_await within(0, 1, "", validated_thresholds(labels, blocks));
}

Job<ConfidentJoint> compute_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options) {
  return compute_confident_joint(labels, blocks_of(pred_probs), std::move(options));
}

Job<ConfidentJoint> compute_confident_joint(Labels labels, PredProbBlocks pred_probs, ConfidentJointOptions options) {
  if (options.thresholds.size() > 0) {
    validate_thresholds(options.thresholds, pred_probs.columns);
    co_await within(0, 0.5, "", validate(labels, pred_probs));
  } else {
    options.thresholds = co_await within(0, 0.5, "", validated_thresholds(labels, pred_probs));
  }
  co_return co_await within(0.5, 1, "", count_in_blocks(labels, pred_probs, std::move(options)));
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
