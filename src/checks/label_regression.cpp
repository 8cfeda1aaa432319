#include <algorithm>
#include <cmath>

#include "assayer/check.h"
#include "assayer/error.h"
#include "assayer/regression_label_issues.h"
#include "assayer/regression_label_quality.h"
#include "statistics.h"

namespace assayer {
namespace {

std::uint64_t seed_of(const Parameters& parameters) { return static_cast<std::uint64_t>(parameters.number("seed")); }

CheckResult to_result(Flags flags, std::span<const double> scores, std::span<const double> targets,
                      std::vector<double> predicted) {
  CheckResult result;
  result.is_issue = std::move(flags);
  result.scores.assign(scores.begin(), scores.end());
  result.summary_score = mean(result.scores);
  std::vector<double> given(targets.begin(), targets.end());
  result.info.set("num_label_issues", result.num_issues());
  result.info.set("average_label_quality", result.summary_score);
  result.info.set("given_label", given);
  result.info.set("predicted_label", predicted);
  result.columns = {{"given_label", std::move(given)}, {"predicted_label", std::move(predicted)}};
  return result;
}

Job<CheckResult> run_on_predictions(CheckContext& context) {
  const Parameters& parameters = context.parameters();
  const std::span<const double> targets = context.inputs().targets, predictions = context.inputs().predictions;
  RegressionScoreOptions options;
  options.method =
      parameters.text("method") == "residual" ? RegressionScoreMethod::residual : RegressionScoreMethod::outre;
  options.seed = seed_of(parameters);
  const Vector scores = co_await get_regression_label_quality_scores(targets, predictions, options);
  const double cut = parameters.number("threshold") * median(scores);
  Flags flags;
  for (const double score : scores) flags.push_back(score < cut);
  co_return to_result(std::move(flags), {scores.data(), targets.size()}, targets,
                      std::vector<double>(predictions.begin(), predictions.end()));
}

Job<CheckResult> run_on_features(CheckContext& context) {
  const Parameters& parameters = context.parameters();
  const Parameters cleaning = parameters.object("clean_learning_kwargs");
  RegressionIssueOptions options;
  options.cv_n_folds = cleaning.integer("cv_n_folds");
  options.n_boot = cleaning.integer("n_boot");
  options.include_aleatoric_uncertainty = cleaning.flag("include_aleatoric_uncertainty");
  options.coarse_search_range = parameters.numbers("coarse_search_range");
  options.fine_search_size = parameters.integer("fine_search_size");
  if (parameters.has("uncertainty")) options.uncertainty = parameters.numbers("uncertainty");
  options.seed = seed_of(parameters);
  const std::span<const double> targets = context.inputs().targets;
  RegressionLabelIssues issues = co_await find_regression_label_issues(context.finite_features(), targets, options);
  co_return to_result(std::move(issues.is_label_issue), {issues.label_quality.data(), targets.size()}, targets,
                      std::vector<double>(issues.predicted_label.begin(), issues.predicted_label.end()));
}

Job<CheckResult> run_label(CheckContext& context) {
  if (context.inputs().targets.empty()) reject("labels", "one number for each example", "none");
  if (!context.inputs().predictions.empty()) co_return co_await run_on_predictions(context);
  co_return co_await run_on_features(context);
}

}  // namespace

CheckDescription label_regression_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "label";
  check.title = "Label issues";
  check.description =
      "Examples whose number is probably wrong: it lies far from what a model predicts that has not seen it, judged by "
      "how far the model is off for the others.\n\n"
      "Correct the flagged numbers, worst first, or drop what cannot be decided.";
  check.uses = {{.task = Task::regression, .needs_labels = true, .suffices = {features_input, pred_probs_input}}};
  check.parameters = {
      {.name = "threshold",
       .default_value = 0.05,
       .doc = "With predictions: examples that score below threshold times the median score are flagged.",
       .least = 0},
      {.name = "method",
       .kind = Kind::text,
       .default_value = "outre",
       .doc = "How predictions score labels: outre does not depend on the unit, residual does.",
       .choices = {"outre", "residual"}},
      {.name = "uncertainty",
       .kind = Kind::numbers,
       .doc = "From features: uncertainty of the predictions, one number or one for each example.",
       .least = 0},
      {.name = "coarse_search_range",
       .kind = Kind::numbers,
       .default_value = std::vector<double>{.01, .05, .1, .15, .2},
       .doc = "From features: shares of wrong labels to try.",
       .least = 0,
       .most = 1,
       .above_least = true},
      {.name = "fine_search_size",
       .kind = Kind::integer,
       .default_value = 3,
       .doc = "From features: shares to try on each side of the best.",
       .least = 0},
      {.name = "seed", .kind = Kind::integer, .default_value = 0, .doc = "Of random folds and samples.", .least = 0},
      {.name = "clean_learning_kwargs",
       .kind = Kind::object,
       .doc = "From features: of the cross-validation.",
       .members = {{.name = "cv_n_folds", .kind = Kind::integer, .default_value = 5, .doc = "Folds.", .least = 2},
                   {.name = "n_boot",
                    .kind = Kind::integer,
                    .default_value = 5,
                    .doc = "Refits that measure how sure the predictions are.",
                    .least = 0},
                   {.name = "include_aleatoric_uncertainty",
                    .kind = Kind::boolean,
                    .default_value = true,
                    .doc = "Also measure how noisy the labels are."}}}};
  check.report_keys = {{}, {}, {}, {}};
  check.run = run_label;
  return check;
}

}  // namespace assayer
