#include "assayer/clean_learning.h"

#include <emscripten/bind.h>

#include "assayer/cross_validation.h"
#include "assayer/logistic_regression.h"
#include "label_inputs.h"

namespace assayer::wasm {
namespace {

CleanLearningOptions to_options(const val& options) {
  CleanLearningOptions result;
  result.filter = to_label_filter_options(options, std::move(result.filter));
  result.label_quality.method = score_method_from_name(option<std::string>(options, "method", "self_confidence"));
  result.label_quality.adjust_pred_probs = option(options, "adjustPredProbs", result.label_quality.adjust_pred_probs);
  result.thresholds = vector_option(options, "thresholds");
  result.converge_latent_estimates = option(options, "convergeLatentEstimates", result.converge_latent_estimates);
  if (has_option(options, "pulearning")) result.pulearning = options["pulearning"].as<int>();
  result.noise_matrix = matrix_option(options, "noiseMatrix");
  result.inverse_noise_matrix = matrix_option(options, "inverseNoiseMatrix");
  return result;
}

struct IssueInput {
  std::vector<std::int32_t> labels;
  OwnedMatrix pred_probs;
  CleanLearningOptions options;
};

JobHandle issues_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      IssueInput{to_vector<std::int32_t>(labels), to_owned_matrix(pred_probs), to_options(options)},
      [](const IssueInput& input) {
        return find_clean_learning_issues(input.labels, input.pred_probs.view(), input.options);
      },
      [](const CleanLearningIssues& issues) {
        val result = val::object();
        result.set("isLabelIssue", to_typed_array(issues.is_label_issue));
        result.set("labelQuality", to_typed_array(issues.label_quality));
        result.set("predictedLabel", to_typed_array(issues.predicted_label));
        result.set("confidentJoint", from_matrix(issues.confident_joint));
        result.set("py", to_typed_array(issues.py));
        result.set("noiseMatrix", from_matrix(issues.noise_matrix));
        result.set("inverseNoiseMatrix", from_matrix(issues.inverse_noise_matrix));
        return result;
      });
}

val weights_js(const val& labels, const val& flags, const val& noise_matrix) {
  return to_typed_array(
      clean_learning_weights(to_vector<std::int32_t>(labels), to_vector<std::uint8_t>(flags), to_matrix(noise_matrix)));
}

val folds_js(const val& labels, int num_folds) {
  return to_typed_array(stratified_folds(to_vector<std::int32_t>(labels), num_folds));
}

struct FitInput {
  OwnedMatrix features;
  std::vector<std::int32_t> labels;
  std::vector<double> weights;
  LogisticRegressionOptions options;
};

JobHandle fit_js(const val& features, const val& labels, const val& weights, const val& options) {
  LogisticRegressionOptions fit_options;
  fit_options.c = option(options, "c", fit_options.c);
  return hold_job(
      FitInput{to_owned_matrix(features), to_vector<std::int32_t>(labels), to_vector<double>(weights), fit_options},
      [](const FitInput& input) {
        return fit_logistic_regression(input.features.view(), input.labels, input.weights, input.options);
      },
      [](const LogisticModel& model) {
        val result = val::object();
        result.set("weights", from_matrix(model.weights));
        result.set("classes", to_typed_array(model.classes));
        return result;
      });
}

struct PredictInput {
  LogisticModel model;
  OwnedMatrix features;
  int num_classes = 0;
};

JobHandle predict_js(const val& model, const val& features, int num_classes) {
  return hold_job(
      PredictInput{{to_matrix(model["weights"]), to_vector<std::int32_t>(model["classes"])},
                   to_owned_matrix(features),
                   num_classes},
      [](const PredictInput& input) {
        return predict_probabilities(input.model, input.features.view(), input.num_classes);
      },
      from_matrix);
}

EMSCRIPTEN_BINDINGS(clean_learning) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("cleanLearningIssues", &issues_js, take_ownership());
  emscripten::function("cleanLearningWeights", &weights_js);
  emscripten::function("stratifiedFolds", &folds_js);
  emscripten::function("fitLogisticRegression", &fit_js, take_ownership());
  emscripten::function("predictLogistic", &predict_js, take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
