#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "assayer/label_quality.h"

namespace assayer {

/// Entropy of a row over ln K, in [0, 1]; 0 where K = 1. Probabilities at or outside the ends of [0, 1] add nothing.
template <typename Number>
double normalized_entropy(const Number* row, Index size) {
  double sum = 0;
  for (Index j = 0; j < size; ++j) {
    const double p = row[j];
    if (p > 0 && p < 1) sum -= p * std::log(p);
  }
  return size > 1 ? sum / std::log(static_cast<double>(size)) : 0;
}

inline double confidence_weighted_entropy(double entropy, double self_confidence, bool limits) {
  constexpr double floor = 1e-6;
  if (!limits) {
    const double x = entropy / std::max(self_confidence, floor);
    return std::log1p(x) / std::max(x, floor);
  }
  if (!(self_confidence > 0)) return 0;
  const double x = entropy / self_confidence;
  return x > 0 ? std::log1p(x) / x : 1;
}

template <typename Number>
double label_quality(const Number* row, Index size, Index label, ScoreMethod method, bool entropy_limits = false) {
  const double own = row[label];
  if (method == ScoreMethod::self_confidence) return own;
  if (size == 1) return 1;
  if (method == ScoreMethod::confidence_weighted_entropy)
    return confidence_weighted_entropy(normalized_entropy(row, size), own, entropy_limits);
  Number other = row[label == 0 ? 1 : 0];
  for (Index j = 0; j < label; ++j) other = row[j] > other ? row[j] : other;
  for (Index j = label + 1; j < size; ++j) other = row[j] > other ? row[j] : other;
  return (own - static_cast<double>(other) + 1) / 2;
}

/// Rows of pred_probs shifted by class thresholds: (P - t_k + max t) / row sum.
class PredProbsAdjustment {
 public:
  explicit PredProbsAdjustment(const Vector& thresholds)
      : shifts_(thresholds.maxCoeff() - thresholds.array()), row_(static_cast<std::size_t>(thresholds.size())) {}

  /// The adjusted row: valid until the next call.
  template <typename Number>
  const double* operator()(const Number* row) {
    double sum = 0;
    for (std::size_t j = 0; j < row_.size(); ++j) {
      row_[j] = static_cast<double>(row[j]) + shifts_(static_cast<Index>(j));
      sum += row_[j];
    }
    for (double& p : row_) p /= sum;
    return row_.data();
  }

 private:
  Vector shifts_;
  std::vector<double> row_;
};

/// `get_label_quality_scores` for callers that have validated labels and pred_probs already.
Job<Vector> score_labels(Labels labels, MatrixView pred_probs, LabelQualityOptions options);

/// @throws std::invalid_argument  options that do not go together
void validate_score_options(const LabelQualityOptions& options, Index num_classes);

/// The flagged ids in ascending order of their score; ties: smaller id first.
Rows rank_flagged(const Flags& mask, std::span<const double> scores);
Rows rank_flagged(const Flags& mask, const Vector& scores);

}  // namespace assayer
