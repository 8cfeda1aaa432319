#pragma once

#include <string_view>
#include <vector>

#include "assayer/job.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

/// How label issues are picked. n_k: examples labelled k; R[j, k]: examples labelled k that should be j, from the
/// calibrated confident joint.
enum class FilterBy {
  prune_by_noise_rate,    ///< of class k, for every j: the R[j, k] examples with the largest P[i, j] - P[i, k]
  prune_by_class,         ///< of class k: the n_k - R[k, k] examples with the smallest P[i, k]
  both,                   ///< flagged by both of these
  confident_learning,     ///< counted off the diagonal of the confident joint
  predicted_neq_given,    ///< the most probable class is not the label
  low_normalized_margin,  ///< the lowest normalized margins, as many as `num_label_issues` counts
  low_self_confidence,    ///< the lowest self-confidences, as many as `num_label_issues` counts
};

/// "prune_by_noise_rate", ...; the inverse refuses unknown names.
std::string_view filter_by_name(FilterBy filter_by);
FilterBy filter_by_from_name(std::string_view name);

struct LabelFilterOptions {
  FilterBy filter_by = FilterBy::prune_by_noise_rate;
  ScoreMethod rank_by = ScoreMethod::self_confidence;  ///< order of `indices`
  bool adjust_pred_probs = false;                      ///< for that order only; see label_quality.h
  /// The options below are for the prune filters; the others do not use them.
  double frac_noise = 1;  ///< part of the estimated issues to flag, in [0, 1]; counts are cut to whole numbers
  Index min_examples_per_class =
      1;  ///< >= 0; classes with at most so many examples are left alone, and so many are kept
  /// K counts >= 0, instead of the estimated ones; empty: estimated. As in the reference, prune_by_class flags so many
  /// examples labelled k, prune_by_noise_rate so many whose true class is estimated to be k.
  std::vector<double> num_to_remove_per_class;
  Matrix confident_joint;  ///< K x K, used as it is (not calibrated again); empty: computed
  /// Round counts so that the estimated number of examples of each class is kept, where they are cut to whole numbers
  /// by default; and have every prune filter flag num_to_remove_per_class[k] examples *labelled* k, spread over the
  /// true classes as estimated. False gives the numbers of the reference.
  bool exact_counts = false;
};

struct LabelIssues {
  Flags mask;    ///< n
  Rows indices;  ///< ids of the flagged examples, worst first by `rank_by` (ties: smaller id first)
};

/// Find the examples whose label is probably wrong.
///
/// An example whose label is within 1e-6 of its most probable class agrees with it and is never flagged (except by the
/// low_ filters). Examples tied at a cut are taken by smaller id. Flags equal those of cleanlab 2.9 apart from ties and
/// these, where we follow its documentation: a class with one example is flagged like any other where
/// min_examples_per_class is 0; what min_examples_per_class puts on a diagonal entry of 0 is taken evenly from the rest
/// of its column.
/// @throws std::invalid_argument  labels, pred_probs or options that are not valid; num_to_remove_per_class without a
///                                prune filter
/// Cost: O(n K) time; memory O(K^2 + number of issues) and the result.
/// Example:
///     const LabelIssues issues = run(find_label_issues(labels, pred_probs));
///     issues.indices == Rows{1}
///     issues.mask == Flags{0, 1, 0, 0, 0, 0}
Job<LabelIssues> find_label_issues(Labels labels, MatrixView pred_probs, LabelFilterOptions options = {});

/// Flag the examples whose most probable class (the smallest id of equal ones) is not their label.
/// Example:
///     run(find_predicted_neq_given(labels, pred_probs)) == Flags{0, 1, 0, 0, 0, 0}
Job<Flags> find_predicted_neq_given(Labels labels, MatrixView pred_probs);

/// `find_label_issues` with the plain confusion matrix (label against most probable class) in place of the confident
/// joint.
/// @param calibrate  scale the confusion matrix to the numbers of labels first
/// Example:
///     run(find_label_issues_using_argmax_confusion_matrix(labels, pred_probs)).indices == Rows{1}
Job<LabelIssues> find_label_issues_using_argmax_confusion_matrix(Labels labels, MatrixView pred_probs,
                                                                 bool calibrate = true,
                                                                 LabelFilterOptions options = {});

}  // namespace assayer
