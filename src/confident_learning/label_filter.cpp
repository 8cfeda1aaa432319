#include "assayer/label_filter.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/counts.h"
#include "confident_learning/prune.h"
#include "confident_learning/rows.h"
#include "confident_learning/scores.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 7> filter_by_names = {
    "prune_by_noise_rate",   "prune_by_class",     "both", "confident_learning", "predicted_neq_given",
    "low_normalized_margin", "low_self_confidence"};

bool is_prune_filter(FilterBy filter_by) {
  return filter_by == FilterBy::prune_by_noise_rate || filter_by == FilterBy::prune_by_class ||
         filter_by == FilterBy::both;
}

void check_options(const LabelFilterOptions& options, Index num_classes) {
  if (!(options.frac_noise >= 0 && options.frac_noise <= 1))
    reject("frac_noise", "a number in [0, 1]", options.frac_noise);
  if (options.min_examples_per_class < 0)
    reject("min_examples_per_class", "a number >= 0", static_cast<std::int64_t>(options.min_examples_per_class));
  const std::vector<double>& numbers = options.num_to_remove_per_class;
  if (!numbers.empty() && !is_prune_filter(options.filter_by))
    reject("num_to_remove_per_class", "none, except for the prune filters", "numbers");
  if (!numbers.empty() && static_cast<Index>(numbers.size()) != num_classes)
    reject("num_to_remove_per_class", "one number for each of " + std::to_string(num_classes) + " classes",
           static_cast<std::int64_t>(numbers.size()));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (!(numbers[k] >= 0) || !std::isfinite(numbers[k]) || numbers[k] != std::trunc(numbers[k]))
      reject(at("num_to_remove_per_class", static_cast<std::int64_t>(k)), "a whole number >= 0", numbers[k]);
  }
  if (options.confident_joint.size() > 0) validate_confident_joint(options.confident_joint, num_classes);
  validate_score_options({.method = options.rank_by, .adjust_pred_probs = options.adjust_pred_probs, .thresholds = {}},
                         num_classes);
}

/// What to select among the examples of every class, for one of the prune filters.
class Selection {
 public:
  /// The R[j, k] examples of class k that are most clearly of class j.
  static Selection by_noise_rate(const Matrix& prune, const Vector& counts, double minimum) {
    Selection selection(counts.size());
    for (Index k = 0; k < counts.size(); ++k) {
      if (!(counts(k) > minimum)) continue;
      for (Index j = 0; j < counts.size(); ++j) {
        if (j != k && prune(j, k) >= 1) selection.add(k, j, std::min(prune(j, k), counts(k)));
      }
    }
    return selection;
  }
  /// The n_k - R[k, k] examples of class k that are least of class k.
  static Selection by_class(const Matrix& prune, const Vector& counts, double minimum) {
    Selection selection(counts.size());
    for (Index k = 0; k < counts.size(); ++k) {
      const double number = counts(k) - prune(k, k);
      if (counts(k) > minimum && number >= 1) selection.add(k, k, std::min(number, counts(k)));
    }
    return selection;
  }

  template <typename Number>
  void offer(const Number* values, Labels labels, Index begin, Index end) {
    const auto num_classes = static_cast<Index>(of_class_.size());
    for (Index i = begin; i < end; ++i) {
      const Index label = labels[static_cast<std::size_t>(i)];
      const Number* row = values + i * num_classes;
      const double own = row[label];
      for (auto& [other, largest] : of_class_[static_cast<std::size_t>(label)])
        largest.offer(other == label ? -own : static_cast<double>(row[other]) - own, static_cast<std::int32_t>(i));
    }
  }

  Flags flags(std::size_t n) {
    Flags flags(n);
    for (auto& selections : of_class_) {
      for (auto& [other, largest] : selections) {
        for (const std::int32_t i : largest.rows()) flags[static_cast<std::size_t>(i)] = 1;
      }
    }
    return flags;
  }

 private:
  explicit Selection(Index num_classes) : of_class_(static_cast<std::size_t>(num_classes)) {}
  void add(Index label, Index other, double number) {
    of_class_[static_cast<std::size_t>(label)].emplace_back(other, LargestRows(static_cast<std::size_t>(number)));
  }

  /// By given label: (j, the examples with the largest P[i, j] - P[i, k]); where j = k those with the smallest P[i, k].
  std::vector<std::vector<std::pair<Index, LargestRows>>> of_class_;
};

Job<Flags> select(Labels labels, MatrixView pred_probs, Selection selection) {
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) { selection.offer(values, labels, block.begin(), block.end()); });
    co_await pause(block.done());
  }
  co_return selection.flags(labels.size());
}

Rows flagged_rows(const Flags& mask) {
  Rows rows;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) rows.push_back(static_cast<std::int32_t>(i));
  }
  return rows;
}

Job<Rows> prune_examples(Labels labels, MatrixView pred_probs, LabelFilterOptions options) {
  if (options.confident_joint.size() == 0) {
    ConfidentJointOptions joint_options;
    ConfidentJoint joint =
        co_await within(0, 0.4, "", count_confident_joint(labels, pred_probs, std::move(joint_options)));
    options.confident_joint = std::move(joint.counts);
  }
  const Vector counts = count_labels(labels, pred_probs.columns());
  const Matrix prune = count_to_prune(options.confident_joint, counts, options);
  const auto minimum = static_cast<double>(options.min_examples_per_class);
  Flags mask(labels.size(), 1);
  if (options.filter_by != FilterBy::prune_by_class) {
    Selection selection = Selection::by_noise_rate(prune, counts, minimum);
    mask = co_await within(0.4, 0.7, "", select(labels, pred_probs, std::move(selection)));
  }
  if (options.filter_by != FilterBy::prune_by_noise_rate) {
    Selection selection = Selection::by_class(prune, counts, minimum);
    const Flags by_class = co_await within(0.7, 1, "", select(labels, pred_probs, std::move(selection)));
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] &= by_class[i];
  }
  co_return without_agreement(labels, pred_probs, flagged_rows(mask));
}

template <typename Number>
void add_disagreeing(const Number* values, Index num_classes, Labels labels, Index begin, Index end, Rows& rows) {
  for (Index i = begin; i < end; ++i) {
    if (!agrees_with_label(values + i * num_classes, num_classes, labels[static_cast<std::size_t>(i)]))
      rows.push_back(static_cast<std::int32_t>(i));
  }
}

template <typename Number>
void flag_other_predictions(const Number* values, Index num_classes, Labels labels, Index begin, Index end,
                            Flags& mask) {
  for (Index i = begin; i < end; ++i) {
    const auto at = static_cast<std::size_t>(i);
    mask[at] = largest_in_row(values + i * num_classes, num_classes) != labels[at];
  }
}

Job<Rows> disagreeing_examples(Labels labels, MatrixView pred_probs) {
  Rows rows;
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) {
      add_disagreeing(values, pred_probs.columns(), labels, block.begin(), block.end(), rows);
    });
    co_await pause(block.done());
  }
  co_return rows;
}

Job<Rows> off_diagonal_examples(Labels labels, MatrixView pred_probs) {
  ConfidentJointOptions options{.calibrate = false, .thresholds = {}};
  const ConfidentJoint joint = co_await count_confident_joint(labels, pred_probs, std::move(options));
  co_return without_agreement(labels, pred_probs, joint.off_diagonal);
}

Job<Rows> lowest_scores(Labels labels, MatrixView pred_probs, ScoreMethod method) {
  const Index number = co_await within(0, 0.6, "", count_label_issues(labels, pred_probs));
  LabelQualityOptions options{.method = method, .thresholds = {}};
  const Vector scores = co_await within(0.6, 1, "", score_labels(labels, pred_probs, std::move(options)));
  LargestRows lowest(static_cast<std::size_t>(number));
  for (Index i = 0; number > 0 && i < scores.size(); ++i) lowest.offer(-scores(i), static_cast<std::int32_t>(i));
  co_return lowest.rows();
}

Job<Rows> pick_examples(Labels labels, MatrixView pred_probs, LabelFilterOptions options) {
  switch (options.filter_by) {
    case FilterBy::confident_learning:
      co_return co_await off_diagonal_examples(labels, pred_probs);
    case FilterBy::predicted_neq_given:
      co_return co_await disagreeing_examples(labels, pred_probs);
    case FilterBy::low_normalized_margin:
      co_return co_await lowest_scores(labels, pred_probs, ScoreMethod::normalized_margin);
    case FilterBy::low_self_confidence:
      co_return co_await lowest_scores(labels, pred_probs, ScoreMethod::self_confidence);
    case FilterBy::prune_by_noise_rate:
    case FilterBy::prune_by_class:
    case FilterBy::both:
      break;
  }
  co_return co_await prune_examples(labels, pred_probs, std::move(options));
}

Flags flags_of(const Rows& rows, std::size_t n) {
  Flags mask(n);
  for (const std::int32_t i : rows) mask[static_cast<std::size_t>(i)] = 1;
  return mask;
}

}  // namespace

std::string_view filter_by_name(FilterBy filter_by) { return filter_by_names[static_cast<std::size_t>(filter_by)]; }

FilterBy filter_by_from_name(std::string_view name) {
  for (std::size_t f = 0; f < filter_by_names.size(); ++f) {
    if (filter_by_names[f] == name) return static_cast<FilterBy>(f);
  }
  reject("filter_by",
         "prune_by_noise_rate, prune_by_class, both, confident_learning, predicted_neq_given, low_normalized_margin or "
         "low_self_confidence",
         name);
}

Job<LabelIssues> find_label_issues(Labels labels, MatrixView pred_probs, LabelFilterOptions options) {
  check_options(options, pred_probs.columns());
  co_await within(0, 0.25, "", validate_labels_and_pred_probs(labels, pred_probs));
  LabelQualityOptions rank_options{
      .method = options.rank_by, .adjust_pred_probs = options.adjust_pred_probs, .thresholds = {}};
  LabelIssues issues;
  const Rows picked = co_await within(0.25, 0.9, "", pick_examples(labels, pred_probs, std::move(options)));
  issues.mask = flags_of(picked, labels.size());
  const Vector scores = co_await within(0.9, 1, "", score_labels(labels, pred_probs, std::move(rank_options)));
  issues.indices = rank_flagged(issues.mask, scores);
  co_return issues;
}

Job<Flags> find_predicted_neq_given(Labels labels, MatrixView pred_probs) {
  co_await within(0, 0.5, "", validate_labels_and_pred_probs(labels, pred_probs));
  Flags mask(labels.size());
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs, [&](const auto* values) {
      flag_other_predictions(values, pred_probs.columns(), labels, block.begin(), block.end(), mask);
    });
    co_await pause(0.5 + 0.5 * block.done());
  }
  co_return mask;
}

Job<LabelIssues> find_label_issues_using_argmax_confusion_matrix(Labels labels, MatrixView pred_probs, bool calibrate,
                                                                 LabelFilterOptions options) {
  if (!is_prune_filter(options.filter_by))
    reject("filter_by", "prune_by_noise_rate, prune_by_class or both", filter_by_name(options.filter_by));
  options.confident_joint = co_await within(0, 0.4, "", compute_confusion_matrix(labels, pred_probs));
  if (calibrate) options.confident_joint = calibrate_confident_joint(options.confident_joint, labels);
  co_return co_await within(0.4, 1, "", find_label_issues(labels, pred_probs, std::move(options)));
}

}  // namespace assayer
