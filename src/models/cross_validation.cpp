#include "assayer/cross_validation.h"

#include "assayer/error.h"
#include "models/logistic_fit.h"

namespace assayer {
namespace {

void check(const MatrixView& features, Labels labels, int num_classes, const CrossValidationOptions& options) {
  check_examples(features, labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= num_classes) {
      reject(at("labels", static_cast<std::int64_t>(i)), "a class id in 0.." + std::to_string(num_classes - 1),
             labels[i]);
    }
  }
  if (options.model != "logistic") reject("model", "\"logistic\"", options.model);
  if (options.part < 0 || options.part >= options.parts) {
    reject("part", "0 to " + std::to_string(options.parts - 1), options.part);
  }
}

}  // namespace

Job<Matrix> cross_val_predict(MatrixView features, Labels labels, int num_classes, CrossValidationOptions options) {
  check(features, labels, num_classes, options);
  const std::vector<std::int32_t> folds = stratified_folds(labels, options.folds);
  const LinearDesign design = LinearDesign::centred(features);
  const std::vector<double> example_weights;  // none: 1 each
  LogisticRegressionOptions fit_options;
  fit_options.tolerance = 1e-7;  // probabilities are right to about 1e-8

  const double shared = 0.05;
  SharedStart start =
      co_await within(0, shared, "cross-validation", prepare_start(design, labels, example_weights, fit_options));
  Matrix probabilities = Matrix::Zero(features.rows(), num_classes);
  for (int fold = options.part; fold < options.folds; fold += options.parts) {
    std::vector<std::int32_t> training, test;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      (folds[i] == fold ? test : training).push_back(static_cast<std::int32_t>(i));
    }
    const double share = (1 - shared) / options.folds;
    const LogisticModel model =
        co_await within(shared + share * fold, shared + share * (fold + 1), "cross-validation",
                        fit_logistic(design, labels, std::move(training), example_weights, fit_options, &start));
    const double done = shared + share * (fold + 1);
    co_await within(done, done, "cross-validation", predict_logistic(model, design, test, probabilities));
  }
  co_return probabilities;
}

}  // namespace assayer
