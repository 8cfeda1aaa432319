#pragma once

#include <string_view>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The checks that every function over labels and pred_probs makes before it counts anything. What they let through is
/// given numbers by the functions; what they refuse never becomes a wrong number.

/// Labels are class ids: at least one example, every label in [0, num_classes - 1]. Classes without an example are
/// allowed, and so is a single class. Source: spec of the labels of cleanlab 2.9, which refuses a single class unless
/// it is class 0 and dies on empty labels; here both have one rule.
/// @throws std::invalid_argument  naming the first label that breaks it
void validate_labels(Labels labels, Index num_classes, std::string_view argument = "labels");

/// How far a probability may lie outside [0, 1], and the sum of a row away from 1 (float32, and probabilities that were
/// written with four digits, pass).
inline constexpr double probability_tolerance = 1e-6;
inline constexpr double row_sum_tolerance = 1e-3;

/// Probabilities are n x K, n >= 1, K >= 1: finite, in [0, 1] up to `probability_tolerance`, every row summing to 1 up
/// to `row_sum_tolerance` (cleanlab 2.9 checks neither NaN nor sums).
/// @param pred_probs  must outlive the job
/// @throws std::invalid_argument  naming the first row, and the column where there is one
Job<void> validate_pred_probs(MatrixView pred_probs);

/// Both of the above, and one label for each row. One pass: O(n K).
Job<void> validate_labels_and_pred_probs(Labels labels, MatrixView pred_probs);

/// A K x K matrix of finite counts >= 0 (whole or not).
/// @throws std::invalid_argument  naming `argument`
void validate_confident_joint(const Matrix& confident_joint, Index num_classes);

/// K finite numbers.
void validate_thresholds(const Vector& thresholds, Index num_classes);

}  // namespace assayer
