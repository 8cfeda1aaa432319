#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/value.h"
#include "assayer/work_queue.h"

namespace assayer {

/// How much work predictions are worth.
enum class Effort {
  fast,      ///< one round of small models
  balanced,  ///< a few seconds for 10,000 x 20
  thorough,  ///< about five times as long
};
/// "fast", "balanced", "thorough"; the inverse refuses unknown names.
std::string_view effort_name(Effort effort);
Effort effort_from_name(std::string_view name);

/// Which kinds of models take part.
enum class ModelFamily {
  automatic,  ///< all that suit the table
  linear,     ///< logistic or ridge regression, naive Bayes on words
  trees,      ///< extremely randomised trees and gradient boosting
};
/// "auto", "linear" or "trees"; refuses others.
ModelFamily model_family_from_name(std::string_view name);

struct PredictOptions {
  Effort effort = Effort::balanced;
  std::uint64_t seed = 0;
  ModelFamily model = ModelFamily::automatic;
  int folds = 5;               ///< of the cross-validation, >= 2; fewer where there are fewer different rows
  WorkQueue* queue = nullptr;  ///< where others may help; must outlive the job
};

/// Out-of-sample predictions of every row, and what made them.
struct TablePredictions {
  Matrix pred_probs;   ///< n x K, rows sum to 1; classification only
  Vector predictions;  ///< n; regression only
  Value models;        ///< an object: the models that took part and their weights (they sum to 1)
};

/// Predict the class of every row of a raw table without letting the row's own label have a say.
///
/// Different kinds of models (linear, kernel, trees, boosting, neighbours, words) are cross-validated or asked out of
/// bag, and mixed with the weights that predict the given labels best. Later rounds learn without the rows whose labels
/// the first one flags or doubts, still out of sample; the result is the mean of all rounds. Copies of a row share its
/// fold.
///
/// @param table   must outlive the job
/// @param labels  n class ids in 0..num_classes-1, or -1 where unknown: such rows are predicted but never learnt from;
///                must outlive the job
/// @throws std::invalid_argument  labels of another length or out of range, no known label
/// Cost: set by `effort`; larger tables get smaller models. What is done follows from the table's size alone, never
/// from the clock, so that the same table gives the same result on any machine. Source: Caruana et al. 2004, "Ensemble
/// selection from libraries of models"; Northcutt, Jiang and Chuang 2021, "Confident learning".
Job<TablePredictions> predict_table(const EncodedTable& table, Labels labels, int num_classes,
                                    PredictOptions options = {});

/// The same for numbers, in one round: ridge regression, trees and boosting, mixed by their squared errors.
///
/// @param targets  n numbers, NaN where unknown: such rows are predicted but never learnt from; must outlive the job
/// @throws std::invalid_argument  targets of another length, infinite ones, no known one
Job<TablePredictions> predict_table_regression(const EncodedTable& table, std::span<const double> targets,
                                               PredictOptions options = {});

}  // namespace assayer
