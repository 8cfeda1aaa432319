#include <algorithm>
#include <cmath>

#include "assayer/check.h"
#include "assayer/error.h"
#include "checks/neighbor_parameters.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double smallest_scale = 1e-6;
constexpr double exact_copy = 1e-8;  // nearer than this is a copy: score 0

/// The neighbours of each example that are near enough, nearest first, then those that have it among theirs.
/// Sets are not transitive.
Job<std::vector<Rows>> find_sets(const KnnGraph& graph, double radius) {
  std::vector<Rows> near(static_cast<std::size_t>(graph.rows));
  for (Index i = 0; i < graph.rows; ++i) {
    if (i % 1024 == 0) co_await pause(0.5 * static_cast<double>(i) / static_cast<double>(graph.rows));
    for (Index m = 0; m < graph.neighbors; ++m) {
      const double distance = graph.distances_of(i)[static_cast<std::size_t>(m)];
      if (distance < radius || distance == 0) {
        near[static_cast<std::size_t>(i)].push_back(graph.indices_of(i)[static_cast<std::size_t>(m)]);
      }
    }
  }
  std::vector<Rows> sets = near;
  for (Index i = 0; i < graph.rows; ++i) {
    if (i % 1024 == 0) co_await pause(0.5 + 0.5 * static_cast<double>(i) / static_cast<double>(graph.rows));
    for (const std::int32_t j : near[static_cast<std::size_t>(i)]) {
      const Rows& back = near[static_cast<std::size_t>(j)];
      const auto id = static_cast<std::int32_t>(i);
      if (std::find(back.begin(), back.end(), id) == back.end()) sets[static_cast<std::size_t>(j)].push_back(id);
    }
  }
  co_return sets;
}

Job<CheckResult> run_near_duplicate(CheckContext& context) {
  const SharedNeighbors neighbors = co_await within(0, 0.8, "", context.neighbors());
  const KnnGraph& graph = *neighbors.graph;
  double threshold = context.parameters().number("threshold");
  if (threshold < 0) {
    context.warn("threshold: expected a number >= 0, got " + format_number(threshold) + "; 0 is used.");
    threshold = 0;
  }

  std::vector<double> distances;
  for (Index i = 0; i < graph.rows; ++i) distances.push_back(graph.distances_of(i)[0]);
  const double scale = std::max(median(distances), smallest_scale);
  std::vector<Rows> sets = co_await within(0.8, 1, "", find_sets(graph, threshold * scale));

  CheckResult result;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    result.is_issue.push_back(!sets[i].empty());
    result.scores.push_back(distances[i] <= exact_copy ? 0.0 : -std::expm1(-distances[i] / scale));
  }
  result.summary_score = mean(result.scores);
  result.info.set("average_near_duplicate_score", result.summary_score);
  result.info.set("near_duplicate_sets", Column(sets));
  set_neighbor_info(result.info, context, neighbors, true);
  result.info.set("threshold", threshold);
  result.info.set("median_distance_to_nearest_neighbor", scale);
  result.columns.push_back({"near_duplicate_sets", std::move(sets)});
  result.columns.push_back({"distance_to_nearest_neighbor", std::move(distances)});
  co_return result;
}

}  // namespace

CheckDescription near_duplicate_check() {
  CheckDescription check;
  check.type = "near_duplicate";
  check.title = "Near duplicates";
  check.description =
      "Examples that are copies of another one, exactly or nearly. An example is flagged where another lies much "
      "nearer "
      "to it than neighbours usually do; its set names the others.\n\n"
      "Copies count twice in training, and where one half lands in the training data and the other in the test data, "
      "the test looks better than the model is.";
  const std::vector<unsigned> suffices = {features_input, knn_graph_input};
  check.uses = {{.task = Task::classification, .suffices = suffices},
                {.task = Task::regression, .suffices = suffices},
                {.task = Task::multilabel, .suffices = suffices}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back({.name = "threshold",
                              .default_value = 0.13,
                              .doc =
                                  "Nearer than threshold times the median distance to the nearest neighbour is near; "
                                  "at 0 only exact copies are."});
  check.report_keys = {{}, {}, {"threshold"}};
  check.run = run_near_duplicate;
  return check;
}

}  // namespace assayer
