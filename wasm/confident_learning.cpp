#include <emscripten/bind.h>

#include "assayer/confident_joint.h"
#include "assayer/label_filter.h"
#include "assayer/label_health.h"
#include "assayer/label_quality.h"
#include "assayer/noise_estimation.h"
#include "assayer/out_of_distribution.h"
#include "assayer/validation.h"
#include "label_inputs.h"

namespace assayer::wasm {
namespace {

struct NoOptions {};

val from_vector(const Vector& values) { return to_typed_array(values); }
val from_flags(const Flags& flags) { return to_typed_array(flags); }
val from_rows(const Rows& rows) { return to_typed_array(rows); }
val from_index(Index value) { return val(static_cast<double>(value)); }
val from_double(double value) { return val(value); }

val from_label_issues(const LabelIssues& issues) {
  val result = val::object();
  result.set("mask", to_typed_array(issues.mask));
  result.set("indices", to_typed_array(issues.indices));
  return result;
}

val from_noise_matrices(const NoiseMatrices& noise) {
  val result = val::object();
  result.set("py", to_typed_array(noise.py));
  result.set("noiseMatrix", from_matrix(noise.noise_matrix));
  result.set("inverseNoiseMatrix", from_matrix(noise.inverse_noise_matrix));
  return result;
}

val from_noise_estimate(const NoiseEstimate& estimate) {
  val result = from_noise_matrices(estimate);
  result.set("confidentJoint", from_matrix(estimate.confident_joint));
  return result;
}

val from_confident_joint(const ConfidentJoint& joint) {
  val result = val::object();
  result.set("confidentJoint", from_matrix(joint.counts));
  result.set("offDiagonal", to_typed_array(joint.off_diagonal));
  return result;
}

val from_ensemble_scores(const EnsembleScores& result) {
  val object = val::object();
  object.set("scores", to_typed_array(result.scores));
  object.set("weights", to_typed_array(result.weights));
  return object;
}

ScoreMethod method_from_name(std::string_view name) { return score_method_from_name(name); }

LabelQualityOptions to_label_quality_options(const val& options) {
  const LabelQualityOptions defaults;
  return {.method = choice_option(options, "method", method_from_name, defaults.method),
          .adjust_pred_probs = option(options, "adjustPredProbs", defaults.adjust_pred_probs),
          .thresholds = vector_option(options, "thresholds"),
          .entropy_limits = option(options, "entropyLimits", defaults.entropy_limits)};
}

// ---- counts

JobHandle get_confident_thresholds_js(const val& labels, const val& pred_probs) {
  return hold_labelled_job(
      labels, pred_probs, NoOptions(),
      [](const auto& held) { return get_confident_thresholds(held.labels, held.pred_probs.view()); }, from_vector);
}

struct JointInput {
  std::vector<std::int32_t> labels;
  MatrixReader pred_probs;
  ConfidentJointOptions options;
};
JobHandle compute_confident_joint_js(const val& labels, const val& pred_probs, const val& options) {
  const ConfidentJointOptions defaults;
  return hold_job(
      JointInput{to_vector<std::int32_t>(labels), MatrixReader(pred_probs, "pred_probs"),
                 ConfidentJointOptions{
                     .calibrate = option(options, "calibrate", defaults.calibrate),
                     .thresholds = vector_option(options, "thresholds"),
                     .guess_among_confident = option(options, "guessAmongConfident", defaults.guess_among_confident)}},
      [](JointInput& held) {
        MatrixReader& reader = held.pred_probs;
        PredProbBlocks blocks{reader.rows(), reader.columns(),
                              [&reader](Index begin, Index end) { return reader.read(begin, end); }};
        return compute_confident_joint(held.labels, std::move(blocks), held.options);
      },
      from_confident_joint);
}

val calibrate_confident_joint_js(const val& confident_joint, const val& labels) {
  return from_matrix(calibrate_confident_joint(to_matrix(confident_joint), to_vector<std::int32_t>(labels)));
}

JobHandle estimate_joint_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_labelled_job(
      labels, pred_probs, matrix_option(options, "confidentJoint"),
      [](const auto& held) { return estimate_joint(held.labels, held.pred_probs.view(), held.options); }, from_matrix);
}

struct CountOptions {
  EstimationMethod method;
  Matrix confident_joint;
};
JobHandle num_label_issues_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_labelled_job(
      labels, pred_probs,
      CountOptions{
          choice_option(options, "estimationMethod", &estimation_method_from_name, EstimationMethod::off_diagonal),
          matrix_option(options, "confidentJoint")},
      [](const auto& held) {
        return num_label_issues(held.labels, held.pred_probs.view(), held.options.method, held.options.confident_joint);
      },
      from_index);
}

// ---- noise matrices

JobHandle estimate_noise_matrices_js(const val& labels, const val& pred_probs, const val& options) {
  const NoiseEstimationOptions defaults;
  return hold_labelled_job(
      labels, pred_probs,
      NoiseEstimationOptions{.confident_joint = matrix_option(options, "confidentJoint"),
                             .py_method = choice_option(options, "pyMethod", &py_method_from_name, defaults.py_method),
                             .converge = option(options, "converge", defaults.converge)},
      [](const auto& held) { return estimate_noise_matrices(held.labels, held.pred_probs.view(), held.options); },
      from_noise_estimate);
}

val estimate_latent_js(const val& confident_joint, const val& labels, const val& options) {
  return from_noise_matrices(estimate_latent(to_matrix(confident_joint), to_vector<std::int32_t>(labels),
                                             choice_option(options, "pyMethod", &py_method_from_name, PyMethod::cnt),
                                             option(options, "converge", false)));
}

val compute_inverse_noise_matrix_js(const val& py, const val& noise_matrix, const val& options) {
  return from_matrix(
      compute_inverse_noise_matrix(to_eigen_vector(py), to_matrix(noise_matrix), vector_option(options, "ps")));
}

val compute_noise_matrix_from_inverse_js(const val& ps, const val& inverse_noise_matrix, const val& options) {
  return from_matrix(compute_noise_matrix_from_inverse(to_eigen_vector(ps), to_matrix(inverse_noise_matrix),
                                                       vector_option(options, "py")));
}

val compute_py_js(const val& ps, const val& noise_matrix, const val& inverse_noise_matrix) {
  return to_typed_array(compute_py(to_eigen_vector(ps), to_matrix(noise_matrix), to_matrix(inverse_noise_matrix)));
}

val compute_py_and_inverse_noise_matrix_js(const val& ps, const val& noise_matrix) {
  return from_noise_matrices(compute_py_and_inverse_noise_matrix(to_eigen_vector(ps), to_matrix(noise_matrix)));
}

struct PyxInput {
  OwnedMatrix pred_probs;
  Matrix noise_matrix, inverse_noise_matrix;
};
JobHandle compute_pyx_js(const val& pred_probs, const val& noise_matrix, const val& inverse_noise_matrix) {
  return hold_job(
      PyxInput{to_owned_matrix(pred_probs), to_matrix(noise_matrix), to_matrix(inverse_noise_matrix)},
      [](const PyxInput& held) {
        return compute_pyx(held.pred_probs.view(), held.noise_matrix, held.inverse_noise_matrix);
      },
      from_matrix);
}

// ---- filter

JobHandle find_label_issues_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_labelled_job(
      labels, pred_probs, to_label_filter_options(options),
      [](const auto& held) { return find_label_issues(held.labels, held.pred_probs.view(), held.options); },
      from_label_issues);
}

JobHandle find_predicted_neq_given_js(const val& labels, const val& pred_probs) {
  return hold_labelled_job(
      labels, pred_probs, NoOptions(),
      [](const auto& held) { return find_predicted_neq_given(held.labels, held.pred_probs.view()); }, from_flags);
}

struct ConfusionOptions {
  bool calibrate;
  LabelFilterOptions filter;
};
JobHandle find_label_issues_using_argmax_confusion_matrix_js(const val& labels, const val& pred_probs,
                                                             const val& options) {
  return hold_labelled_job(
      labels, pred_probs, ConfusionOptions{option(options, "calibrate", true), to_label_filter_options(options)},
      [](const auto& held) {
        return find_label_issues_using_argmax_confusion_matrix(held.labels, held.pred_probs.view(),
                                                               held.options.calibrate, held.options.filter);
      },
      from_label_issues);
}

// ---- scores

JobHandle get_label_quality_scores_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_labelled_job(
      labels, pred_probs, to_label_quality_options(options),
      [](const auto& held) { return get_label_quality_scores(held.labels, held.pred_probs.view(), held.options); },
      from_vector);
}

struct EnsembleInput {
  std::vector<std::int32_t> labels;
  std::vector<OwnedMatrix> members;
  EnsembleOptions options;
};
JobHandle get_label_quality_ensemble_scores_js(const val& labels, const val& pred_probs_list, const val& options) {
  EnsembleInput input{to_vector<std::int32_t>(labels), {}, {}};
  const auto count = pred_probs_list["length"].as<std::size_t>();
  for (std::size_t m = 0; m < count; ++m) input.members.push_back(to_owned_matrix(pred_probs_list[m]));
  EnsembleOptions& ensemble = input.options;
  ensemble.method = choice_option(options, "method", method_from_name, ensemble.method);
  ensemble.adjust_pred_probs = option(options, "adjustPredProbs", ensemble.adjust_pred_probs);
  ensemble.weight_ensemble_members_by = choice_option(options, "weightEnsembleMembersBy", &ensemble_weights_from_name,
                                                      ensemble.weight_ensemble_members_by);
  ensemble.custom_weights = vector_option(options, "customWeights");
  if (has_option(options, "searchTemperatures"))
    ensemble.search_temperatures = to_vector<double>(options["searchTemperatures"]);
  return hold_job(
      std::move(input),
      [](const EnsembleInput& held) {
        std::vector<MatrixView> views;
        for (const OwnedMatrix& member : held.members) views.push_back(member.view());
        return score_labels_by_ensemble(held.labels, std::move(views), held.options);
      },
      from_ensemble_scores);
}

struct OrderOptions {
  Flags mask;
  LabelQualityOptions scores;
};
JobHandle order_label_issues_js(const val& mask, const val& labels, const val& pred_probs, const val& options) {
  return hold_labelled_job(
      labels, pred_probs, OrderOptions{to_vector<std::uint8_t>(mask), to_label_quality_options(options)},
      [](const auto& held) {
        return order_label_issues(held.options.mask, held.labels, held.pred_probs.view(), held.options.scores);
      },
      from_rows);
}

val find_top_issues_js(const val& scores, double top) {
  return to_typed_array(find_top_issues(to_eigen_vector(scores), static_cast<Index>(top)));
}

// ---- health of the data set

val rank_classes_by_label_quality_js(const val& joint, double num_examples) {
  return from_table(rank_classes_by_label_quality(to_matrix(joint), static_cast<Index>(num_examples)));
}

val find_overlapping_classes_js(const val& joint, double num_examples, bool asymmetric) {
  return from_table(find_overlapping_classes(to_matrix(joint), static_cast<Index>(num_examples), asymmetric));
}

double overall_label_health_score_of_joint_js(const val& joint) { return overall_label_health_score(to_matrix(joint)); }

val normalize_joint_js(const val& counts) {
  const Matrix matrix = to_matrix(counts);
  validate_confident_joint(matrix, matrix.cols());
  return from_matrix(normalize_joint(matrix));
}

JobHandle overall_label_health_score_js(const val& labels, const val& pred_probs) {
  return hold_labelled_job(
      labels, pred_probs, NoOptions(),
      [](const auto& held) { return overall_label_health_score(held.labels, held.pred_probs.view()); }, from_double);
}

// ---- out of distribution

JobHandle ood_prediction_scores_js(const val& pred_probs, const val& labels, const val& options) {
  PredictionOodOptions ood;
  ood.method = choice_option(options, "method", &ood_method_from_name, ood.method);
  ood.adjust_pred_probs = option(options, "adjustPredProbs", ood.adjust_pred_probs);
  ood.confident_thresholds = vector_option(options, "confidentThresholds");
  ood.m = static_cast<Index>(option(options, "m", static_cast<double>(ood.m)));
  ood.gamma = option(options, "gamma", ood.gamma);
  ood.gen_of_probabilities = option(options, "genOfProbabilities", ood.gen_of_probabilities);
  return hold_labelled_job(
      labels, pred_probs, std::move(ood),
      [](const auto& held) { return out_of_distribution_scores(held.pred_probs.view(), held.labels, held.options); },
      from_vector);
}

FeatureOodOptions to_feature_ood_options(const val& options) {
  const FeatureOodOptions defaults;
  return {.k = static_cast<Index>(option(options, "k", static_cast<double>(defaults.k))),
          .t = option(options, "t", defaults.t),
          .metric = choice_option(options, "metric", &metric_from_name, defaults.metric)};
}

struct OodFeatures {
  OwnedMatrix features, train_features;
  bool has_train_features = false;
  FeatureOodOptions options;
};
JobHandle ood_feature_scores_js(const val& features, const val& options) {
  OodFeatures input{
      to_owned_matrix(features), {}, has_option(options, "trainFeatures"), to_feature_ood_options(options)};
  if (input.has_train_features) input.train_features = to_owned_matrix(options["trainFeatures"]);
  return hold_job(
      std::move(input),
      [](const OodFeatures& held) {
        return held.has_train_features
                   ? out_of_distribution_scores(held.train_features.view(), held.features.view(), held.options)
                   : out_of_distribution_scores(held.features.view(), held.options);
      },
      from_vector);
}

const auto owned = emscripten::return_value_policy::take_ownership();

EMSCRIPTEN_BINDINGS(confident_learning) {
  using emscripten::function;
  function("getConfidentThresholds", &get_confident_thresholds_js, owned);
  function("computeConfidentJoint", &compute_confident_joint_js, owned);
  function("calibrateConfidentJoint", &calibrate_confident_joint_js);
  function("estimateJoint", &estimate_joint_js, owned);
  function("numLabelIssues", &num_label_issues_js, owned);
  function("estimateNoiseMatrices", &estimate_noise_matrices_js, owned);
  function("estimateLatent", &estimate_latent_js);
  function("computeInverseNoiseMatrix", &compute_inverse_noise_matrix_js);
  function("computeNoiseMatrixFromInverse", &compute_noise_matrix_from_inverse_js);
  function("computePy", &compute_py_js);
  function("computePyAndInverseNoiseMatrix", &compute_py_and_inverse_noise_matrix_js);
  function("computePyx", &compute_pyx_js, owned);
  function("findLabelIssues", &find_label_issues_js, owned);
  function("findPredictedNeqGiven", &find_predicted_neq_given_js, owned);
  function("findLabelIssuesUsingArgmaxConfusionMatrix", &find_label_issues_using_argmax_confusion_matrix_js, owned);
  function("getLabelQualityScores", &get_label_quality_scores_js, owned);
  function("getLabelQualityEnsembleScores", &get_label_quality_ensemble_scores_js, owned);
  function("orderLabelIssues", &order_label_issues_js, owned);
  function("findTopIssues", &find_top_issues_js);
  function("rankClassesByLabelQuality", &rank_classes_by_label_quality_js);
  function("findOverlappingClasses", &find_overlapping_classes_js);
  function("overallLabelHealthScoreOfJoint", &overall_label_health_score_of_joint_js);
  function("normalizeJoint", &normalize_joint_js);
  function("overallLabelHealthScore", &overall_label_health_score_js, owned);
  function("oodFeatureScores", &ood_feature_scores_js, owned);
  function("oodPredictionScores", &ood_prediction_scores_js, owned);
}

}  // namespace
}  // namespace assayer::wasm
