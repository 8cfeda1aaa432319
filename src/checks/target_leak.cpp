#include <algorithm>
#include <cmath>

#include "assayer/check.h"
#include "assayer/error.h"
#include "ordering.h"

namespace assayer {
namespace {

constexpr Index most_bins = 20;
constexpr Index most_levels = 50;
constexpr Index least_in_bin = 5;

/// Rows grouped by the values of one column: every value by itself where there are few, else bins of about equal size.
std::vector<std::int32_t> bins_of(const MatrixView& features, Index column) {
  const Index n = features.rows();
  std::vector<double> values(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) values[static_cast<std::size_t>(i)] = features(i, column);
  std::vector<std::int32_t> levels(values.size()), bins(values.size());
  std::int32_t level = 0;
  Index first_place = 0;  // of the values equal to this one
  const Index num_bins = std::min(most_bins, n / least_in_bin);
  const std::vector<std::int32_t> order = argsort(values);
  for (std::size_t place = 0; place < order.size(); ++place) {
    const auto row = static_cast<std::size_t>(order[place]);
    if (place > 0 && values[row] != values[static_cast<std::size_t>(order[place - 1])]) {
      ++level;
      first_place = static_cast<Index>(place);
    }
    levels[row] = level;
    bins[row] = static_cast<std::int32_t>(first_place * num_bins / n);
  }
  return level < std::min(most_levels, n / least_in_bin) ? levels : bins;
}

/// What knowing the bin leaves unexplained of the labels, in [0, 1]: each half of the rows is predicted from the other.
class Unexplained {
 public:
  explicit Unexplained(const AuditInputs& inputs) : inputs_(inputs) {
    base_ = error(std::vector<std::int32_t>(static_cast<std::size_t>(inputs.n), 0));
  }
  double operator()(const std::vector<std::int32_t>& bins) const {
    return base_ > 0 ? std::clamp(error(bins) / base_, 0.0, 1.0) : 1.0;
  }

 private:
  double error(const std::vector<std::int32_t>& bins) const {
    const auto num_bins = static_cast<std::size_t>(*std::max_element(bins.begin(), bins.end())) + 1;
    double sum = 0;
    for (std::size_t half = 0; half < 2; ++half) {
      sum += inputs_.labels.empty() ? squared_error(bins, num_bins, half) : wrong_labels(bins, num_bins, half);
    }
    return sum;
  }

  double wrong_labels(const std::vector<std::int32_t>& bins, std::size_t num_bins, std::size_t half) const {
    const auto num_classes = static_cast<std::size_t>(inputs_.num_classes);
    std::vector<std::int32_t> counts(num_bins * num_classes, 0);
    const auto label = [&](std::size_t i) { return static_cast<std::size_t>(inputs_.labels[i]); };
    const auto bin = [&](std::size_t i) { return static_cast<std::size_t>(bins[i]); };
    for (std::size_t i = half; i < bins.size(); i += 2) ++counts[bin(i) * num_classes + label(i)];
    std::vector<std::size_t> guess(num_bins);
    for (std::size_t b = 0; b < num_bins; ++b) {
      const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(b * num_classes);
      guess[b] =
          static_cast<std::size_t>(std::max_element(begin, begin + static_cast<std::ptrdiff_t>(num_classes)) - begin);
    }
    double wrong = 0;
    for (std::size_t i = 1 - half; i < bins.size(); i += 2) wrong += guess[bin(i)] != label(i);
    return wrong;
  }

  double squared_error(const std::vector<std::int32_t>& bins, std::size_t num_bins, std::size_t half) const {
    std::vector<double> sums(num_bins, 0), counts(num_bins, 0);
    double total = 0, count = 0;
    for (std::size_t i = half; i < bins.size(); i += 2) {
      sums[static_cast<std::size_t>(bins[i])] += inputs_.targets[i];
      counts[static_cast<std::size_t>(bins[i])] += 1;
      total += inputs_.targets[i];
      count += 1;
    }
    double sum = 0;
    for (std::size_t i = 1 - half; i < bins.size(); i += 2) {
      const auto b = static_cast<std::size_t>(bins[i]);
      const double guess = counts[b] > 0 ? sums[b] / counts[b] : total / count;
      sum += (inputs_.targets[i] - guess) * (inputs_.targets[i] - guess);
    }
    return sum;
  }

  const AuditInputs& inputs_;
  double base_ = 0;
};

CheckResult to_result(const AuditInputs& inputs, const std::vector<double>& scores, double threshold) {
  Table columns;
  std::vector<std::int32_t> leaking, ids;
  std::vector<double> sorted;
  std::vector<std::string> names;
  for (const std::int32_t column : argsort(scores)) {
    const auto at = static_cast<std::size_t>(column);
    ids.push_back(column);
    sorted.push_back(scores[at]);
    names.push_back(inputs.feature_names.empty() ? "feature " + std::to_string(column) : inputs.feature_names[at]);
    if (scores[at] < threshold) leaking.push_back(column);
  }
  CheckResult result;
  result.summary_score = sorted[0];
  result.is_issue.assign(static_cast<std::size_t>(inputs.n), 0);
  result.scores.assign(static_cast<std::size_t>(inputs.n), 1.0);
  result.info.set("threshold", threshold);
  std::sort(leaking.begin(), leaking.end());
  result.info.set("leaking_columns", std::move(leaking));
  columns.columns = {{"Column", std::move(names)}, {"Column Index", std::move(ids)}, {"Score", std::move(sorted)}};
  result.info.set("columns_by_score", std::move(columns));
  return result;
}

Job<CheckResult> run_target_leak(CheckContext& context) {
  const AuditInputs& inputs = context.inputs();
  const MatrixView features = context.finite_features();
  if (inputs.n < 4 * least_in_bin) {
    reject("features", "at least " + std::to_string(4 * least_in_bin) + " examples to judge a column by", inputs.n);
  }
  const Unexplained unexplained(inputs);
  std::vector<double> scores;
  for (Index column = 0; column < features.columns(); ++column) {
    co_await pause(static_cast<double>(column) / static_cast<double>(features.columns()));
    scores.push_back(unexplained(bins_of(features, column)));
  }
  co_return to_result(inputs, scores, context.parameters().number("threshold"));
}

}  // namespace

CheckDescription target_leak_check() {
  CheckDescription check;
  check.type = "target_leak";
  check.title = "Columns that give the label away";
  check.description =
      "Features that tell the label nearly by themselves. The score of a column is the share of the error that is left "
      "when the label is predicted from this column alone; the score of the data set is the lowest. The whole data set "
      "has the issue or has it not, so no example is flagged.\n\n"
      "Such a column is often made from the label, or known only after it, or happens to go with it in these data: a "
      "model that relies on it fails elsewhere. Leave it out, unless it is meant to tell that much.";
  check.uses = {{.task = Task::classification, .by_default = false, .needs_labels = true},
                {.task = Task::regression, .by_default = false, .needs_labels = true}};
  check.parameters = {{.name = "threshold",
                       .default_value = 0.02,
                       .doc = "Columns that score less give the label away.",
                       .least = 0,
                       .most = 1}};
  check.report_keys = {{"leaking_columns"}, {"columns_by_score"}, {}};
  check.run = run_target_leak;
  return check;
}

}  // namespace assayer
