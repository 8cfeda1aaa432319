#include <algorithm>
#include <cmath>
#include <limits>

#include "assayer/check.h"
#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "assayer/out_of_distribution.h"
#include "checks/neighbor_parameters.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double distance_threshold = 0.37037;
constexpr double confidence_threshold = 0.13;
constexpr double smallest_scale = 100 * std::numeric_limits<double>::epsilon();

double threshold_of(const Parameters& parameters, double fallback) {
  return parameters.has("threshold") ? parameters.number("threshold") : fallback;
}

/// What is far: beyond the upper quartile by more than (1 / threshold - 1) interquartile ranges.
double distance_fence(const Vector& distances, double threshold) {
  if (threshold == 0) return std::numeric_limits<double>::infinity();
  const double upper = quantile(distances, 0.75);
  return upper + (1 / threshold - 1) * (upper - quantile(distances, 0.25));
}

/// Below this mean distance an example coincides with its neighbours: only rounding keeps it apart.
double rounding_of(const std::string& metric) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  if (metric == "cosine") return 50 * epsilon;
  if (metric == "euclidean") return std::sqrt(100 * epsilon);
  return 0;
}

/// exp(-t d / scale) of every mean distance to the neighbours.
std::vector<double> score_distances(const Vector& distances, double scale, double t, double rounding) {
  // The floor makes scores depend on the unit where distances are below it. Kept for parity.
  const double divisor = std::max(scale, 1e-6);
  std::vector<double> scores;
  for (const double distance : distances) {
    scores.push_back(distance < rounding ? 1.0 : std::exp(-t * distance / divisor));
  }
  return scores;
}

void set_info(CheckResult& result, const CheckContext& context, double threshold, double cut, bool from_graph) {
  const Parameters& parameters = context.parameters();
  Value& info = result.info;
  info.set("average_ood_score", result.summary_score);
  info.set("threshold", threshold);
  info.set("issue_threshold", cut);
  info.set("t", parameters.number("t"));
  info.set("method", parameters.text("method"));
  info.set("adjust_pred_probs", parameters.flag("adjust_pred_probs"));
  info.set("M", parameters.integer("M"));
  info.set("gamma", parameters.number("gamma"));
  Value used;
  used.set("features", false);  // their neighbours are
  used.set("pred_probs", !from_graph);
  used.set("knn_graph", from_graph);
  info.set("find_issues_inputs", std::move(used));
}

CheckResult judge_distances(const CheckContext& context, const SharedNeighbors& neighbors, double threshold) {
  const Parameters& parameters = context.parameters();
  Vector distances(neighbors.graph->rows);
  for (Index i = 0; i < distances.size(); ++i) distances(i) = mean(neighbors.graph->distances_of(i));
  const double scale = parameters.has("scaling_factor") ? parameters.number("scaling_factor")
                                                        : std::max(median(distances), smallest_scale);
  const double fence = distance_fence(distances, threshold);

  CheckResult result;
  result.scores = score_distances(distances, scale, parameters.number("t"), rounding_of(neighbors.metric));
  for (const double distance : distances) result.is_issue.push_back(distance > fence);
  result.summary_score = mean(result.scores);
  set_info(result, context, threshold, fence, true);
  result.info.set("confident_thresholds", Value());
  result.info.set("scaling_factor", scale);
  set_neighbor_info(result.info, context, neighbors, true);
  return result;
}

CheckResult judge_confidence(const CheckContext& context, const Vector& scores, double threshold) {
  CheckResult result;
  const double cut = threshold * median(scores);
  result.scores.assign(scores.begin(), scores.end());
  for (const double score : scores) result.is_issue.push_back(score < cut);
  result.summary_score = mean(result.scores);
  set_info(result, context, threshold, cut, false);
  result.info.set("scaling_factor", Value());
  result.info.set("k", context.parameters().integer("k"));
  return result;
}

/// Nothing but predictions: examples that the model knows no class for.
Job<CheckResult> run_on_pred_probs(CheckContext& context) {
  const Parameters& parameters = context.parameters();
  const MatrixView pred_probs = context.pred_probs();
  const Labels labels = context.inputs().labels;
  PredictionOodOptions options;
  options.method = ood_method_from_name(parameters.text("method"));
  options.adjust_pred_probs = parameters.flag("adjust_pred_probs") && !labels.empty();
  options.m = parameters.integer("M");
  options.gamma = parameters.number("gamma");
  if (labels.empty()) context.warn("No labels were given, so pred_probs are not adjusted for over-confident classes.");

  if (options.adjust_pred_probs) {
    options.confident_thresholds = co_await within(0, 0.4, "", get_confident_thresholds(labels, pred_probs));
  }
  const Vector scores = co_await within(0.4, 1, "", out_of_distribution_scores(pred_probs, labels, options));
  CheckResult result = judge_confidence(context, scores, threshold_of(parameters, confidence_threshold));
  const Vector& thresholds = options.confident_thresholds;
  result.info.set("confident_thresholds",
                  thresholds.size() == 0 ? Value() : Value(std::vector<double>(thresholds.begin(), thresholds.end())));
  co_return result;
}

Job<CheckResult> run_outlier(CheckContext& context) {
  const bool is_classification = context.inputs().task == Task::classification;
  if (!context.has_neighbors() && is_classification && context.inputs().pred_probs) {
    co_return co_await run_on_pred_probs(context);
  }
  const double threshold = threshold_of(context.parameters(), distance_threshold);
  if (threshold > 1) reject("outlier.threshold", "a number in [0, 1]", threshold);
  const SharedNeighbors neighbors = co_await context.neighbors();
  co_return judge_distances(context, neighbors, threshold);
}

}  // namespace

CheckDescription outlier_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "outlier";
  check.title = "Outliers";
  check.description =
      "Examples unlike all others: far from their nearest neighbours or, where only predictions were given, those the "
      "model knows no class for. The score falls towards 0 with the mean distance to the neighbours.\n\n"
      "They may be measurement errors, rare but valid cases, or come from another source: look before dropping them.";
  check.uses = {{.task = Task::classification, .suffices = {pred_probs_input, features_input, knn_graph_input}},
                {.task = Task::regression, .suffices = {features_input, knn_graph_input}},
                {.task = Task::multilabel, .suffices = {features_input, knn_graph_input}}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back({.name = "t",
                              .default_value = 1,
                              .doc = "Sharpness of the score: larger pushes far examples to 0.",
                              .least = 0,
                              .above_least = true});
  check.parameters.push_back({.name = "scaling_factor",
                              .doc = "Distance that scores exp(-t); by default the median of the mean distances.",
                              .least = 0,
                              .above_least = true});
  check.parameters.push_back(
      {.name = "threshold",
       .doc = "Of the flags. Distances: in [0, 1], smaller flags fewer, default 0.37037. Predictions: share of the "
              "median score below which an example is flagged, default 0.13.",
       .least = 0});
  check.parameters.push_back({.name = "method",
                              .kind = Kind::text,
                              .default_value = "entropy",
                              .doc = "Predictions: how the model's confidence is measured.",
                              .choices = {"entropy", "least_confidence", "gen"}});
  check.parameters.push_back({.name = "adjust_pred_probs",
                              .kind = Kind::boolean,
                              .default_value = true,
                              .doc = "Predictions: shift each class by its mean confidence first."});
  check.parameters.push_back({.name = "M",
                              .kind = Kind::integer,
                              .default_value = 100,
                              .doc = "Of method gen: classes that count.",
                              .least = 1});
  check.parameters.push_back(
      {.name = "gamma", .default_value = 0.1, .doc = "Of method gen.", .least = 0, .above_least = true});
  check.report_keys = {{}, {}, {"average_ood_score"}, {}};
  check.run = run_outlier;
  return check;
}

}  // namespace assayer
