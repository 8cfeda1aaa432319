#include "assayer/check.h"
#include "assayer/error.h"
#include "checks/neighbor_parameters.h"
#include "statistics.h"

namespace assayer {
namespace {

/// What each example adds to a classifier by nearest neighbours, by the recurrence of KNN-Shapley: the neighbour at
/// place j of example a receives (match(a, j) - match(a, k-1)) / k, match being 1 where the labels are equal.
Job<std::vector<double>> value_examples(const KnnGraph& graph, Labels labels, Index k) {
  const Index n = graph.rows;
  std::vector<double> values(static_cast<std::size_t>(n), 0.0);
  const double part = 1 / (static_cast<double>(k) * static_cast<double>(n));
  for (Index a = 0; a < n; ++a) {
    if (a % 1024 == 0) co_await pause(static_cast<double>(a) / static_cast<double>(n));
    const auto neighbors = graph.indices_of(a).first(static_cast<std::size_t>(k));
    const std::int32_t label = labels[static_cast<std::size_t>(a)];
    const bool last_matches = labels[static_cast<std::size_t>(neighbors.back())] == label;
    for (const std::int32_t neighbor : neighbors) {
      const bool matches = labels[static_cast<std::size_t>(neighbor)] == label;
      values[static_cast<std::size_t>(neighbor)] += part * (matches - last_matches);
    }
  }
  co_return values;
}

Job<CheckResult> run_data_valuation(CheckContext& context) {
  if (context.inputs().task != Task::classification) {
    reject("task", "classification: the value of an example is whether its class agrees with its neighbours'",
           context.inputs().task == Task::regression ? "regression" : "multilabel");
  }
  const Labels labels = context.labels();
  const double threshold = context.parameters().number("threshold");
  const Index k = context.parameters().integer("k");
  const SharedNeighbors neighbors = co_await within(0, 0.9, "", context.neighbors());
  if (neighbors.graph->neighbors < k) {
    reject("knn_graph", "at least k = " + std::to_string(k) + " neighbours", neighbors.graph->neighbors);
  }

  CheckResult result;
  result.scores = co_await within(0.9, 1, "", value_examples(*neighbors.graph, labels, k));
  for (double& score : result.scores) {
    score = (score + 1) / 2;
    result.is_issue.push_back(score < threshold);
  }
  result.summary_score = mean(result.scores);
  result.info.set("num_low_valuation_issues", result.num_issues());
  result.info.set("average_data_valuation", result.summary_score);
  set_neighbor_info(result.info, context, neighbors, false);
  result.info.set("threshold", threshold);
  co_return result;
}

}  // namespace

CheckDescription data_valuation_check() {
  CheckDescription check;
  check.type = "data_valuation";
  check.title = "Worth of the examples";
  check.description =
      "Examples that make a nearest-neighbour classifier worse: their class disagrees with that of the examples they "
      "are near to. The score is half of one plus the example's Shapley value; below 0.5 it does more harm than "
      "good.\n\n"
      "Look at the lowest first: they are often mislabelled.";
  check.uses = {{.task = Task::classification, .by_default = false, .needs_labels = true},
                {.task = Task::regression, .by_default = false, .needs_labels = true},
                {.task = Task::multilabel, .by_default = false, .needs_labels = true}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back({.name = "threshold",
                              .default_value = 0.5,
                              .doc = "Examples that score less are flagged.",
                              .least = 0,
                              .most = 1});
  check.report_keys = {{}, {}, {}, {"average_data_valuation"}};
  check.run = run_data_valuation;
  return check;
}

}  // namespace assayer
