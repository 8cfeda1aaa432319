#include <algorithm>

#include "assayer/check.h"

namespace assayer {
namespace {

Job<CheckResult> run_class_imbalance(CheckContext& context) {
  const Labels labels = context.labels();
  const Index num_classes = context.inputs().num_classes;
  const double threshold = context.parameters().number("threshold");
  std::vector<Index> counts(static_cast<std::size_t>(num_classes), 0);
  for (const std::int32_t label : labels) ++counts[static_cast<std::size_t>(label)];

  // Only classes that have examples are ranked (the reference takes an empty class for the rarest and so hides the
  // one that is rare). Ties: the lower id.
  std::int32_t rarest = labels[0];
  std::vector<std::int32_t> empty_classes;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const auto id = static_cast<std::int32_t>(c);
    if (counts[c] == 0) {
      empty_classes.push_back(id);
      continue;
    }
    const Index fewest = counts[static_cast<std::size_t>(rarest)];
    if (counts[c] < fewest || (counts[c] == fewest && id < rarest)) rarest = id;
  }
  const double share =
      static_cast<double>(counts[static_cast<std::size_t>(rarest)]) / static_cast<double>(labels.size());
  const bool is_imbalanced = share < threshold / static_cast<double>(num_classes);

  CheckResult result;
  for (const std::int32_t label : labels) {
    result.scores.push_back(label == rarest ? share : 1.0);
    result.is_issue.push_back(is_imbalanced && label == rarest);
  }
  result.summary_score = share;
  const ClassIds given{std::vector<std::int32_t>(labels.begin(), labels.end())};
  result.columns.push_back({"given_label", given});
  result.info.set("threshold", threshold);
  result.info.set("Rarest Class", is_imbalanced ? Value(ClassId{rarest}) : Value("NA"));
  result.info.set("given_label", Column(given));
  if (!empty_classes.empty()) result.info.set("empty_classes", Column(ClassIds{std::move(empty_classes)}));
  co_return result;
}

}  // namespace

CheckDescription class_imbalance_check() {
  CheckDescription check;
  check.type = "class_imbalance";
  check.title = "Class imbalance";
  check.description =
      "A class with far fewer examples than its fair share. Its examples are flagged and all score the share of the "
      "data that the class has.\n\n"
      "Models learn rare classes badly and their metrics hide it: collect more such examples, weight them, or merge "
      "the class with another.";
  check.uses = {{.task = Task::classification, .needs_labels = true, .suffices = {no_input}}};
  check.parameters = {{.name = "threshold",
                       .default_value = 0.1,
                       .doc = "A class is rare whose share of the data is below threshold / number of classes.",
                       .least = 0}};
  check.report_keys = {{"Rarest Class"}, {}, {}};
  check.run = run_class_imbalance;
  return check;
}

}  // namespace assayer
