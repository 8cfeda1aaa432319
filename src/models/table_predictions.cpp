#include "assayer/table_predictions.h"

#include <algorithm>

#include "assayer/cross_validation.h"

namespace assayer {

Job<TablePredictions> predict_table(const EncodedTable& table, Labels labels, int num_classes, PredictOptions options) {
  FloatMatrix features(table.linear.rows(), table.linear.cols() + table.text_reduced.cols());
  features << table.linear, table.text_reduced;
  CrossValidationOptions cross_validation;
  cross_validation.seed = options.seed;
  cross_validation.folds = static_cast<int>(std::min<std::size_t>(5, labels.size()));
  TablePredictions result;
  result.pred_probs = co_await cross_val_predict(features, labels, num_classes, cross_validation);
  result.models.set("logistic", 1.0);
  co_return result;
}

}  // namespace assayer
