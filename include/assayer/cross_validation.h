#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// Deal the examples into folds so that every fold has about the same share of every class.
///
/// The assignment is exactly that of scikit-learn's `StratifiedKFold(num_folds, shuffle=False)`: nothing is random, and
/// neighbours in the file tend to share a fold.
///
/// @param labels     class ids >= 0, n of them
/// @param num_folds  in [2, n]
/// @return           n fold numbers in 0..num_folds-1
/// @throws std::invalid_argument  a negative label, too many folds, or no class that has one example for each fold
/// Example:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1};
///     stratified_folds(labels, 2) == Rows{0, 1, 0, 1}
std::vector<std::int32_t> stratified_folds(Labels labels, int num_folds);

struct CrossValidationOptions {
  std::string model = "logistic";  ///< "logistic": see logistic_regression.h; standardise the features before
  int folds = 5;                   ///< in [2, n]
  std::uint64_t seed = 0;          ///< for models that draw random numbers ("logistic" draws none)
  int part = 0, parts = 1;         ///< only the folds of one part of several (fold % parts == part); other rows get 0
};

/// Predict every example by a model that was trained on the other folds.
///
/// @param features  n x d, finite; must outlive the job
/// @param labels    n class ids in 0..num_classes-1; must outlive the job. A class that is missing from the training
///                  rows of a fold gets probability 0 there.
/// @return          n x num_classes probabilities; rows sum to 1
/// @throws std::invalid_argument  wrong shapes, a label out of range, features that are not finite, an unknown model,
///                                a part that is none, or what `stratified_folds` refuses
/// Cost ("logistic"): a few tens of passes over the features (2 n d num_classes operations each) for all folds
/// together: the folds start from one fit on all examples and share its preconditioner. The result does not depend on
/// that start, because the optimum is unique and is met to about 1e-9.
/// Example:
///     const Matrix features{{-2}, {2}, {-1}, {1}, {-3}, {3}};
///     const std::vector<std::int32_t> labels = {0, 1, 0, 1, 0, 1};
///     const Matrix probabilities = run(cross_val_predict(features, labels, 2, {.folds = 3}));
///     probabilities(0, 0) > 0.5
///     Matrix sum = run(cross_val_predict(features, labels, 2, {.folds = 3, .part = 0, .parts = 2}));
///     sum += run(cross_val_predict(features, labels, 2, {.folds = 3, .part = 1, .parts = 2}));
///     sum == probabilities
Job<Matrix> cross_val_predict(MatrixView features, Labels labels, int num_classes, CrossValidationOptions options = {});

}  // namespace assayer
