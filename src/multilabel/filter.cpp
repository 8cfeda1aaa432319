#include <algorithm>
#include <numeric>
#include <utility>

#include "assayer/error.h"
#include "multilabel/binary_problems.h"
#include "ordering.h"

namespace assayer {
namespace {

bool is_low_filter(FilterBy filter_by) {
  return filter_by == FilterBy::low_self_confidence || filter_by == FilterBy::low_normalized_margin;
}

/// The options for class c alone.
LabelFilterOptions options_of(const MultilabelFilterOptions& options, FilterBy filter_by, std::size_t c) {
  LabelFilterOptions binary;
  binary.filter_by = filter_by;
  binary.rank_by = options.rank_by.method;
  binary.adjust_pred_probs = options.rank_by.adjust_pred_probs;
  binary.frac_noise = options.frac_noise;
  binary.min_examples_per_class = options.min_examples_per_class;
  if (!options.confident_joint.empty()) binary.confident_joint = options.confident_joint[c];
  if (!options.num_to_remove_per_class.empty()) {
    // prune_by_class counts by the given class, prune_by_noise_rate by the true one.
    const double count = options.num_to_remove_per_class[c];
    binary.num_to_remove_per_class =
        filter_by == FilterBy::prune_by_class ? std::vector<double>{0, count} : std::vector<double>{count, 0};
  }
  return binary;
}

Job<Rows> issues_of_class(const BinaryProblem& problem, MultilabelFilterOptions options, std::size_t c) {
  const bool is_own_both = options.filter_by == FilterBy::both && !options.num_to_remove_per_class.empty();
  const FilterBy first = is_own_both ? FilterBy::prune_by_noise_rate : options.filter_by;
  Job<LabelIssues> job = find_label_issues(problem.labels, problem.pred_probs, options_of(options, first, c));
  Rows indices = (co_await std::move(job)).indices;
  if (is_own_both) {  // the two prune filters read the same counts differently
    Job<LabelIssues> by_class_job =
        find_label_issues(problem.labels, problem.pred_probs, options_of(options, FilterBy::prune_by_class, c));
    const LabelIssues by_class = co_await std::move(by_class_job);
    std::erase_if(indices, [&](std::int32_t i) { return !by_class.mask[static_cast<std::size_t>(i)]; });
  }
  co_return indices;
}

void check(const MultilabelFilterOptions& options, Index num_classes) {
  const auto expect_one_each = [&](const char* name, std::size_t size, const std::string& what) {
    if (size == 0 || static_cast<Index>(size) == num_classes) return;
    reject(name, what + " for each class (" + std::to_string(num_classes) + ")", static_cast<std::int64_t>(size));
  };
  expect_one_each("num_to_remove_per_class", options.num_to_remove_per_class.size(), "one count");
  expect_one_each("confident_joint", options.confident_joint.size(), "a 2 x 2 matrix");
}

Flags any_class(const Flags& by_class, Index n, Index num_classes) {
  Flags mask(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) {
    const auto row = by_class.begin() + i * num_classes;
    mask[static_cast<std::size_t>(i)] =
        std::any_of(row, row + num_classes, [](std::uint8_t flag) { return flag != 0; });
  }
  return mask;
}

}  // namespace

Job<MultilabelClassIssues> find_multilabel_issues_per_class(const ClassLists& labels, MatrixView pred_probs,
                                                            MultilabelFilterOptions options) {
  const Index num_classes = pred_probs.columns();
  check(options, num_classes);
  Job<void> validation = validate_multilabel(labels, pred_probs);
  co_await within(0, 0.1, "", std::move(validation));
  MultilabelClassIssues issues;
  issues.mask.resize(static_cast<std::size_t>(pred_probs.rows() * num_classes));
  for (Index c = 0; c < num_classes; ++c) {
    const double done = 0.1 + 0.9 * static_cast<double>(c) / static_cast<double>(num_classes);
    const BinaryProblem problem = binary_problem_of(labels, pred_probs, c);
    co_await pause(done);
    Job<Rows> job = issues_of_class(problem, options, static_cast<std::size_t>(c));
    issues.indices.push_back(co_await within(done, done, "", std::move(job)));
    for (const std::int32_t i : issues.indices.back()) issues.mask[static_cast<std::size_t>(i * num_classes + c)] = 1;
  }
  co_return issues;
}

Job<MultilabelIssues> find_multilabel_issues(const ClassLists& labels, MatrixView pred_probs,
                                             MultilabelFilterOptions options) {
  const bool is_low = is_low_filter(options.filter_by);
  MultilabelFilterOptions flag_options = options;
  if (is_low) flag_options.filter_by = FilterBy::confident_learning;
  flag_options.rank_by = {};  // the order within a class does not matter here
  Job<MultilabelClassIssues> flag_job = find_multilabel_issues_per_class(labels, pred_probs, flag_options);
  const MultilabelClassIssues of_classes = co_await within(0, 0.6, "", std::move(flag_job));

  MultilabelIssues issues;
  issues.mask = any_class(of_classes.mask, pred_probs.rows(), pred_probs.columns());
  if (is_low) {
    const auto count = std::accumulate(issues.mask.begin(), issues.mask.end(), std::ptrdiff_t{0});
    Job<Vector> job = get_multilabel_quality_scores(labels, pred_probs);
    const Vector scores = co_await within(0.6, 0.8, "", std::move(job));
    const Rows lowest = argsort(std::span(scores.data(), issues.mask.size()));
    std::fill(issues.mask.begin(), issues.mask.end(), std::uint8_t{0});
    for (std::ptrdiff_t i = 0; i < count; ++i)
      issues.mask[static_cast<std::size_t>(lowest[static_cast<std::size_t>(i)])] = 1;
  }
  Job<Vector> job = get_multilabel_quality_scores(labels, pred_probs, options.rank_by);
  const Vector scores = co_await within(0.8, 1, "", std::move(job));
  for (const std::int32_t i : argsort(std::span(scores.data(), issues.mask.size()))) {
    if (issues.mask[static_cast<std::size_t>(i)]) issues.indices.push_back(i);
  }
  co_return issues;
}

}  // namespace assayer
