#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/job.h"
#include "assayer/label_filter.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"
#include "assayer/value.h"

namespace assayer {

/// The examples of this file share:
///     const ClassLists labels = {{0}, {0, 1}, {1}, {0}};
///     const Matrix pred_probs{{.9, .2}, {.8, .7}, {.1, .9}, {.2, .9}};  // example 3 seems to have 1, not 0

/// Data whose examples have any number of classes, also none. Every class is a question of its own: does the example
/// have it? For class c that is a problem of two classes with labels "c is in the list" and probabilities
/// (1 - P[:, c], P[:, c]), handled by the functions for single labels.
///
/// - `labels`: for each of n examples the ids of its classes, in any order.
/// - `pred_probs`: n x K out-of-sample probabilities, each column by itself: rows need not sum to 1.
/// - All arguments must outlive the job; lists with ids out of [0, K - 1] or twice in a list, and values that are no
///   probabilities, are refused. A class that all examples have, or none, is allowed.
///
/// Source: Thyagarajan et al. 2022, "Identifying Incorrect Annotations in Multi-Label Classification Data"; numbers as
/// in cleanlab 2.9 unless said.
using ClassLists = std::vector<Rows>;

enum class MultilabelAggregation {
  exponential_moving_average,  ///< over the classes' scores from high to low: the lowest count most
  softmin                      ///< mean, each score weighted by exp(-score / temperature)
};

struct MultilabelScoreOptions {
  ScoreMethod method = ScoreMethod::self_confidence;  ///< of the score of each class
  bool adjust_pred_probs = false;                     ///< see label_quality.h; thresholds are those of each class
  MultilabelAggregation aggregation = MultilabelAggregation::exponential_moving_average;
  /// Of the moving average, in [0, 1]: the weight of each next lower score (0: only the highest counts, 1: only the
  /// lowest). Nothing: 2 / (K + 1).
  std::optional<double> alpha = 0.8;
  double temperature = 0.1;  ///< of the softmin, > 0: small is near the minimum, large near the mean
};

/// Score the label of every class of every example, n x K in [0, 1], low is suspicious.
/// @throws std::invalid_argument  see above
/// Example:
///     const Matrix scores = run(get_multilabel_quality_scores_per_class(labels, pred_probs));
///     scores(3, 0) == Approx(0.2)  // it is given class 0
///     scores(3, 1) == Approx(0.1)  // it is not given class 1
Job<Matrix> get_multilabel_quality_scores_per_class(const ClassLists& labels, MatrixView pred_probs,
                                                    MultilabelScoreOptions options = {});

/// One score for each example: its classes' scores, aggregated. n values in [0, 1], low is suspicious.
/// Example:
///     const Vector scores = run(get_multilabel_quality_scores(labels, pred_probs));
///     scores(3) == Approx(0.2 * 0.2 + 0.8 * 0.1)
Job<Vector> get_multilabel_quality_scores(const ClassLists& labels, MatrixView pred_probs,
                                          MultilabelScoreOptions options = {});

struct MultilabelFilterOptions {
  FilterBy filter_by = FilterBy::prune_by_noise_rate;
  MultilabelScoreOptions rank_by;    ///< order of `indices`
  double frac_noise = 1;             ///< see label_filter.h
  Index min_examples_per_class = 1;  ///< see label_filter.h, of the two classes "has it" and "has it not"
  /// K counts >= 0: of how many examples that are given class c it should be taken away (with every prune filter; the
  /// reference's prune_by_class flags as many that are not given it). Empty: estimated.
  std::vector<double> num_to_remove_per_class;
  std::vector<Matrix> confident_joint;  ///< K of 2 x 2 (row: given, column: true; 0: has it not); empty: computed
};

/// Of each class by itself.
struct MultilabelClassIssues {
  Flags mask;                 ///< n x K, row-major
  std::vector<Rows> indices;  ///< K lists of ids of flagged examples, worst first by the score of the class
};

struct MultilabelIssues {
  /// n; flagged where a class is. The low_ filters flag as many examples as confident_learning does, those with the
  /// lowest scores.
  Flags mask;
  Rows indices;  ///< ids of the flagged examples, worst first
};

/// Find the examples that lack a class or have it wrongly, class by class.
/// @throws std::invalid_argument  see above, and what `find_label_issues` refuses
/// Cost: K times that of `find_label_issues` with two classes.
/// Example:
///     const MultilabelClassIssues issues = run(find_multilabel_issues_per_class(labels, pred_probs));
///     issues.indices[1] == Rows{3}
Job<MultilabelClassIssues> find_multilabel_issues_per_class(const ClassLists& labels, MatrixView pred_probs,
                                                            MultilabelFilterOptions options = {});

/// Find the examples with a class too many or too few.
/// Example:
///     run(find_multilabel_issues(labels, pred_probs)).indices == Rows{3}
Job<MultilabelIssues> find_multilabel_issues(const ClassLists& labels, MatrixView pred_probs,
                                             MultilabelFilterOptions options = {});

struct MultilabelHealth {
  double health_score = 1;  ///< share of the examples without issue
  /// A row for each class, worst first: Class Index, Label Issues (given, should not be), Inverse Label Issues (not
  /// given, should be), Label Noise and Inverse Label Noise (these as shares of all n examples), Label Quality Score
  /// (1 - Label Noise).
  Table classes;
  /// Two rows for each class, commonest first: Class Index, In Given Label, In Suggested Label, Num Examples, Issue
  /// Probability (share of all n examples).
  Table common_issues;
};

/// How wrong the labels are, class by class, by `find_multilabel_issues_per_class` with its defaults.
/// @param confident_joint  K of 2 x 2; empty: computed
/// Example:
///     run(summarize_multilabel_health(labels, pred_probs)).health_score == Approx(0.75)
Job<MultilabelHealth> summarize_multilabel_health(const ClassLists& labels, MatrixView pred_probs,
                                                  std::vector<Matrix> confident_joint = {});

/// Confident learning's counts, class by class; "has it not" is 0, "has it" is 1.
struct MultilabelConfidentJoint {
  Matrix thresholds;                    ///< K x 2
  std::vector<Matrix> confident_joint;  ///< K of 2 x 2 counts: row given, column true
  std::vector<Matrix> joint;            ///< the same as distributions: each sums to 1
  std::vector<Rows> off_diagonal;       ///< K lists of ids counted off the diagonal, ascending
};

/// See `get_confident_thresholds`, `compute_confident_joint` and `estimate_joint`.
/// @param options  `thresholds`: 2 numbers, used for every class
/// Example:
///     const MultilabelConfidentJoint found = run(compute_multilabel_confident_joint(labels, pred_probs));
///     found.off_diagonal[1] == Rows{3}
Job<MultilabelConfidentJoint> compute_multilabel_confident_joint(const ClassLists& labels, MatrixView pred_probs,
                                                                 ConfidentJointOptions options = {});

/// "exponential_moving_average", "softmin"; refuses unknown names.
MultilabelAggregation multilabel_aggregation_from_name(std::string_view name);

}  // namespace assayer
