#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/table_predictions.h"
#include "assayer/work_queue.h"
#include "models/mixture.h"

namespace assayer {

/// The different kinds of models that predict the rows of one table out of sample.
class TableModels {
 public:
  TableModels() = default;
  TableModels(const TableModels&) = delete;
  TableModels& operator=(const TableModels&) = delete;
  virtual ~TableModels() = default;

  virtual const std::vector<std::string>& names() const = 0;
  /// What one kind says of every row (n x outputs), learning by these weights, in folds that the round's number draws.
  /// The same whatever was asked before.
  virtual Job<Matrix> predict(Index model, const std::vector<double>& weights, Index round) = 0;

  /// The same for a unit of `WorkQueue`.
  Job<WorkResult> work(const WorkUnit& unit) {
    Matrix predictions = co_await predict(unit.model, unit.weights, unit.round);
    co_return WorkResult(std::move(predictions));
  }
};

/// The models of predict_table; none where there is nothing to learn. `table` must outlive them.
std::unique_ptr<TableModels> class_models(const EncodedTable& table, Labels labels, int num_classes,
                                          const PredictOptions& options);
/// The models of predict_table_regression; none where there is nothing to learn. `table` must outlive them.
std::unique_ptr<TableModels> number_models(const EncodedTable& table, std::span<const double> targets,
                                           const PredictOptions& options);

/// What all models say in some rounds, each with its weights; with the help of others where there is a queue. Of each
/// round its members, in the order of `names`.
Job<std::vector<std::vector<Member>>> predict_rounds(TableModels& models, WorkQueue* queue,
                                                     std::vector<std::vector<double>> weights, Index first_round);

}  // namespace assayer
