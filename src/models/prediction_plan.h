#pragma once

#include "assayer/table_predictions.h"

namespace assayer {

/// What a table's size and the effort leave room for.
struct PredictionPlan {
  int num_rounds = 3;
  int num_folds = 5;    ///< not more than there are groups of rows
  int num_trees = 150;  ///< of extra trees
  int num_boosting_rounds = 60;
  Index num_fourier_features = 256;  ///< 0: no kernel model
  Index linear_rows = 0;             ///< that a linear or kernel model learns from at most
  bool with_neighbors = true;
  ModelFamily model = ModelFamily::automatic;

  bool takes(ModelFamily family) const { return model == ModelFamily::automatic || model == family; }
};

/// @param num_outputs  classes, or 1 for numbers
/// @throws std::invalid_argument  fewer than 2 folds
PredictionPlan plan_predictions(const EncodedTable& table, Index num_outputs, const PredictOptions& options);

}  // namespace assayer
