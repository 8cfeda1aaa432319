#include <algorithm>
#include <map>

#include "assayer/check.h"
#include "assayer/error.h"
#include "checks/neighbor_parameters.h"
#include "ordering.h"
#include "statistics.h"

namespace assayer {
namespace {

/// The two most probable classes of an example, and how far apart they are.
struct Contest {
  std::int32_t first = -1, second = -1;  ///< -1: no class
  double margin = 1;
};

Contest contest_of(std::span<const double> probabilities) {
  Contest contest;
  const auto value = [&](std::int32_t c) { return c < 0 ? 0.0 : probabilities[static_cast<std::size_t>(c)]; };
  for (std::size_t c = 0; c < probabilities.size(); ++c) {
    const auto id = static_cast<std::int32_t>(c);
    if (probabilities[c] > value(contest.first)) {
      contest.second = contest.first;
      contest.first = id;
    } else if (probabilities[c] > value(contest.second)) {
      contest.second = id;
    }
  }
  contest.margin = std::clamp(value(contest.first) - value(contest.second), 0.0, 1.0);
  return contest;
}

/// Share of every class among the neighbours.
void count_votes(const KnnGraph& graph, Labels labels, Index i, std::vector<double>& votes) {
  std::fill(votes.begin(), votes.end(), 0.0);
  for (const std::int32_t neighbor : graph.indices_of(i)) {
    votes[static_cast<std::size_t>(labels[static_cast<std::size_t>(neighbor)])] +=
        1 / static_cast<double>(graph.neighbors);
  }
}

Job<std::vector<Contest>> contests_of(CheckContext& context) {
  std::vector<Contest> contests;
  std::vector<double> scratch;
  const auto done = [&](Index i) { return static_cast<double>(i) / static_cast<double>(context.inputs().n); };
  if (context.inputs().pred_probs) {
    const MatrixView pred_probs = context.pred_probs();
    for (Index i = 0; i < pred_probs.rows(); ++i) {
      if (i % 1024 == 0) co_await pause(done(i));
      contests.push_back(contest_of(pred_probs.row(i, scratch)));
    }
    co_return contests;
  }
  const Labels labels = context.labels();
  const SharedNeighbors neighbors = co_await within(0, 0.9, "", context.neighbors());
  std::vector<double> votes(static_cast<std::size_t>(context.inputs().num_classes));
  for (Index i = 0; i < neighbors.graph->rows; ++i) {
    if (i % 1024 == 0) co_await pause(0.9 + 0.1 * done(i));
    count_votes(*neighbors.graph, labels, i, votes);
    contests.push_back(contest_of(votes));
  }
  co_return contests;
}

/// How often which two classes contest a flagged example, most often first.
Table confused_pairs(const std::vector<Contest>& contests, const Flags& flags) {
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> counts;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    if (flags[i]) ++counts[std::minmax(contests[i].first, contests[i].second)];
  }
  std::vector<std::pair<std::pair<std::int32_t, std::int32_t>, std::int32_t>> pairs(counts.begin(), counts.end());
  const auto times = [&](std::int32_t pair) { return pairs[static_cast<std::size_t>(pair)].second; };
  ClassIds a, b;
  std::vector<std::int32_t> examples;
  for (const std::int32_t pair : sorted_positions(
           pairs.size(), [&](std::int32_t first, std::int32_t second) { return times(first) > times(second); })) {
    const auto& [classes, count] = pairs[static_cast<std::size_t>(pair)];
    a.ids.push_back(classes.first);
    b.ids.push_back(classes.second);
    examples.push_back(count);
  }
  Table table;
  table.columns = {
      {"Class Name A", std::move(a)}, {"Class Name B", std::move(b)}, {"Num Examples", std::move(examples)}};
  return table;
}

CheckResult to_result(const std::vector<Contest>& contests, double threshold) {
  CheckResult result;
  ClassIds first, second;
  for (const Contest& contest : contests) {
    result.scores.push_back(contest.margin);
    result.is_issue.push_back(contest.margin < threshold);
    first.ids.push_back(contest.first);
    second.ids.push_back(contest.second);
  }
  result.summary_score = mean(result.scores);
  result.info.set("threshold", threshold);
  result.info.set("confused_classes", confused_pairs(contests, result.is_issue));
  result.columns = {{"first_class", std::move(first)}, {"second_class", std::move(second)}};
  return result;
}

Job<CheckResult> run_ambiguous(CheckContext& context) {
  if (context.inputs().task != Task::classification) reject("task", "classification", "another");
  const std::vector<Contest> contests = co_await contests_of(context);
  co_return to_result(contests, context.parameters().number("threshold"));
}

}  // namespace

CheckDescription ambiguous_check() {
  CheckDescription check;
  check.type = "ambiguous";
  check.title = "Ambiguous examples";
  check.description =
      "Examples that could as well be of another class: the model, or the vote of the nearest neighbours where no "
      "predictions are given, prefers one class to the next by very little. The score is that difference.\n\n"
      "Their labels may be right; but people will disagree on them, so they are worth a second opinion.";
  check.uses = {{.task = Task::classification, .by_default = false}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back({.name = "threshold",
                              .default_value = 0.1,
                              .doc = "Examples whose two most probable classes are nearer than this are flagged.",
                              .least = 0,
                              .most = 1});
  check.report_keys = {{}, {}, {"threshold"}, {"confused_classes"}};
  check.run = run_ambiguous;
  return check;
}

}  // namespace assayer
