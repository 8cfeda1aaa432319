#pragma once

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/value.h"

namespace assayer {

/// How much work predictions are worth: one fast model; the usual mix; more of everything.
enum class Effort { fast, balanced, thorough };

struct PredictOptions {
  Effort effort = Effort::balanced;
  std::uint64_t seed = 0;
};

/// Out-of-sample predictions of every row, and what made them.
struct TablePredictions {
  Matrix pred_probs;   ///< n x K, rows sum to 1; classification only
  Vector predictions;  ///< n; regression only
  Value models;        ///< an object: the models that took part and their weights
};

/// Predict every row's class by models that did not see it.
///
/// @param table, labels  must outlive the job
/// @throws std::invalid_argument  no features, fewer than 2 classes, wrong lengths
Job<TablePredictions> predict_table(const EncodedTable& table, Labels labels, int num_classes,
                                    PredictOptions options = {});

}  // namespace assayer
