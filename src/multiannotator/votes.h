#pragma once

#include <vector>

#include "assayer/annotations.h"
#include "assayer/multiannotator.h"

namespace assayer {

/// The share of example i's votes that each class got, into `shares` (K).
void count_votes(const Annotations& annotations, Index i, VoteCount how, std::vector<double>& shares);

/// The number of classes, after checking that every model's matrix is n x K, K >= 2, with a class for each label.
/// Whether the values are probabilities is checked by `validate_pred_probs`.
Index check_shapes(const Annotations& annotations, const std::vector<MatrixView>& pred_probs);

/// Validate the probabilities of all models, one after the other.
Job<void> validate_all(std::vector<MatrixView> pred_probs);

}  // namespace assayer
