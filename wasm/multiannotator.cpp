#include "assayer/multiannotator.h"

#include <emscripten/bind.h>

#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

std::vector<OwnedMatrix> to_owned_matrices(const val& list) {
  std::vector<OwnedMatrix> matrices;
  const auto size = list["length"].as<std::size_t>();
  for (std::size_t i = 0; i < size; ++i) matrices.push_back(to_owned_matrix(list[i]));
  return matrices;
}

std::vector<MatrixView> views_of(const std::vector<OwnedMatrix>& matrices) {
  std::vector<MatrixView> views;
  for (const OwnedMatrix& matrix : matrices) views.push_back(matrix.view());
  return views;
}

MultiannotatorOptions to_options(const val& options) {
  MultiannotatorOptions result;
  result.consensus_method = consensus_method_from_name(option<std::string>(options, "consensusMethod", "best_quality"));
  result.quality_method = annotator_quality_method_from_name(option<std::string>(options, "qualityMethod", "crowdlab"));
  result.calibrate_probs = option(options, "calibrateProbs", result.calibrate_probs);
  result.label_quality.method = score_method_from_name(option<std::string>(options, "method", "self_confidence"));
  result.label_quality.adjust_pred_probs = option(options, "adjustPredProbs", result.label_quality.adjust_pred_probs);
  result.vote_count = vote_count_from_name(option<std::string>(options, "voteCount", "by_class"));
  return result;
}

struct Input {
  Annotations annotations;
  bool has_annotations = false;
  std::vector<OwnedMatrix> pred_probs, unlabeled;
  MultiannotatorOptions options;
};

val to_stats(const AnnotatorStats& stats) {
  val result = val::object();
  result.set("annotatorQuality", to_typed_array(stats.annotator_quality));
  result.set("agreementWithConsensus", to_typed_array(stats.agreement_with_consensus));
  result.set("worstClass", to_typed_array(stats.worst_class));
  result.set("numExamplesLabeled", to_typed_array(stats.num_examples_labeled));
  result.set("order", to_typed_array(stats.order));
  return result;
}

JobHandle label_quality_multiannotator_js(const val& table, const val& pred_probs, const val& options) {
  const OwnedMatrix labels = to_owned_matrix(table);
  Input input{annotations_from_table(labels.view()), true, to_owned_matrices(pred_probs), {}, to_options(options)};
  struct Result {
    MultiannotatorQuality quality;
    Matrix detailed;
  };
  struct Start {
    static Job<Result> run(const Input& held) {
      Job<MultiannotatorQuality> job =
          get_label_quality_multiannotator(held.annotations, views_of(held.pred_probs), held.options);
      Result result;
      result.quality = co_await std::move(job);
      result.detailed = table_of(held.annotations, result.quality.annotation_quality);
      co_return result;
    }
  };
  return hold_job(std::move(input), &Start::run, [](const Result& done) {
    const MultiannotatorQuality& quality = done.quality;
    val result = val::object();
    result.set("consensusLabel", to_typed_array(quality.consensus_label));
    result.set("consensusQualityScore", to_typed_array(quality.consensus_quality_score));
    result.set("annotatorAgreement", to_typed_array(quality.annotator_agreement));
    result.set("numAnnotations", to_typed_array(quality.num_annotations));
    result.set("detailedLabelQuality", from_matrix(done.detailed));
    result.set("annotatorStats", to_stats(quality.annotator_stats));
    result.set("modelWeight", to_typed_array(quality.model_weight));
    result.set("annotatorWeight", to_typed_array(quality.annotator_weight));
    result.set("temperature", to_typed_array(quality.temperature));
    return result;
  });
}

val majority_vote_label_js(const val& table, const val& pred_probs) {
  const OwnedMatrix labels = to_owned_matrix(table);
  const std::vector<OwnedMatrix> models = to_owned_matrices(pred_probs);
  return to_typed_array(get_majority_vote_label(annotations_from_table(labels.view()), views_of(models)));
}

/// `table` null: no example has a label.
JobHandle active_learning_scores_js(const val& table, const val& pred_probs, const val& unlabeled, const val& options) {
  Input input{{}, !table.isNull(), to_owned_matrices(pred_probs), to_owned_matrices(unlabeled), to_options(options)};
  if (input.has_annotations) {
    const OwnedMatrix labels = to_owned_matrix(table);
    input.annotations = annotations_from_table(labels.view());
  }
  return hold_job(
      std::move(input),
      [](const Input& held) {
        return get_active_learning_scores(held.has_annotations ? &held.annotations : nullptr, views_of(held.pred_probs),
                                          views_of(held.unlabeled), held.options.vote_count);
      },
      [](const ActiveLearningScores& scores) {
        val result = val::object();
        result.set("labeled", to_typed_array(scores.labeled));
        result.set("unlabeled", to_typed_array(scores.unlabeled));
        return result;
      });
}

EMSCRIPTEN_BINDINGS(multiannotator) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("labelQualityMultiannotator", &label_quality_multiannotator_js, take_ownership());
  emscripten::function("majorityVoteLabel", &majority_vote_label_js);
  emscripten::function("activeLearningScores", &active_learning_scores_js, take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
