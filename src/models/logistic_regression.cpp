#include "assayer/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "assayer/error.h"
#include "models/logistic_fit.h"
#include "row_scan.h"

namespace assayer {
namespace {

void check(const MatrixView& features, Labels labels, const std::vector<double>& example_weights,
           const LogisticRegressionOptions& options) {
  check_examples(features, labels);
  if (!example_weights.empty() && example_weights.size() != labels.size()) {
    reject("example_weights", "one for each of the " + std::to_string(labels.size()) + " examples",
           static_cast<std::int64_t>(example_weights.size()));
  }
  for (std::size_t i = 0; i < example_weights.size(); ++i) {
    if (!(example_weights[i] >= 0 && std::isfinite(example_weights[i]))) {
      reject(at("example_weights", static_cast<std::int64_t>(i)), "a number >= 0", example_weights[i]);
    }
  }
  if (features.columns() == 0) reject("features", "at least one column", "none");
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0) reject(at("labels", static_cast<std::int64_t>(i)), "a class id >= 0", labels[i]);
  }
  if (!(options.c > 0)) reject("c", "a number > 0", options.c);
  if (!(options.tolerance > 0)) reject("tolerance", "a number > 0", options.tolerance);
}

void check_finite(const MatrixView& features) {
  for (Index i = 0; i < features.rows(); ++i) {
    if (const auto j = first_not_finite(features, i)) reject(at("features", i, *j), "a finite number", features(i, *j));
  }
}

constexpr Index many_rows = 20;       ///< for each weight: then a fold moves the optimum little
constexpr double near_enough = 1e-2;  ///< tolerance of the fit of all rows, from which those of the folds start

/// Stopped early, a fit would remember the labels of rows that it started from and is to predict.
bool start_is_forgotten(const LogisticRegressionOptions& options) { return options.tolerance < 1e-3; }

}  // namespace

void check_examples(const MatrixView& features, Labels labels) {
  const auto n = static_cast<Index>(labels.size());
  if (n == 0) reject("labels", "at least one example", "none");
  if (features.rows() != n)
    reject("features", "one row for each of the " + std::to_string(n) + " labels", features.rows());
  check_finite(features);
}

LogisticTask logistic_task(Labels labels, std::vector<std::int32_t> rows, const std::vector<double>& example_weights,
                           double c, std::vector<std::int32_t>& classes) {
  classes.clear();
  for (const std::int32_t i : rows) classes.push_back(labels[static_cast<std::size_t>(i)]);
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  LogisticTask task;
  for (const std::int32_t i : rows) {
    const std::int32_t label = labels[static_cast<std::size_t>(i)];
    const auto place = std::lower_bound(classes.begin(), classes.end(), label);
    task.targets.push_back(static_cast<std::int32_t>(place - classes.begin()));
    task.weights.push_back(example_weights.empty() ? 1.0 : example_weights[static_cast<std::size_t>(i)]);
  }
  task.rows = std::move(rows);
  task.num_targets = std::max(2, static_cast<int>(classes.size()));
  task.penalty = 1 / c;
  return task;
}

Job<LogisticModel> fit_logistic(const LinearDesign& design, Labels labels, std::vector<std::int32_t> rows,
                                const std::vector<double>& example_weights, LogisticRegressionOptions options,
                                const SharedStart* start) {
  LogisticModel model;
  const LogisticTask task = logistic_task(labels, std::move(rows), example_weights, options.c, model.classes);
  if (model.classes.size() == 1) {
    model.weights = Matrix::Zero(design.columns(), 1);
    co_return model;
  }
  LogisticObjective objective(design, task);
  if (start && start->classes == model.classes) {
    model.weights = start->weights;
    co_await minimize(objective, start->preconditioner, options.tolerance, model.weights);
  } else {
    model.weights = Matrix::Zero(design.columns(), task.outputs());
    Matrix gradient;
    co_await within(0, 0, {}, objective.evaluate(model.weights, gradient));
    const LogisticPreconditioner preconditioner = co_await within(0, 0.1, {}, objective.precondition(true));
    co_await within(0.1, 1, {}, minimize(objective, preconditioner, options.tolerance, model.weights));
  }
  co_return model;
}

Job<SharedStart> prepare_start(const LinearDesign& design, Labels labels, const std::vector<double>& example_weights,
                               LogisticRegressionOptions options) {
  SharedStart start;
  std::vector<std::int32_t> rows(labels.size());
  std::iota(rows.begin(), rows.end(), 0);
  const LogisticTask task = logistic_task(labels, std::move(rows), example_weights, options.c, start.classes);
  if (start.classes.size() == 1) co_return start;
  LogisticObjective objective(design, task);
  Matrix gradient;
  const Matrix zero = Matrix::Zero(design.columns(), task.outputs());
  co_await within(0, 0.3, {}, objective.evaluate(zero, gradient));
  start.preconditioner = co_await within(0.3, 0.4, {}, objective.precondition(true));
  start.weights = zero;
  if (start_is_forgotten(options) && design.rows() >= many_rows * zero.size()) {
    co_await within(0.4, 0.9, {}, minimize(objective, start.preconditioner, near_enough, start.weights));
    start.preconditioner = co_await within(0.9, 1, {}, objective.precondition(false));
  }
  co_return start;
}

Job<void> predict_logistic(const LogisticModel& model, const LinearDesign& design, std::span<const std::int32_t> rows,
                           Matrix& probabilities) {
  const LinearWeights<double> weights = design.split<double>(model.weights);
  DenseRows<double> dense;
  Matrix scores;
  constexpr std::size_t step = 256;
  for (std::size_t first = 0; first < rows.size(); first += step) {
    const auto some = rows.subspan(first, std::min(step, rows.size() - first));
    design.find(some, dense);
    design.multiply(some, dense, weights, scores);
    scores_to_probabilities(scores);
    for (std::size_t r = 0; r < some.size(); ++r) {
      auto out = probabilities.row(some[r]);
      const auto in = scores.row(static_cast<Index>(r));
      out.setZero();
      if (model.classes.size() == 1) {
        out(model.classes[0]) = 1;
      } else if (model.classes.size() == 2) {
        out(model.classes[0]) = 1 - in(0);
        out(model.classes[1]) = in(0);
      } else {
        for (std::size_t j = 0; j < model.classes.size(); ++j) out(model.classes[j]) = in(static_cast<Index>(j));
      }
    }
    co_await pause(static_cast<double>(first) / static_cast<double>(rows.size()));
  }
}

Job<LogisticModel> fit_logistic_regression(MatrixView features, Labels labels, std::vector<double> example_weights,
                                           LogisticRegressionOptions options) {
  check(features, labels, example_weights, options);
  const LinearDesign design = LinearDesign::centred(features);
  std::vector<std::int32_t> rows(labels.size());
  std::iota(rows.begin(), rows.end(), 0);
  LogisticModel model = co_await fit_logistic(design, labels, std::move(rows), example_weights, options, nullptr);
  design.uncentre(model.weights);
  co_return model;
}

Job<Matrix> predict_probabilities(const LogisticModel& model, MatrixView features, int num_classes) {
  if (features.columns() + 1 != model.weights.rows()) {
    reject("features", std::to_string(model.weights.rows() - 1) + " columns, as the model was fitted to",
           features.columns());
  }
  check_finite(features);
  const LinearDesign design(features);
  std::vector<std::int32_t> rows(static_cast<std::size_t>(features.rows()));
  std::iota(rows.begin(), rows.end(), 0);
  Matrix probabilities(features.rows(), num_classes);
  co_await predict_logistic(model, design, rows, probabilities);
  co_return probabilities;
}

}  // namespace assayer
