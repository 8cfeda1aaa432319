#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/logistic_regression.h"
#include "assayer/matrix.h"
#include "models/linear_design.h"
#include "models/logistic_objective.h"

namespace assayer {

/// Where the fits of the folds start: from 0, or near the optimum of all rows where that is near theirs and tolerances
/// are narrow enough to forget the start.
struct SharedStart {
  std::vector<std::int32_t> classes;  ///< ascending
  Matrix weights;
  LogisticPreconditioner preconditioner;
};

/// Refuse features and labels that are not n finite rows and n labels.
void check_examples(const MatrixView& features, Labels labels);

/// The rows as a task, and the classes they have (ascending).
LogisticTask logistic_task(Labels labels, std::vector<std::int32_t> rows, const std::vector<double>& example_weights,
                           double c, std::vector<std::int32_t>& classes);

/// Fit to some rows. `example_weights` are of all rows of the design, or none. With `start` (of the same classes) the
/// work begins there; the result is the same, but for rounding.
Job<LogisticModel> fit_logistic(const LinearDesign& design, Labels labels, std::vector<std::int32_t> rows,
                                const std::vector<double>& example_weights, LogisticRegressionOptions options,
                                const SharedStart* start);
Job<SharedStart> prepare_start(const LinearDesign& design, Labels labels, const std::vector<double>& example_weights,
                               LogisticRegressionOptions options);

/// Write the probabilities of some rows into those rows of an n x num_classes matrix.
Job<void> predict_logistic(const LogisticModel& model, const LinearDesign& design, std::span<const std::int32_t> rows,
                           Matrix& probabilities);

}  // namespace assayer
