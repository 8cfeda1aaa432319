#include "multiannotator/crowdlab.h"

#include <algorithm>
#include <cmath>

namespace assayer {
namespace {

constexpr double smallest_weight = 1e-6;  // also of the share that the commonest class gets wrong

/// For every annotator: how often the other annotators of an example gave the same label, each example counting as much
/// as it has other labels. Who shares no example with others gets the mean of those who do.
Vector agreement_with_others(const Annotations& annotations) {
  Vector same = Vector::Zero(annotations.num_annotators), pairs = same;
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    const auto votes = annotations.labels_of(i);
    const auto voters = annotations.annotators_of(i);
    for (std::size_t v = 0; v < votes.size(); ++v) {
      same(voters[v]) += static_cast<double>(std::count(votes.begin(), votes.end(), votes[v]) - 1);
      pairs(voters[v]) += static_cast<double>(votes.size() - 1);
    }
  }
  const Vector agreement = (pairs.array() > 0).select(same.array() / pairs.array().max(1), 0);
  const double mean = agreement.sum() / std::max(1.0, static_cast<double>((pairs.array() > 0).count()));
  return (pairs.array() > 0).select(agreement, mean);
}

Index most_probable(MatrixView pred_probs, Index i) {
  Index best = 0;
  for (Index k = 1; k < pred_probs.columns(); ++k) {
    if (pred_probs(i, k) > pred_probs(i, best)) best = k;
  }
  return best;
}

}  // namespace

Vector compute_agreement(const Annotations& annotations, const std::vector<std::int32_t>& consensus) {
  Vector agreement(annotations.num_examples());
  for (Index i = 0; i < agreement.size(); ++i) {
    const auto votes = annotations.labels_of(i);
    agreement(i) = static_cast<double>(std::count(votes.begin(), votes.end(), consensus[static_cast<std::size_t>(i)])) /
                   static_cast<double>(votes.size());
  }
  return agreement;
}

CrowdlabWeights compute_crowdlab_weights(const Annotations& annotations, const std::vector<MatrixView>& pred_probs,
                                         const std::vector<std::int32_t>& consensus) {
  const Index n = annotations.num_examples();
  const Vector agreement = compute_agreement(annotations, consensus);
  CrowdlabWeights weights;
  weights.mean_annotations = static_cast<double>(annotations.labels.size()) / static_cast<double>(n);

  Vector model_errors = Vector::Zero(static_cast<Index>(pred_probs.size()));
  Vector consensus_counts = Vector::Zero(pred_probs.front().columns());
  double num_several = 0;
  for (Index i = 0; i < n; ++i) {
    if (!has_several_labels(annotations, i)) continue;
    const std::int32_t label = consensus[static_cast<std::size_t>(i)];
    num_several += 1;
    weights.agreement += agreement(i);
    consensus_counts(label) += 1;
    for (std::size_t b = 0; b < pred_probs.size(); ++b) {
      if (most_probable(pred_probs[b], i) != label) model_errors(static_cast<Index>(b)) += 1;
    }
  }
  weights.agreement /= num_several;
  const double baseline_error = std::max((num_several - consensus_counts.maxCoeff()) / num_several, smallest_weight);
  weights.annotators = (1 - (1 - agreement_with_others(annotations).array()) / baseline_error).max(smallest_weight);
  weights.models = (1 - model_errors.array() / num_several / baseline_error).max(smallest_weight) *
                   std::sqrt(weights.mean_annotations);
  return weights;
}

Matrix compute_joint_probabilities(const Annotations& annotations, const std::vector<MatrixView>& pred_probs,
                                   const CrowdlabWeights& weights) {
  const Index num_classes = pred_probs.front().columns();
  const double on_others = (1 - weights.agreement) / static_cast<double>(num_classes - 1);
  Matrix joint = Matrix::Zero(annotations.num_examples(), num_classes);
  for (Index i = 0; i < joint.rows(); ++i) {
    auto row = joint.row(i);
    double total = 0;
    for (std::size_t b = 0; b < pred_probs.size(); ++b) {
      const double weight = weights.models(static_cast<Index>(b));
      for (Index k = 0; k < num_classes; ++k) row(k) += weight * pred_probs[b](i, k);
      total += weight;
    }
    const auto votes = annotations.labels_of(i);
    const auto voters = annotations.annotators_of(i);
    for (std::size_t v = 0; v < votes.size(); ++v) {
      const double weight = weights.annotators(voters[v]);
      row.array() += weight * on_others;
      row(votes[v]) += weight * (weights.agreement - on_others);
      total += weight;
    }
    row /= total;
  }
  return joint;
}

}  // namespace assayer
