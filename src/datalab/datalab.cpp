#include "assayer/datalab.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "datalab/inputs.h"

namespace assayer {
namespace {

void require_examples(Index n) {
  if (n < 1) reject("data", "at least one example", "none");
}

void require_classes(std::string_view place, std::int32_t id, Index num_classes) {
  if (id < 0 || id >= num_classes) reject(place, "a class in 0.." + std::to_string(num_classes - 1), id);
}

}  // namespace

Datalab Datalab::with_labels(std::vector<std::int32_t> labels, Index num_classes) {
  Datalab lab = without_labels(Task::classification, static_cast<Index>(labels.size()));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    require_classes(at("labels", static_cast<std::int64_t>(i)), labels[i], num_classes);
  }
  lab.labels_ = std::move(labels);
  lab.num_classes_ = num_classes;
  return lab;
}

Datalab Datalab::with_targets(std::vector<double> targets) {
  Datalab lab = without_labels(Task::regression, static_cast<Index>(targets.size()));
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!std::isfinite(targets[i])) reject(at("labels", static_cast<std::int64_t>(i)), "a finite number", targets[i]);
  }
  lab.targets_ = std::move(targets);
  return lab;
}

Datalab Datalab::with_label_sets(std::vector<Rows> label_sets, Index num_classes) {
  Datalab lab = without_labels(Task::multilabel, static_cast<Index>(label_sets.size()));
  for (std::size_t i = 0; i < label_sets.size(); ++i) {
    for (const std::int32_t id : label_sets[i]) {
      require_classes(at("labels", static_cast<std::int64_t>(i)), id, num_classes);
    }
  }
  lab.label_sets_ = std::move(label_sets);
  lab.num_classes_ = num_classes;
  return lab;
}

Datalab Datalab::without_labels(Task task, Index n) {
  require_examples(n);
  return Datalab(task, n);
}

void Datalab::register_check(CheckDescription check) {
  if (check.type.empty()) reject("type", "a name", "none");
  if (!check.run) reject("run", "a function", "none");
  for (const CheckDescription& built_in : built_in_checks()) {
    if (built_in.type == check.type) reject("type", "a name that is not taken", check.type);
  }
  std::erase_if(registered_, [&](const CheckDescription& old) { return old.type == check.type; });
  for (CheckUse& use : check.uses) use.by_default = false;
  registered_.push_back(std::move(check));
}

AuditInputs Datalab::data() const {
  AuditInputs inputs;
  inputs.n = n_;
  inputs.task = task_;
  inputs.labels = labels_;
  inputs.num_classes = num_classes_;
  inputs.targets = targets_;
  if (!label_sets_.empty()) inputs.label_sets = &label_sets_;
  return inputs;
}

std::vector<const CheckDescription*> Datalab::checks() const {
  std::vector<const CheckDescription*> all;
  for (const CheckDescription& check : built_in_checks()) {
    if (check.use(task_)) all.push_back(&check);
  }
  for (const CheckDescription& check : registered_) {
    if (check.use(task_)) all.push_back(&check);
  }
  return all;
}

void Datalab::keep(std::string type, CheckResult result) {
  require_result(type, result, n_);
  std::erase_if(results_, [&](const Result& old) { return old.type == type; });
  results_.push_back({std::move(type), std::move(result)});
}

void Datalab::add_result(std::string type, CheckResult result) {
  if (type.empty()) reject("type", "a name", "none");
  keep(std::move(type), std::move(result));
}

void Datalab::restore(std::vector<Result> results, std::optional<KnnGraph> graph, std::string metric,
                      std::optional<std::uint64_t> features) {
  for (const Result& result : results) require_result(result.type, result.result, n_);
  KeptGraph kept;
  if (graph) {
    kept.graph = std::make_shared<const KnnGraph>(validate_knn_graph(std::move(*graph), n_));
    kept.metric = std::move(metric);
    kept.features = features;
  }
  results_ = std::move(results);
  kept_ = std::move(kept);
}

const CheckResult* Datalab::find(std::string_view type) const {
  for (const Result& result : results_) {
    if (result.type == type) return &result.result;
  }
  return nullptr;
}

std::optional<double> Datalab::health_score() const {
  if (results_.empty()) return std::nullopt;
  double sum = 0;
  for (const Result& result : results_) sum += result.result.summary_score;
  return sum / static_cast<double>(results_.size());
}

Value Datalab::statistics() const {
  Value statistics;
  statistics.set("num_examples", n_);
  statistics.set("multi_label", task_ == Task::multilabel);
  if (num_classes_ > 0) statistics.set("num_classes", num_classes_);
  if (const auto score = health_score()) statistics.set("health_score", *score);
  if (!kept_.metric.empty()) statistics.set("knn_metric", kept_.metric);
  return statistics;
}

std::vector<std::string> Datalab::possible_types() const {
  std::vector<std::string> types;
  for (const CheckDescription* check : checks()) types.push_back(check->type);
  return types;
}

std::vector<std::string> Datalab::default_types() const {
  std::vector<std::string> types;
  for (const CheckDescription* check : checks()) {
    if (check->use(task_)->by_default) types.push_back(check->type);
  }
  return types;
}

}  // namespace assayer
