#include <algorithm>
#include <new>
#include <stdexcept>

#include "assayer/datalab.h"
#include "assayer/error.h"
#include "assayer/neighbors.h"
#include "datalab/inputs.h"
#include "datalab/plan.h"

namespace assayer {

/// The graph that checks share. Whatever graph was used last is kept; it is used again while it has enough neighbours,
/// belongs to the same features and is of the metric that was asked for (or of any, where none was).
class Datalab::Neighbors : public NeighborSource {
 public:
  Neighbors(KeptGraph& kept, const AuditInputs& inputs, std::optional<std::uint64_t> fingerprint)
      : kept_(kept), inputs_(inputs), fingerprint_(fingerprint) {}

  bool has_neighbors(Index k) const override { return inputs_.knn_graph || inputs_.features || can_reuse(k, ""); }

  Job<SharedNeighbors> neighbors(Index k, std::string metric) override {
    const bool is_other_metric = !metric.empty() && !kept_.metric.empty() && metric != kept_.metric;
    if (inputs_.knn_graph && !is_other_metric) {
      if (kept_.graph != inputs_.knn_graph) keep(inputs_.knn_graph, "");
      if (!metric.empty()) kept_.metric = metric;
      co_return kept_;
    }
    if (can_reuse(k, metric)) {
      if (!kept_.features) kept_.features = fingerprint_;  // from now on it is the graph of these
      co_return kept_;
    }
    if (!inputs_.features) {
      reject("features", "features, or a knn_graph with at least " + std::to_string(k) + " neighbours",
             is_other_metric ? "a graph of another metric" : "neither");
    }
    if (!inputs_.features_problem.empty()) throw std::invalid_argument(inputs_.features_problem);
    NeighborOptions options;
    options.k = k;
    options.metric = metric.empty() ? Metric::automatic : metric_from_name(metric);
    KnnGraph graph = co_await find_neighbors(*inputs_.features, options);
    const Metric chosen = choose_metric(options.metric, inputs_.features->columns());
    keep(std::make_shared<const KnnGraph>(std::move(graph)), metric_name(chosen));
    co_return kept_;
  }

 private:
  void keep(std::shared_ptr<const KnnGraph> graph, std::string_view metric) {
    kept_.graph = std::move(graph);
    kept_.metric = metric;
    kept_.features = fingerprint_;
  }

  bool can_reuse(Index k, const std::string& metric) const {
    if (!kept_.graph || kept_.graph->neighbors < k) return false;
    if (fingerprint_ && kept_.features && *fingerprint_ != *kept_.features) return false;
    return metric.empty() || kept_.metric.empty() || metric == kept_.metric;
  }

  KeptGraph& kept_;
  const AuditInputs& inputs_;
  std::optional<std::uint64_t> fingerprint_;
};

namespace {

AuditInputs with_inputs(AuditInputs data, FindIssuesInputs& given) {
  require_shapes(data, given);
  data.features = given.features;
  data.feature_names = std::move(given.feature_names);
  data.pred_probs = given.pred_probs;
  data.predictions = given.predictions;
  data.table = given.table;
  data.schema = given.schema;
  return data;
}

AuditInputs without_inputs(AuditInputs inputs, unsigned hidden) {
  if (hidden & features_input) inputs.features.reset();
  if (hidden & pred_probs_input) inputs.pred_probs.reset();
  if (hidden & pred_probs_input) inputs.predictions = {};
  if (hidden & knn_graph_input) inputs.knn_graph.reset();
  return inputs;
}

/// What stopped a check, in words.
std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& caught) {
    return caught.what();
  }
}

constexpr double examined = 0.03;  // share of the progress that looking at the inputs takes

}  // namespace

Job<void> Datalab::find_issues(FindIssuesInputs given, std::optional<IssueTypes> types) {
  AuditInputs inputs = with_inputs(data(), given);
  if (given.knn_graph) {
    inputs.knn_graph = std::make_shared<const KnnGraph>(validate_knn_graph(std::move(*given.knn_graph), n_));
  }
  std::vector<Notice> warnings;
  if (inputs.features && inputs.knn_graph) {
    warnings.push_back({"", "Both features and knn_graph were given: neighbours are taken from the graph."});
  }
  for (const auto& [type, parameters] : inputs.knn_graph&& types ? *types : IssueTypes()) {
    const auto* given_parameters = parameters.get_if<Value::Object>();
    const auto is_metric = [](const auto& parameter) { return parameter.first == "metric"; };
    if (given_parameters && std::any_of(given_parameters->begin(), given_parameters->end(), is_metric)) {
      warnings.push_back({type, "A metric was given beside knn_graph: distances are those of the graph."});
    }
  }
  const std::vector<PlannedCheck> plan = plan_checks(checks(), inputs, types, given.seed, warnings);
  const auto fingerprint = co_await within(0, examined, "inputs", examine(inputs));

  warnings_ = std::move(warnings);
  failures_.clear();
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const PlannedCheck& planned = plan[i];
    const std::string& type = planned.check->type;
    const double share = (1 - examined) / static_cast<double>(plan.size());
    const double from = examined + share * static_cast<double>(i);
    if (!planned.obstacle.empty()) {
      failures_.push_back({type, planned.obstacle});
      continue;
    }
    const AuditInputs seen = without_inputs(inputs, planned.hidden_inputs);
    Neighbors neighbors(kept_, seen, seen.features ? fingerprint : std::nullopt);
    CheckContext context(seen, planned.parameters, neighbors);
    Outcome<CheckResult> outcome =
        co_await attempt(within(from, from + share, type.c_str(), planned.check->run(context)));
    if (outcome.error) {
      failures_.push_back({type, message_of(outcome.error)});
      continue;
    }
    for (std::string& message : context.take_warnings()) warnings_.push_back({type, std::move(message)});
    keep_or_tell(type, std::move(*outcome.value));
  }
}

void Datalab::keep_or_tell(const std::string& type, CheckResult result) {
  try {
    keep(type, std::move(result));
  } catch (const std::invalid_argument& fault) {
    failures_.push_back({type, fault.what()});
  }
}

}  // namespace assayer
