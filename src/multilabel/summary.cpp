#include <algorithm>
#include <utility>

#include "multilabel/binary_problems.h"
#include "ordering.h"

namespace assayer {
namespace {

/// Flagged labels of one class.
struct ClassCounts {
  std::int32_t too_many = 0;  ///< given, should not be
  std::int32_t too_few = 0;   ///< not given, should be
};

Table make_class_table(const std::vector<ClassCounts>& counts, double n) {
  std::vector<double> quality;
  for (const ClassCounts& count : counts) quality.push_back(1 - count.too_many / n);
  std::vector<std::int32_t> classes, issues, inverse_issues;
  std::vector<double> noise, inverse_noise, scores;
  for (const std::int32_t c : argsort(quality)) {
    const ClassCounts& count = counts[static_cast<std::size_t>(c)];
    classes.push_back(c);
    issues.push_back(count.too_many);
    inverse_issues.push_back(count.too_few);
    noise.push_back(count.too_many / n);
    inverse_noise.push_back(count.too_few / n);
    scores.push_back(quality[static_cast<std::size_t>(c)]);
  }
  return {{{"Class Index", std::move(classes)},
           {"Label Issues", std::move(issues)},
           {"Inverse Label Issues", std::move(inverse_issues)},
           {"Label Noise", std::move(noise)},
           {"Inverse Label Noise", std::move(inverse_noise)},
           {"Label Quality Score", std::move(scores)}}};
}

Table make_issue_table(const std::vector<ClassCounts>& counts, double n) {
  std::vector<double> negated;  // rows: of each class first too many, then too few
  for (const ClassCounts& count : counts) {
    negated.push_back(-count.too_many);
    negated.push_back(-count.too_few);
  }
  std::vector<std::int32_t> classes, examples;
  Flags in_given, in_suggested;
  std::vector<double> probabilities;
  for (const std::int32_t row : argsort(negated)) {
    const double count = -negated[static_cast<std::size_t>(row)];
    classes.push_back(row / 2);
    in_given.push_back(row % 2 == 0);
    in_suggested.push_back(row % 2 == 1);
    examples.push_back(static_cast<std::int32_t>(count));
    probabilities.push_back(count / n);
  }
  return {{{"Class Index", std::move(classes)},
           {"In Given Label", std::move(in_given)},
           {"In Suggested Label", std::move(in_suggested)},
           {"Num Examples", std::move(examples)},
           {"Issue Probability", std::move(probabilities)}}};
}

}  // namespace

Job<MultilabelHealth> summarize_multilabel_health(const ClassLists& labels, MatrixView pred_probs,
                                                  std::vector<Matrix> confident_joint) {
  MultilabelFilterOptions options;
  options.confident_joint = std::move(confident_joint);
  Job<MultilabelClassIssues> job = find_multilabel_issues_per_class(labels, pred_probs, options);
  const MultilabelClassIssues issues = co_await std::move(job);
  const Flags& by_class = issues.mask;

  const auto num_classes = static_cast<std::size_t>(pred_probs.columns());
  std::vector<ClassCounts> counts(num_classes);
  double flagged = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    bool is_flagged = false;
    for (std::size_t c = 0; c < num_classes; ++c) {
      if (!by_class[i * num_classes + c]) continue;
      is_flagged = true;
      const bool has_it =
          std::find(labels[i].begin(), labels[i].end(), static_cast<std::int32_t>(c)) != labels[i].end();
      ++(has_it ? counts[c].too_many : counts[c].too_few);
    }
    flagged += is_flagged ? 1 : 0;
  }
  const auto n = static_cast<double>(labels.size());
  co_return MultilabelHealth{1 - flagged / n, make_class_table(counts, n), make_issue_table(counts, n)};
}

}  // namespace assayer
