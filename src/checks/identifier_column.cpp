#include <algorithm>
#include <cmath>

#include "assayer/check.h"

namespace assayer {
namespace {

/// Whole numbers, all different, without a gap: the column numbers the rows.
bool numbers_the_rows(const MatrixView& features, Index column) {
  const Index n = features.rows();
  double least = features(0, column), most = least;
  for (Index i = 0; i < n; ++i) {
    const double value = features(i, column);
    if (!(value == std::floor(value))) return false;  // NaN and fractions
    least = std::min(least, value);
    most = std::max(most, value);
  }
  if (most - least != static_cast<double>(n - 1)) return false;
  std::vector<bool> seen(static_cast<std::size_t>(n), false);
  for (Index i = 0; i < n; ++i) {
    const auto place = static_cast<std::size_t>(features(i, column) - least);
    if (seen[place]) return false;
    seen[place] = true;
  }
  return true;
}

Job<CheckResult> run_identifier_column(CheckContext& context) {
  const MatrixView features = context.features();
  std::vector<std::int32_t> found;
  std::vector<std::string> names;
  for (Index column = 0; column < features.columns(); ++column) {
    co_await pause(static_cast<double>(column) / static_cast<double>(features.columns()));
    if (features.rows() < 2 || !numbers_the_rows(features, column)) continue;
    found.push_back(static_cast<std::int32_t>(column));
    const std::vector<std::string>& known = context.inputs().feature_names;
    if (!known.empty()) names.push_back(known[static_cast<std::size_t>(column)]);
  }

  CheckResult result;
  result.is_issue.assign(static_cast<std::size_t>(features.rows()), 0);
  result.scores.assign(static_cast<std::size_t>(features.rows()), 1.0);
  result.summary_score = found.empty() ? 1 : 0;
  result.info.set("num_identifier_columns", static_cast<Index>(found.size()));
  result.info.set("identifier_columns", std::move(found));
  if (!names.empty()) result.info.set("identifier_column_names", std::move(names));
  co_return result;
}

}  // namespace

CheckDescription identifier_column_check() {
  CheckDescription check;
  check.type = "identifier_column";
  check.title = "Identifier columns";
  check.description =
      "Features that merely number the rows: whole numbers without gap or repetition. The whole data set has the issue "
      "or has it not, so no example is flagged.\n\n"
      "Leave such a column out: a model can learn nothing from it but the order of the data.";
  check.uses = {{.task = Task::classification, .by_default = false},
                {.task = Task::regression, .by_default = false},
                {.task = Task::multilabel, .by_default = false}};
  check.report_keys = {{}, {"identifier_columns"}, {}};
  check.run = run_identifier_column;
  return check;
}

}  // namespace assayer
