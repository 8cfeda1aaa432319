#include <algorithm>

#include "assayer/check.h"
#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "assayer/label_filter.h"
#include "assayer/label_health.h"
#include "assayer/label_quality.h"
#include "assayer/neighbors.h"
#include "assayer/noise_estimation.h"
#include "statistics.h"

namespace assayer {
namespace {

Vector to_vector(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

/// Votes of the k nearest other examples: what a nearest-neighbour classifier that has not seen the example predicts.
Job<Matrix> predict_from_neighbors(MatrixView features, Labels labels, Index num_classes, Index k) {
  NeighborOptions options;
  options.k = k;
  options.metric = Metric::euclidean;
  const KnnGraph graph = co_await within(0, 0.95, "", find_neighbors(features, options));
  // Counted with the example itself and then without it, as the reference does: the same bits decide ties.
  const auto voters = static_cast<double>(k + 1), others = static_cast<double>(k);
  Matrix votes = Matrix::Zero(features.rows(), num_classes);
  for (Index i = 0; i < graph.rows; ++i) {
    if (i % 1024 == 0) co_await pause(0.95 + 0.05 * static_cast<double>(i) / static_cast<double>(graph.rows));
    const std::int32_t own = labels[static_cast<std::size_t>(i)];
    ++votes(i, own);
    for (const std::int32_t neighbor : graph.indices_of(i)) ++votes(i, labels[static_cast<std::size_t>(neighbor)]);
    votes.row(i) /= voters;
    votes(i, own) -= 1 / voters;
    votes.row(i) *= voters / others;
  }
  co_return votes.cwiseMax(0).cwiseMin(1).eval();
}

LabelFilterOptions filter_options(const Parameters& given, const Matrix& confident_joint) {
  LabelFilterOptions options;
  options.filter_by = filter_by_from_name(given.text("filter_by"));
  options.frac_noise = given.number("frac_noise");
  options.min_examples_per_class = given.integer("min_examples_per_class");
  if (given.has("num_to_remove_per_class")) options.num_to_remove_per_class = given.numbers("num_to_remove_per_class");
  options.confident_joint = given.has("confident_joint") ? given.matrix("confident_joint") : confident_joint;
  return options;
}

LabelQualityOptions quality_options(const Parameters& given) {
  LabelQualityOptions options;
  options.method = score_method_from_name(given.text("method"));
  options.adjust_pred_probs = given.flag("adjust_pred_probs");
  return options;
}

/// The matrices of the report: from the confident joint, or from a noise matrix that the user knows.
NoiseMatrices noise_of(const Parameters& parameters, const Matrix& confident_joint, Labels labels) {
  const bool converge = parameters.object("clean_learning_kwargs").flag("converge_latent_estimates");
  NoiseMatrices noise = estimate_latent(confident_joint, labels, PyMethod::cnt, converge);
  Vector ps = Vector::Zero(confident_joint.rows());
  for (const std::int32_t label : labels) ps(label) += 1 / static_cast<double>(labels.size());
  if (parameters.has("noise_matrix")) {
    noise = compute_py_and_inverse_noise_matrix(ps, parameters.matrix("noise_matrix"));
    noise.noise_matrix = parameters.matrix("noise_matrix");
  } else if (parameters.has("inverse_noise_matrix")) {
    noise.inverse_noise_matrix = parameters.matrix("inverse_noise_matrix");
    noise.noise_matrix = compute_noise_matrix_from_inverse(ps, noise.inverse_noise_matrix);
    noise.py = noise.inverse_noise_matrix * ps;
  }
  return noise;
}

void require_square(const Parameters& parameters, const char* name, Index num_classes) {
  if (!parameters.has(name)) return;
  const Matrix& matrix = parameters.matrix(name);
  if (matrix.rows() != num_classes || matrix.cols() != num_classes) {
    const std::string size = std::to_string(num_classes);
    reject(std::string("label.") + name, size + " x " + size + " numbers",
           std::to_string(matrix.rows()) + " x " + std::to_string(matrix.cols()));
  }
}

void require_two_classes(Labels labels) {
  const bool is_single = std::all_of(labels.begin(), labels.end(), [&](std::int32_t id) { return id == labels[0]; });
  if (is_single) reject("labels", "at least 2 classes", "1");
}

Job<Rows> predicted_labels(MatrixView pred_probs) {
  Rows predicted;
  std::vector<double> scratch;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    if (i % 1024 == 0) co_await pause(static_cast<double>(i) / static_cast<double>(pred_probs.rows()));
    predicted.push_back(static_cast<std::int32_t>(argmax(pred_probs.row(i, scratch))));
  }
  co_return predicted;
}

/// What confident learning says of the labels.
struct LabelFindings {
  Vector thresholds;
  ConfidentJoint joint;
  Flags flags;
  Vector scores;
  double health = 0;
  Rows predicted;
};

Job<LabelFindings> examine_labels(const CheckContext& context, MatrixView pred_probs) {
  const Parameters& parameters = context.parameters();
  const Parameters cleaning = parameters.object("clean_learning_kwargs");
  const Labels labels = context.labels();
  ConfidentJointOptions joint_options;
  if (parameters.has("thresholds")) joint_options.thresholds = to_vector(parameters.numbers("thresholds"));
  const LabelQualityOptions quality = quality_options(cleaning.object("label_quality_scores_kwargs"));

  LabelFindings found;
  found.thresholds = co_await within(0, 0.1, "", get_confident_thresholds(labels, pred_probs));
  found.joint = co_await within(0.1, 0.3, "", compute_confident_joint(labels, pred_probs, joint_options));
  const LabelFilterOptions filter = filter_options(cleaning.object("find_label_issues_kwargs"), found.joint.counts);
  LabelIssues issues = co_await within(0.3, 0.6, "", find_label_issues(labels, pred_probs, filter));
  found.flags = std::move(issues.mask);
  found.scores = co_await within(0.6, 0.8, "", get_label_quality_scores(labels, pred_probs, quality));
  found.health = co_await within(0.8, 0.9, "", overall_label_health_score(labels, pred_probs));
  found.predicted = co_await within(0.9, 1, "", predicted_labels(pred_probs));
  co_return found;
}

CheckResult to_result(LabelFindings found, const CheckContext& context, bool from_features) {
  const Parameters& parameters = context.parameters();
  const Labels labels = context.labels();
  const Index n = context.inputs().n;
  const ClassIds given{Rows(labels.begin(), labels.end())}, predicted{std::move(found.predicted)};

  CheckResult result;
  result.is_issue = std::move(found.flags);
  for (const double score : found.scores) result.scores.push_back(std::clamp(score, 0.0, 1.0));
  result.summary_score = found.health;
  result.columns = {{"given_label", given}, {"predicted_label", predicted}};

  const Matrix joint = normalize_joint(found.joint.counts);
  const bool asymmetric = parameters.object("health_summary_parameters").flag("asymmetric");
  NoiseMatrices noise = noise_of(parameters, found.joint.counts, labels);
  Value& info = result.info;
  info.set("num_label_issues", result.num_issues());
  info.set("average_label_quality", mean(result.scores));
  info.set("given_label", Column(given));
  info.set("predicted_label", Column(predicted));
  info.set("confident_joint", IntMatrix(found.joint.counts.cast<std::int64_t>()));
  info.set("classes_by_label_quality", rank_classes_by_label_quality(joint, n));
  info.set("overlapping_classes", find_overlapping_classes(joint, n, asymmetric));
  info.set("py", std::vector<double>(noise.py.begin(), noise.py.end()));
  info.set("noise_matrix", std::move(noise.noise_matrix));
  info.set("inverse_noise_matrix", std::move(noise.inverse_noise_matrix));
  info.set("confident_thresholds", std::vector<double>(found.thresholds.begin(), found.thresholds.end()));
  Value used;
  used.set("features", from_features);
  used.set("pred_probs", !from_features);
  info.set("find_issues_inputs", std::move(used));
  return result;
}

Job<CheckResult> run_label(CheckContext& context) {
  const Labels labels = context.labels();
  const Index num_classes = context.inputs().num_classes;
  require_two_classes(labels);
  require_square(context.parameters(), "noise_matrix", num_classes);
  require_square(context.parameters(), "inverse_noise_matrix", num_classes);

  const bool from_features = !context.inputs().pred_probs && context.inputs().features;
  Matrix votes;
  if (from_features) {
    const Index k = context.parameters().integer("k");
    votes = co_await within(0, 0.8, "", predict_from_neighbors(context.finite_features(), labels, num_classes, k));
  }
  const MatrixView pred_probs = from_features ? MatrixView(votes) : context.pred_probs();
  if (pred_probs.columns() != num_classes) {
    reject("pred_probs", std::to_string(num_classes) + " columns, one for each class", pred_probs.columns());
  }
  LabelFindings found = co_await within(from_features ? 0.8 : 0, 1, "", examine_labels(context, pred_probs));
  co_return to_result(std::move(found), context, from_features);
}

std::vector<ParameterSpec> cleaning_parameters() {
  using Kind = ParameterSpec::Kind;
  const std::vector<ParameterSpec> filter = {
      {.name = "filter_by",
       .kind = Kind::text,
       .default_value = "prune_by_noise_rate",
       .doc = "How label issues are picked.",
       .choices = {"prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given",
                   "low_normalized_margin", "low_self_confidence"}},
      {.name = "frac_noise", .default_value = 1, .doc = "Part of the estimated issues to flag.", .least = 0, .most = 1},
      {.name = "min_examples_per_class",
       .kind = Kind::integer,
       .default_value = 10,
       .doc = "Classes with at most so many examples are left alone.",
       .least = 0},
      {.name = "num_to_remove_per_class",
       .kind = Kind::numbers,
       .doc = "Issues to flag in each class, instead of the estimated number.",
       .least = 0},
      {.name = "confident_joint",
       .kind = Kind::matrix,
       .doc = "K x K counts to use instead of the estimated ones.",
       .least = 0}};
  const std::vector<ParameterSpec> scoring = {
      {.name = "method",
       .kind = Kind::text,
       .default_value = "self_confidence",
       .doc = "How labels are scored.",
       .choices = {"self_confidence", "normalized_margin", "confidence_weighted_entropy"}},
      {.name = "adjust_pred_probs",
       .kind = Kind::boolean,
       .default_value = false,
       .doc = "Shift each class by its mean confidence first."}};
  return {{.name = "find_label_issues_kwargs", .kind = Kind::object, .doc = "Of the flags.", .members = filter},
          {.name = "label_quality_scores_kwargs", .kind = Kind::object, .doc = "Of the scores.", .members = scoring},
          {.name = "converge_latent_estimates",
           .kind = Kind::boolean,
           .default_value = false,
           .doc = "Iterate the noise matrices until they fit each other."}};
}

}  // namespace

CheckDescription label_classification_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "label";
  check.title = "Label issues";
  check.description =
      "Examples whose label is probably wrong. A model that has not seen an example's label predicts its class; where "
      "it is confident of another class than the given one, beyond what it usually confuses, the example is flagged. "
      "The score is the probability of the given label.\n\n"
      "Correct the flagged labels, worst first, or drop what cannot be decided.";
  check.uses = {{.task = Task::classification, .needs_labels = true, .suffices = {pred_probs_input, features_input}}};
  check.parameters = {
      {.name = "k",
       .kind = Kind::integer,
       .default_value = 10,
       .doc = "Neighbours that vote where no pred_probs are given.",
       .least = 1},
      {.name = "clean_learning_kwargs",
       .kind = Kind::object,
       .doc = "Of flags and scores.",
       .members = cleaning_parameters()},
      {.name = "health_summary_parameters",
       .kind = Kind::object,
       .doc = "Of the table of overlapping classes.",
       .members = {{.name = "asymmetric",
                    .kind = Kind::boolean,
                    .default_value = false,
                    .doc = "Tell a class taken for another from the other way round."}}},
      {.name = "thresholds", .kind = Kind::numbers, .doc = "Confident thresholds of the classes, K numbers."},
      {.name = "noise_matrix", .kind = Kind::matrix, .doc = "K x K, p(given | true), where it is known."},
      {.name = "inverse_noise_matrix", .kind = Kind::matrix, .doc = "K x K, p(true | given), where it is known."}};
  check.report_keys = {{}, {}, {}, {"classes_by_label_quality", "overlapping_classes"}};
  check.run = run_label;
  return check;
}

}  // namespace assayer
