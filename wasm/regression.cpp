#include <emscripten/bind.h>

#include "assayer/linear_regression.h"
#include "assayer/regression_label_issues.h"
#include "assayer/regression_label_quality.h"
#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct ScoreInput {
  std::vector<double> labels, predictions;
  RegressionScoreOptions options;
};

JobHandle scores_js(const val& labels, const val& predictions, const val& options) {
  RegressionScoreOptions score_options;
  score_options.method = regression_score_method_from_name(option<std::string>(options, "method", "outre"));
  score_options.exact_up_to =
      static_cast<Index>(option(options, "exactUpTo", static_cast<double>(score_options.exact_up_to)));
  score_options.sample_size =
      static_cast<Index>(option(options, "sampleSize", static_cast<double>(score_options.sample_size)));
  score_options.seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0));
  return hold_job(
      ScoreInput{to_vector<double>(labels), to_vector<double>(predictions), score_options},
      [](const ScoreInput& input) {
        return get_regression_label_quality_scores(input.labels, input.predictions, input.options);
      },
      [](const Vector& scores) { return to_typed_array(scores); });
}

RegressionIssueOptions to_options(const val& options) {
  RegressionIssueOptions result;
  const auto index = [&](const char* name, Index& value) {
    value = static_cast<Index>(option(options, name, static_cast<double>(value)));
  };
  index("cvNFolds", result.cv_n_folds);
  index("nBoot", result.n_boot);
  index("fineSearchSize", result.fine_search_size);
  result.include_aleatoric_uncertainty =
      option(options, "includeAleatoricUncertainty", result.include_aleatoric_uncertainty);
  if (has_option(options, "coarseSearchRange")) {
    result.coarse_search_range = to_vector<double>(options["coarseSearchRange"]);
  }
  if (has_option(options, "uncertainty")) result.uncertainty = to_vector<double>(options["uncertainty"]);
  result.seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0));
  return result;
}

val from_issues(const RegressionLabelIssues& issues) {
  val result = val::object();
  result.set("isLabelIssue", to_typed_array(issues.is_label_issue));
  result.set("labelQuality", to_typed_array(issues.label_quality));
  result.set("predictedLabel", to_typed_array(issues.predicted_label));
  result.set("epistemicUncertainty", to_typed_array(issues.epistemic));
  result.set("aleatoricUncertainty", issues.aleatoric);
  result.set("issueFraction", issues.issue_fraction);
  return result;
}

struct IssueInput {
  OwnedMatrix features;
  std::vector<double> labels;
  RegressionIssueOptions options;
};

JobHandle issues_js(const val& features, const val& labels, const val& options) {
  return hold_job(
      IssueInput{to_owned_matrix(features), to_vector<double>(labels), to_options(options)},
      [](const IssueInput& input) {
        return find_regression_label_issues(input.features.view(), input.labels, input.options);
      },
      from_issues);
}

/// The search that a model in JavaScript answers.
class IssueSearch {
 public:
  IssueSearch(const val& labels, const val& options) : search_(to_vector<double>(labels), to_options(options)) {}
  val next() {
    const RegressionTask* task = search_.next();
    if (!task) return val::null();
    val result = val::object();
    result.set("step", task->step);
    result.set("train", to_typed_array(task->train));
    result.set("targets", to_typed_array(task->targets));
    result.set("predict", to_typed_array(task->predict));
    return result;
  }
  void answer(const val& predictions) {
    const auto values = to_vector<double>(predictions);
    search_.answer(Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size())));
  }
  double fraction() const { return search_.fraction(); }
  val result() { return from_issues(search_.result()); }

 private:
  RegressionIssueSearch search_;
};

struct FitInput {
  OwnedMatrix features;
  std::vector<double> targets, weights;
};

JobHandle fit_js(const val& features, const val& targets, const val& weights) {
  return hold_job(
      FitInput{to_owned_matrix(features), to_vector<double>(targets), to_vector<double>(weights)},
      [](const FitInput& input) { return fit_linear_regression(input.features.view(), input.targets, input.weights); },
      [](const LinearModel& model) {
        val result = val::object();
        result.set("coefficients", to_typed_array(model.coefficients));
        result.set("intercept", model.intercept);
        return result;
      });
}

val predict_js(const val& coefficients, double intercept, const val& features) {
  const auto values = to_vector<double>(coefficients);
  const LinearModel model{Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size())), intercept};
  const OwnedMatrix matrix = to_owned_matrix(features);
  return to_typed_array(predict_linear(model, matrix.view()));
}

EMSCRIPTEN_BINDINGS(regression) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("regressionScores", &scores_js, take_ownership());
  emscripten::function("regressionIssues", &issues_js, take_ownership());
  emscripten::class_<IssueSearch>("RegressionIssueSearch")
      .constructor<const val&, const val&>()
      .function("next", &IssueSearch::next)
      .function("answer", &IssueSearch::answer)
      .function("fraction", &IssueSearch::fraction)
      .function("result", &IssueSearch::result);
  emscripten::function("fitLinearRegression", &fit_js, take_ownership());
  emscripten::function("predictLinear", &predict_js);
}

}  // namespace
}  // namespace assayer::wasm
