#include <cmath>
#include <string>
#include <unordered_map>

#include "assayer/check.h"
#include "row_scan.h"

namespace assayer {
namespace {

/// The rows that miss the same columns.
struct Pattern {
  std::string columns;  ///< one character a column: 1 missing, 0 there
  Rows rows;
};

Value most_common(std::vector<Pattern>&& patterns) {
  Pattern most{"no_null", {}};
  for (Pattern& pattern : patterns) {
    if (pattern.rows.size() > most.rows.size()) most = std::move(pattern);  // of equally frequent ones the first seen
  }
  Value issue;
  issue.set("pattern", most.columns);
  const auto count = static_cast<Index>(most.rows.size());
  issue.set("rows_affected", std::move(most.rows));
  issue.set("count", count);
  return issue;
}

Job<CheckResult> run_null(CheckContext& context) {
  const MatrixView features = context.features();
  const Index n = features.rows(), d = features.columns();
  std::vector<double> missing_in_column(static_cast<std::size_t>(d), 0.0);
  std::vector<Pattern> patterns;
  std::unordered_map<std::string, std::size_t> pattern_of;
  std::string columns(static_cast<std::size_t>(d), '0');
  double total = 0;

  CheckResult result;
  for (Index i = 0; i < n; ++i) {
    if (i % 256 == 0) co_await pause(static_cast<double>(i) / static_cast<double>(n));
    Index missing = 0;
    const bool may_miss = first_not_finite(features, i).has_value();
    for (Index j = 0; may_miss && j < d; ++j) {
      const bool is_missing = std::isnan(features(i, j));
      columns[static_cast<std::size_t>(j)] = is_missing ? '1' : '0';
      missing += is_missing;
      missing_in_column[static_cast<std::size_t>(j)] += is_missing;
    }
    const double score = static_cast<double>(d - missing) / static_cast<double>(d);
    result.scores.push_back(score);
    result.is_issue.push_back(missing == d);
    total += score;
    if (missing == 0) continue;
    const auto [place, is_new] = pattern_of.try_emplace(columns, patterns.size());
    if (is_new) patterns.push_back({columns, {}});
    patterns[place->second].rows.push_back(static_cast<std::int32_t>(i));
  }

  result.summary_score = total / static_cast<double>(n);
  for (double& share : missing_in_column) share /= static_cast<double>(n);
  result.info.set("average_null_score", result.summary_score);
  result.info.set("most_common_issue", most_common(std::move(patterns)));
  result.info.set("column_impact", std::move(missing_in_column));
  co_return result;
}

}  // namespace

CheckDescription null_check() {
  CheckDescription check;
  check.type = "null";
  check.title = "Missing values";
  check.description =
      "Examples in which feature values are missing. An example without any value is flagged: nothing can be learnt "
      "from it. The score is the share of values that are there.\n\n"
      "Checks that compare examples with each other cannot run while values are missing, so fill them in or drop the "
      "rows or columns where most of them are.";
  check.uses = {{.task = Task::classification, .suffices = {features_input}},
                {.task = Task::regression, .suffices = {features_input}},
                {.task = Task::multilabel, .suffices = {features_input}}};
  check.report_keys = {{}, {}, {"most_common_issue"}};
  check.run = run_null;
  return check;
}

}  // namespace assayer
