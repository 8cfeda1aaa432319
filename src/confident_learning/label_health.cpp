#include "assayer/label_health.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "ordering.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double epsilon = 1e-6;  // floor of denominators

void check_joint(const Matrix& joint, Index num_examples) {
  if (joint.rows() != joint.cols() || joint.rows() < 1)
    reject("joint", "a K x K matrix", std::to_string(joint.rows()) + " x " + std::to_string(joint.cols()));
  for (Index a = 0; a < joint.rows(); ++a) {
    for (Index b = 0; b < joint.cols(); ++b) {
      if (!(joint(a, b) >= 0) || !std::isfinite(joint(a, b))) reject(at("joint", a, b), "a number >= 0", joint(a, b));
    }
  }
  if (num_examples < 1) reject("num_examples", "a number > 0", static_cast<std::int64_t>(num_examples));
}

std::int32_t to_count(double probability, Index num_examples) {
  return static_cast<std::int32_t>(round_half_even(probability * static_cast<double>(num_examples)));
}

}  // namespace

Table rank_classes_by_label_quality(const Matrix& joint, Index num_examples) {
  check_joint(joint, num_examples);
  const Index num_classes = joint.rows();
  std::vector<double> noise, inverse_noise, scores;
  std::vector<std::int32_t> issues, inverse_issues;
  for (Index k = 0; k < num_classes; ++k) {
    const double row = joint.row(k).sum(), column = joint.col(k).sum();
    const double wrong = row - joint(k, k), inverse_wrong = column - joint(k, k);
    issues.push_back(to_count(wrong, num_examples));
    inverse_issues.push_back(to_count(inverse_wrong, num_examples));
    noise.push_back(wrong / std::max(row, epsilon));
    inverse_noise.push_back(inverse_wrong / std::max(column, epsilon));
    scores.push_back(1 - noise.back());
  }
  const std::vector<std::int32_t> order = argsort(scores);
  const auto ordered = [&](const auto& values) {
    auto result = values;
    for (std::size_t r = 0; r < order.size(); ++r) result[r] = values[static_cast<std::size_t>(order[r])];
    return result;
  };
  return {{{"Class Name", ClassIds{order}},
           {"Class Index", order},
           {"Label Issues", ordered(issues)},
           {"Inverse Label Issues", ordered(inverse_issues)},
           {"Label Noise", ordered(noise)},
           {"Inverse Label Noise", ordered(inverse_noise)},
           {"Label Quality Score", ordered(scores)}}};
}

Table find_overlapping_classes(const Matrix& joint, Index num_examples, bool asymmetric) {
  check_joint(joint, num_examples);
  std::vector<std::int32_t> first, second;
  std::vector<double> keys;  // negative: the most probable pair first
  for (Index a = 0; a < joint.rows(); ++a) {
    for (Index b = asymmetric ? 0 : a + 1; b < joint.cols(); ++b) {
      if (a == b) continue;
      first.push_back(static_cast<std::int32_t>(a));
      second.push_back(static_cast<std::int32_t>(b));
      keys.push_back(-(asymmetric ? joint(a, b) : joint(a, b) + joint(b, a)));
    }
  }
  std::vector<std::int32_t> a_ids, b_ids, counts;
  std::vector<double> probabilities;
  for (const std::int32_t pair : argsort(keys)) {
    const auto p = static_cast<std::size_t>(pair);
    a_ids.push_back(first[p]);
    b_ids.push_back(second[p]);
    probabilities.push_back(0 - keys[p]);
    counts.push_back(to_count(probabilities.back(), num_examples));
  }
  return {{{"Class Name A", ClassIds{a_ids}},
           {"Class Name B", ClassIds{b_ids}},
           {"Class Index A", a_ids},
           {"Class Index B", b_ids},
           {"Num Overlapping Examples", counts},
           {"Joint Probability", probabilities}}};
}

double overall_label_health_score(const Matrix& joint) {
  check_joint(joint, 1);
  return joint.trace();
}

Job<Table> rank_classes_by_label_quality(Labels labels, MatrixView pred_probs) {
  Job<Matrix> job = estimate_joint(labels, pred_probs);
  const Matrix joint = co_await std::move(job);
  co_return rank_classes_by_label_quality(joint, static_cast<Index>(labels.size()));
}

Job<Table> find_overlapping_classes(Labels labels, MatrixView pred_probs, bool asymmetric) {
  Job<Matrix> job = estimate_joint(labels, pred_probs);
  const Matrix joint = co_await std::move(job);
  co_return find_overlapping_classes(joint, static_cast<Index>(labels.size()), asymmetric);
}

Job<double> overall_label_health_score(Labels labels, MatrixView pred_probs) {
  Job<Index> job = num_label_issues(labels, pred_probs);
  const Index issues = co_await std::move(job);
  co_return 1 - static_cast<double>(issues) / static_cast<double>(labels.size());
}

Job<HealthSummary> health_summary(Labels labels, MatrixView pred_probs, bool asymmetric) {
  const auto num_examples = static_cast<Index>(labels.size());
  HealthSummary summary;
  summary.overall_label_health_score = co_await within(0, 0.5, "", overall_label_health_score(labels, pred_probs));
  Job<Matrix> job = estimate_joint(labels, pred_probs);
  summary.joint = co_await within(0.5, 1, "", std::move(job));
  summary.classes_by_label_quality = rank_classes_by_label_quality(summary.joint, num_examples);
  summary.overlapping_classes = find_overlapping_classes(summary.joint, num_examples, asymmetric);
  co_return summary;
}

}  // namespace assayer
