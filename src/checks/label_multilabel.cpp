#include "assayer/check.h"
#include "assayer/error.h"
#include "assayer/multilabel.h"
#include "statistics.h"

namespace assayer {
namespace {

MultilabelScoreOptions score_options(const Parameters& parameters) {
  const Parameters aggregation = parameters.object("aggregator_kwargs");
  MultilabelScoreOptions options;
  options.method = score_method_from_name(parameters.text("method"));
  options.adjust_pred_probs = parameters.flag("adjust_pred_probs");
  options.aggregation = multilabel_aggregation_from_name(aggregation.text("method"));
  options.alpha = aggregation.number("alpha");
  options.temperature = aggregation.number("temperature");
  return options;
}

MultilabelFilterOptions filter_options(const Parameters& parameters) {
  MultilabelFilterOptions options;
  options.filter_by = filter_by_from_name(parameters.text("filter_by"));
  options.frac_noise = parameters.number("frac_noise");
  options.min_examples_per_class = parameters.integer("min_examples_per_class");
  if (parameters.has("num_to_remove_per_class")) {
    options.num_to_remove_per_class = parameters.numbers("num_to_remove_per_class");
  }
  return options;
}

std::vector<Rows> predicted_sets(MatrixView pred_probs, Index begin, Index end) {
  std::vector<Rows> sets;
  for (Index i = begin; i < end; ++i) {
    Rows& classes = sets.emplace_back();
    for (Index c = 0; c < pred_probs.columns(); ++c) {
      if (pred_probs(i, c) > 0.5) classes.push_back(static_cast<std::int32_t>(c));
    }
  }
  return sets;
}

CheckResult to_result(Flags flags, const Vector& scores, const std::vector<Rows>& given, std::vector<Rows> predicted) {
  CheckResult result;
  result.is_issue = std::move(flags);
  result.scores.assign(scores.begin(), scores.end());
  result.summary_score = mean(result.scores);
  const ClassSets given_sets{given}, predicted_classes{std::move(predicted)};
  result.columns = {{"given_label", given_sets}, {"predicted_label", predicted_classes}};
  result.info.set("num_label_issues", result.num_issues());
  result.info.set("average_label_quality", result.summary_score);
  result.info.set("given_label", Column(given_sets));
  result.info.set("predicted_label", Column(predicted_classes));
  return result;
}

Job<CheckResult> run_label(CheckContext& context) {
  if (!context.inputs().label_sets) reject("labels", "a list of classes for each example", "none");
  const std::vector<Rows>& given = *context.inputs().label_sets;
  const MatrixView pred_probs = context.pred_probs();
  const MultilabelFilterOptions filter = filter_options(context.parameters());
  const MultilabelScoreOptions scoring = score_options(context.parameters());
  MultilabelIssues issues = co_await within(0, 0.6, "", find_multilabel_issues(given, pred_probs, filter));
  const Vector scores = co_await within(0.6, 1, "", get_multilabel_quality_scores(given, pred_probs, scoring));
  co_return to_result(std::move(issues.mask), scores, given, predicted_sets(pred_probs, 0, pred_probs.rows()));
}

}  // namespace

CheckDescription label_multilabel_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "label";
  check.title = "Label issues";
  check.description =
      "Examples with a class too many or too few. For every class by itself, a model that has not seen the example "
      "says whether it has the class; where it is confidently otherwise than given, the example is flagged.\n\n"
      "Compare the given with the predicted classes, worst first.";
  check.uses = {{.task = Task::multilabel, .needs_labels = true, .suffices = {pred_probs_input}}};
  check.parameters = {
      {.name = "filter_by",
       .kind = Kind::text,
       .default_value = "prune_by_noise_rate",
       .doc = "How label issues of a class are picked.",
       .choices = {"prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given",
                   "low_normalized_margin", "low_self_confidence"}},
      {.name = "frac_noise", .default_value = 1, .doc = "Part of the estimated issues to flag.", .least = 0, .most = 1},
      {.name = "min_examples_per_class",
       .kind = Kind::integer,
       .default_value = 1,
       .doc = "Where a class is on, or off, in at most so many examples, these are left alone.",
       .least = 0},
      {.name = "num_to_remove_per_class",
       .kind = Kind::numbers,
       .doc = "Of how many examples each class should be taken away, instead of the estimated number.",
       .least = 0},
      {.name = "method",
       .kind = Kind::text,
       .default_value = "self_confidence",
       .doc = "How the label of each class is scored.",
       .choices = {"self_confidence", "normalized_margin", "confidence_weighted_entropy"}},
      {.name = "adjust_pred_probs",
       .kind = Kind::boolean,
       .default_value = false,
       .doc = "Shift each class by its mean confidence first."},
      {.name = "aggregator_kwargs",
       .kind = Kind::object,
       .doc = "How the classes' scores make one.",
       .members = {{.name = "method",
                    .kind = Kind::text,
                    .default_value = "exponential_moving_average",
                    .doc = "The moving average goes from high to low scores; softmin is a weighted mean.",
                    .choices = {"exponential_moving_average", "softmin"}},
                   {.name = "alpha",
                    .default_value = 0.8,
                    .doc = "Of the moving average: weight of each lower score.",
                    .least = 0,
                    .most = 1},
                   {.name = "temperature",
                    .default_value = 0.1,
                    .doc = "Of the softmin: small is near the minimum.",
                    .least = 0,
                    .above_least = true}}}};
  check.report_keys = {{}, {}, {}, {}};
  check.run = run_label;
  return check;
}

}  // namespace assayer
