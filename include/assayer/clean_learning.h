#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "assayer/job.h"
#include "assayer/label_filter.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

struct CleanLearningOptions {
  LabelFilterOptions filter = default_filter();
  LabelQualityOptions label_quality;
  Vector thresholds;                       ///< K, of the confident joint; empty: computed
  bool converge_latent_estimates = false;  ///< see `estimate_latent`
  /// With two classes: the one whose labels are never wrong (positive and unlabelled data); nothing: both may be.
  std::optional<std::int32_t> pulearning;
  /// K x K, columns sum to 1, trace > 1; empty: estimated. They change the weights of the examples, not the flags:
  /// those come from the confident joint of the predictions.
  Matrix noise_matrix, inverse_noise_matrix;

  /// The filter's defaults, but at least 10 examples of each class are kept.
  static LabelFilterOptions default_filter() {
    LabelFilterOptions options;
    options.min_examples_per_class = 10;
    return options;
  }
};

/// What a classifier should be trained without, and how noisy the rest is.
struct CleanLearningIssues {
  Flags is_label_issue;                       ///< n
  Vector label_quality;                       ///< n, in [0, 1], low is suspicious
  std::vector<std::int32_t> predicted_label;  ///< n, the most probable class
  Matrix confident_joint;                     ///< K x K counts, row given, column true
  Vector py;                                  ///< K
  Matrix noise_matrix, inverse_noise_matrix;  ///< K x K
};

/// Find the labels that a classifier should not learn from, and estimate the noise of the rest.
/// @param pred_probs  n x K, out of sample
/// @throws std::invalid_argument  labels, pred_probs or options that are not valid
/// Source: Northcutt, Jiang and Chuang 2021, "Confident Learning"; `CleanLearning` of cleanlab 2.9, which keeps the
/// confident joint of its first call for all later ones: here every call counts its own.
/// Example:
///     CleanLearningOptions options;
///     options.filter.min_examples_per_class = 1;  // these are few
///     const CleanLearningIssues issues = run(find_clean_learning_issues(labels, pred_probs, options));
///     issues.is_label_issue == Flags{0, 1, 0, 0, 0, 0}
///     issues.predicted_label[1] == 1
Job<CleanLearningIssues> find_clean_learning_issues(Labels labels, MatrixView pred_probs,
                                                    CleanLearningOptions options = {});

/// Weights that make up for the examples that were left out: 1 / p(given k | true k), at most 1000, for the kept
/// examples of class k, 0 for the others.
/// @param is_label_issue  n
/// @param noise_matrix    K x K
/// Example:
///     const Matrix noise{{1, .25, 0}, {0, .75, 0}, {0, 0, 1}};
///     const Vector weights = clean_learning_weights(labels, Flags{0, 1, 0, 0, 0, 0}, noise);
///     weights(1) == 0
///     weights(2) == Approx(1 / 0.75)
Vector clean_learning_weights(Labels labels, const Flags& is_label_issue, const Matrix& noise_matrix);

}  // namespace assayer
