#include "datalab.h"

#include <emscripten/bind.h>

#include <cstdlib>

#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

std::vector<Rows> to_label_sets(const val& lists) {
  const auto values = to_vector<std::int32_t>(lists["values"]);
  const auto ends = to_vector<std::uint32_t>(lists["offsets"]);
  std::vector<Rows> sets;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    sets.emplace_back(values.begin() + ends[i], values.begin() + ends[i + 1]);
  }
  return sets;
}

Task to_task(const val& setup) { return task_from_name(setup["task"].as<std::string>()); }

/// From `{ task, rowCount, numClasses, labels? | targets? | labelSets? }`.
Datalab to_datalab(const val& setup) {
  const auto num_classes = static_cast<Index>(option<double>(setup, "numClasses", 0));
  if (has_option(setup, "labels")) return Datalab::with_labels(to_vector<std::int32_t>(setup["labels"]), num_classes);
  if (has_option(setup, "targets")) return Datalab::with_targets(to_vector<double>(setup["targets"]));
  if (has_option(setup, "labelSets")) return Datalab::with_label_sets(to_label_sets(setup["labelSets"]), num_classes);
  return Datalab::without_labels(to_task(setup), static_cast<Index>(setup["rowCount"].as<double>()));
}

val from_notices(const std::vector<Datalab::Notice>& notices) {
  val array = val::array();
  for (const Datalab::Notice& notice : notices) {
    val object = val::object();
    object.set("type", notice.type);
    object.set("message", notice.message);
    array.call<void>("push", object);
  }
  return array;
}

val from_check_result(const std::string& type, const CheckResult& result) {
  val object = val::object();
  object.set("type", type);
  object.set("isIssue", to_typed_array(result.is_issue));
  object.set("scores", to_typed_array(result.scores));
  object.set("summaryScore", result.summary_score);
  object.set("numIssues", static_cast<double>(result.num_issues()));
  object.set("columns", from_table(Table{result.columns}));
  object.set("info", from_value(result.info));
  return object;
}

}  // namespace

std::optional<IssueTypes> to_issue_types(const val& pairs) {
  if (pairs.isUndefined() || pairs.isNull()) return std::nullopt;
  IssueTypes types;
  const auto size = pairs["length"].as<std::size_t>();
  for (std::size_t i = 0; i < size; ++i) {
    types.emplace_back(pairs[i][0].as<std::string>(), to_value(pairs[i][1]));
  }
  return types;
}

val from_datalab(const Datalab& lab) {
  val results = val::array();
  for (const auto& [type, result] : lab.results()) results.call<void>("push", from_check_result(type, result));
  val object = val::object();
  object.set("results", results);
  object.set("warnings", from_notices(lab.warnings()));
  object.set("failures", from_notices(lab.failures()));
  object.set("metric", lab.knn_metric());
  if (const auto features = lab.knn_features()) object.set("features", std::to_string(*features));
  if (lab.knn_graph()) object.set("knnGraph", from_knn_graph(*lab.knn_graph()));
  return object;
}

namespace {

/// As text: JavaScript's numbers have too few bits.
std::optional<std::uint64_t> to_fingerprint(const val& inputs) {
  if (!has_option(inputs, "keptFeatures")) return std::nullopt;
  return std::strtoull(inputs["keptFeatures"].as<std::string>().c_str(), nullptr, 10);
}

/// One call of find_issues. `snapshot` can be taken at any time: after a stop it holds the finished checks.
class FindIssues {
 public:
  FindIssues(const val& setup, const val& inputs, const val& types) : lab_(to_datalab(setup)) {
    if (has_option(inputs, "keptGraph")) {
      lab_.restore({}, to_knn_graph(inputs["keptGraph"]), option<std::string>(inputs, "keptMetric", ""),
                   to_fingerprint(inputs));
    }
    FindIssuesInputs given;
    if (has_option(inputs, "features")) {
      features_ = to_owned_matrix(inputs["features"]);
      given.features = features_.view();
    }
    if (has_option(inputs, "featureNames")) given.feature_names = to_strings(inputs["featureNames"]);
    if (has_option(inputs, "predProbs")) {
      pred_probs_ = to_owned_matrix(inputs["predProbs"]);
      given.pred_probs = pred_probs_.view();
    }
    if (has_option(inputs, "predictions")) {
      predictions_ = to_vector<double>(inputs["predictions"]);
      given.predictions = predictions_;
    }
    if (has_option(inputs, "knnGraph")) given.knn_graph = to_knn_graph(inputs["knnGraph"]);
    if (has_option(inputs, "seed")) given.seed = static_cast<std::uint64_t>(inputs["seed"].as<double>());
    job_.emplace(lab_.find_issues(std::move(given), to_issue_types(types)));
  }

  bool step(double milliseconds) {
    return job_->step(std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double, std::milli>(milliseconds)));
  }
  double fraction() const { return job_->progress().fraction; }
  std::string step_name() const { return job_->progress().step; }
  val result() const { return from_datalab(lab_); }

 private:
  Datalab lab_;
  OwnedMatrix features_, pred_probs_;
  std::vector<double> predictions_;
  std::optional<Job<void>> job_;
};

val issue_types(const std::string& task, bool only_default) {
  const Datalab lab = Datalab::without_labels(task_from_name(task), 1);
  return from_strings(only_default ? lab.default_types() : lab.possible_types());
}

/// Every issue type in words, for reports, help and forms.
/// In the order of ParameterSpec::Kind.
constexpr const char* kind_names[] = {"boolean",  "integer", "number", "text",  "metric",
                                      "integers", "numbers", "matrix", "object"};

val from_parameters(const std::vector<ParameterSpec>& specs) {
  val parameters = val::array();
  for (const ParameterSpec& spec : specs) {
    val parameter = val::object();
    parameter.set("name", spec.name);
    parameter.set("kind", std::string(kind_names[static_cast<std::size_t>(spec.kind)]));
    parameter.set("default", from_value(spec.default_value));
    parameter.set("description", spec.doc);
    if (std::isfinite(spec.least)) parameter.set(spec.above_least ? "above" : "least", spec.least);
    if (std::isfinite(spec.most)) parameter.set("most", spec.most);
    if (!spec.choices.empty()) parameter.set("choices", from_strings(spec.choices));
    if (!spec.members.empty()) parameter.set("members", from_parameters(spec.members));
    parameters.call<void>("push", parameter);
  }
  return parameters;
}

val describe_checks() {
  val array = val::array();
  for (const CheckDescription& check : built_in_checks()) {
    val object = val::object();
    object.set("type", check.type);
    object.set("title", check.title);
    object.set("description", check.description);
    val tasks = val::array();
    for (const CheckUse& use : check.uses) tasks.call<void>("push", std::string(task_name(use.task)));
    object.set("tasks", tasks);
    object.set("parameters", from_parameters(check.parameters));
    val levels = val::array();
    for (const auto& keys : check.report_keys) levels.call<void>("push", from_strings(keys));
    object.set("reportKeys", levels);
    array.call<void>("push", object);
  }
  return array;
}

}  // namespace

EMSCRIPTEN_BINDINGS(datalab) {
  emscripten::class_<FindIssues>("FindIssues")
      .constructor<const val&, const val&, const val&>()
      .function("step", &FindIssues::step)
      .function("fraction", &FindIssues::fraction)
      .function("stepName", &FindIssues::step_name)
      .function("result", &FindIssues::result);
  emscripten::function("issueTypes", &issue_types);
  emscripten::function("describeChecks", &describe_checks);
}

}  // namespace assayer::wasm
