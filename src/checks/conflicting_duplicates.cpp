#include <algorithm>
#include <map>

#include "assayer/check.h"
#include "assayer/error.h"
#include "neighbors/duplicates.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr std::size_t longest_set = 50;  // rows that a set names at most: a column of copies is no table

/// One id for each different label, whatever a label is.
template <typename T>
Rows ids_of(const std::vector<T>& values) {
  std::map<T, std::int32_t> ids;
  Rows result;
  for (const T& value : values)
    result.push_back(ids.try_emplace(value, static_cast<std::int32_t>(ids.size())).first->second);
  return result;
}

Rows label_ids(const AuditInputs& inputs) {
  if (!inputs.labels.empty()) return Rows(inputs.labels.begin(), inputs.labels.end());
  if (!inputs.targets.empty()) return ids_of(std::vector<double>(inputs.targets.begin(), inputs.targets.end()));
  if (!inputs.label_sets) reject("labels", "one for each example", "none");
  std::vector<Rows> sets = *inputs.label_sets;
  for (Rows& set : sets) std::sort(set.begin(), set.end());
  return ids_of(sets);
}

/// Copies of one example whose labels differ: every one scores the share of the copies that have its label.
void judge_group(std::span<const std::int32_t> members, const Rows& labels, CheckResult& result,
                 std::vector<Rows>& sets) {
  std::map<std::int32_t, std::size_t> counts;
  for (const std::int32_t i : members) ++counts[labels[static_cast<std::size_t>(i)]];
  if (counts.size() < 2) return;
  for (const std::int32_t i : members) {
    const auto row = static_cast<std::size_t>(i);
    result.is_issue[row] = 1;
    result.scores[row] = static_cast<double>(counts[labels[row]]) / static_cast<double>(members.size());
    for (const std::int32_t j : members) {
      if (sets[row].size() == longest_set) break;
      if (labels[static_cast<std::size_t>(j)] != labels[row]) sets[row].push_back(j);
    }
  }
}

Job<CheckResult> run_conflicting_duplicates(CheckContext& context) {
  const Rows labels = label_ids(context.inputs());
  const DuplicateGroups groups = co_await within(0, 0.8, "", group_duplicates(context.finite_features()));

  CheckResult result;
  result.is_issue.assign(labels.size(), 0);
  result.scores.assign(labels.size(), 1.0);
  std::vector<Rows> sets(labels.size());
  Index conflicts = 0;
  for (Index group = 0; group < groups.size(); ++group) {
    if (group % 1024 == 0) co_await pause(0.8 + 0.2 * static_cast<double>(group) / static_cast<double>(groups.size()));
    const auto members = groups.members_of(group);
    if (members.size() < 2) continue;
    judge_group(members, labels, result, sets);
    conflicts += result.is_issue[static_cast<std::size_t>(members[0])];
  }
  result.summary_score = mean(result.scores);
  result.info.set("num_conflicting_groups", conflicts);
  result.columns.push_back({"conflicting_duplicate_sets", std::move(sets)});
  co_return result;
}

}  // namespace

CheckDescription conflicting_duplicates_check() {
  CheckDescription check;
  check.type = "conflicting_duplicates";
  check.title = "Copies with different labels";
  check.description =
      "Examples that are exact copies of each other, but have different labels: at most one of the labels is right, or "
      "the features do not say enough to tell. The score is the share of the copies that have the example's label.\n\n"
      "Decide for one label, or add the feature that tells the copies apart.";
  check.uses = {{.task = Task::classification, .by_default = false, .needs_labels = true},
                {.task = Task::regression, .by_default = false, .needs_labels = true},
                {.task = Task::multilabel, .by_default = false, .needs_labels = true}};
  check.report_keys = {{"num_conflicting_groups"}, {}, {}};
  check.run = run_conflicting_duplicates;
  return check;
}

}  // namespace assayer
