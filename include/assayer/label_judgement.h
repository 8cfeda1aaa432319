#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

struct LabelJudgementOptions {
  double threshold = 0.8;  ///< in [0, 1]: labels that are less probable to be right are flagged
  double balance = 0.3;    ///< in [0, 1]: 0 takes the probabilities as they are, 1 as if all classes were as frequent
  double usual_accuracy = 0.9;  ///< in (0, 1): share of right labels that is expected before looking
  double smoothing = 0.5;       ///< >= 0: how much of a class of average size that expectation weighs
};

struct LabelJudgement {
  Vector scores;                               ///< n: probability that the label is right, in [0, 1]; 1 where unknown
  Flags is_issue;                              ///< n
  std::vector<std::int32_t> predicted_labels;  ///< n: the most probable class; of flagged rows, the best other one
  Matrix noise_matrix;                         ///< K x K, row k: how labels are given where the class is k
};

/// Judge every label by all that is known: what the models say about the row, and which mix-ups are common in the
/// table.
///
/// With p(k | x) the out-of-sample probabilities and Q(k, y) = P(given y | true k),
///   score = p(y | x) Q(y, y) / sum_k p(k | x) Q(k, y),
/// where Q is learnt from the table by two steps of expectation and maximisation, starting from (and smoothed towards)
/// rare and even mix-ups. Classes that are rare get too small probabilities from most models: p is divided by
/// frequency^balance first. On raw tables this ranks errors better than the probability of the given label does, most
/// where some mix-ups are more common than others.
///
/// @param labels      n class ids, or -1 where unknown
/// @param pred_probs  n x K, out of sample; must outlive the job, as labels must
/// @throws std::invalid_argument  wrong shapes, labels or options out of range, probabilities that are not
/// Cost: O(n K) time, no memory but the result.
/// Source: Dawid and Skene 1979, "Maximum likelihood estimation of observer error-rates", for one observer.
Job<LabelJudgement> judge_labels(Labels labels, MatrixView pred_probs, LabelJudgementOptions options = {});

}  // namespace assayer
