#include "assayer/batched_label_issues.h"

#include <emscripten/bind.h>

#include <memory>

#include "label_inputs.h"

namespace assayer::wasm {
namespace {

/// The search as JavaScript holds it; jobs on a batch share it, so that neither must outlive the other.
class BatchedLabelIssuesHandle {
 public:
  BatchedLabelIssuesHandle(double num_classes, const val& options)
      : search_(std::make_shared<BatchedLabelIssues>(static_cast<Index>(num_classes), to_options(options))) {}

  JobHandle update_confident_thresholds(const val& labels, const val& pred_probs) {
    return hold_labelled_job(
        labels, pred_probs, search_,
        [](const auto& held) { return held.options->update_confident_thresholds(held.labels, held.pred_probs.view()); },
        [] { return val::undefined(); });
  }
  JobHandle score_label_quality(const val& labels, const val& pred_probs) {
    return hold_labelled_job(
        labels, pred_probs, search_,
        [](const auto& held) { return held.options->score_label_quality(held.labels, held.pred_probs.view()); },
        [] { return val::undefined(); });
  }
  val sums() const {
    val object = val::object();
    object.set("selfConfidence", to_typed_array(search_->sums().self_confidence));
    object.set("examples", to_typed_array(search_->sums().examples));
    return object;
  }
  void add_sums(const val& sums) { search_->add_sums({to_eigen(sums["selfConfidence"]), to_eigen(sums["examples"])}); }
  /// `counts`: examples, counted and off_diagonal of each class.
  val scores() const {
    const BatchedLabelIssues::Scores& held = search_->scores();
    std::vector<double> counts;
    for (const auto& of_class : held.of_class) {
      counts.insert(counts.end(), {of_class.examples, of_class.counted, of_class.off_diagonal});
    }
    val object = val::object();
    object.set("scores", to_typed_array(held.scores));
    object.set("agrees", to_typed_array(std::vector<std::uint8_t>(held.agrees.begin(), held.agrees.end())));
    object.set("counts", to_typed_array(counts));
    object.set("numIssues", static_cast<double>(held.num_issues));
    return object;
  }
  void add_scores(const val& scores) {
    const auto counts = to_vector<double>(scores["counts"]);
    const auto agrees = to_vector<std::uint8_t>(scores["agrees"]);
    BatchedLabelIssues::Scores given{to_vector<double>(scores["scores"]),
                                     std::vector<bool>(agrees.begin(), agrees.end()),
                                     {},
                                     static_cast<Index>(scores["numIssues"].as<double>())};
    for (std::size_t at = 0; at + 2 < counts.size(); at += 3) {
      given.of_class.push_back({counts[at], counts[at + 1], counts[at + 2]});
    }
    search_->add_scores(given);
  }
  val result() const {
    const LabelIssues issues = search_->get_label_issues();
    val result = val::object();
    result.set("mask", to_typed_array(issues.mask));
    result.set("indices", to_typed_array(issues.indices));
    result.set("numLabelIssues", static_cast<double>(search_->get_num_issues()));
    result.set("labelQualityScores", to_typed_array(search_->get_quality_scores()));
    result.set("confidentThresholds", to_typed_array(search_->get_confident_thresholds()));
    return result;
  }

 private:
  static Vector to_eigen(const val& numbers) {
    const auto values = to_vector<double>(numbers);
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
  }
  static BatchedLabelIssuesOptions to_options(const val& options) {
    const BatchedLabelIssuesOptions defaults;
    return {.method = choice_option(
                options, "method", [](std::string_view name) { return score_method_from_name(name); }, defaults.method),
            .adjust_pred_probs = option(options, "adjustPredProbs", defaults.adjust_pred_probs),
            .estimation_method =
                choice_option(options, "estimationMethod", &estimation_method_from_name, defaults.estimation_method),
            .reference_count = option(options, "referenceCount", defaults.reference_count),
            .refill = option(options, "refill", defaults.refill)};
  }

  std::shared_ptr<BatchedLabelIssues> search_;
};

BatchedLabelIssuesHandle start_batched_label_issues(double num_classes, const val& options) {
  return {num_classes, options};
}

EMSCRIPTEN_BINDINGS(batched_label_issues) {
  const auto owned = emscripten::return_value_policy::take_ownership();
  emscripten::class_<BatchedLabelIssuesHandle>("BatchedLabelIssuesHandle")
      .function("updateConfidentThresholds", &BatchedLabelIssuesHandle::update_confident_thresholds, owned)
      .function("scoreLabelQuality", &BatchedLabelIssuesHandle::score_label_quality, owned)
      .function("sums", &BatchedLabelIssuesHandle::sums)
      .function("addSums", &BatchedLabelIssuesHandle::add_sums)
      .function("scores", &BatchedLabelIssuesHandle::scores)
      .function("addScores", &BatchedLabelIssuesHandle::add_scores)
      .function("result", &BatchedLabelIssuesHandle::result);
  emscripten::function("startBatchedLabelIssues", &start_batched_label_issues, owned);
}

}  // namespace
}  // namespace assayer::wasm
