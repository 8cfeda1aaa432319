#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

struct RegressionIssueOptions {
  Index cv_n_folds = 5;                                               ///< folds of each cross-validation, >= 2
  Index n_boot = 5;                                                   ///< refits for the epistemic uncertainty, >= 0
  bool include_aleatoric_uncertainty = true;                          ///< also fit a model to the residuals
  std::vector<double> coarse_search_range = {.01, .05, .1, .15, .2};  ///< shares of wrong labels to try, in (0, 1)
  Index fine_search_size = 3;                                         ///< shares tried on each side of the best, >= 0
  /// Uncertainty of the predictions, instead of estimating it: empty, one number for all examples, or n of them; >= 0.
  std::vector<double> uncertainty = {};
  std::uint64_t seed = 0;  ///< of the random folds
};

struct RegressionLabelIssues {
  Flags is_label_issue;       ///< n
  Vector label_quality;       ///< n, in [0, 1], low is suspicious
  Vector predicted_label;     ///< n, out of sample
  Vector epistemic;           ///< n, spread of the predictions over refits; 0 where it was not estimated
  double aleatoric = 0;       ///< spread of the predicted residuals; 0 where it was not estimated
  double issue_fraction = 0;  ///< share of the labels judged wrong: the k that the search chose
};

/// One model to fit and to ask: fit a fresh model to the rows `train` with `targets`, predict the rows `predict`.
struct RegressionTask {
  std::string step;  ///< "first_fit", "coarse_search", "fine_search", "final_fit", "epistemic", "aleatoric"
  Rows train;
  Vector targets;  ///< of the rows `train`, in their order
  Rows predict;
};

/// The search for wrong numbers with any regression model: asks for one fit after the other and is told what the model
/// predicted. It never sees features or models, so that these may live anywhere (in C++, in JavaScript).
///
/// Example:
///     const std::vector<double> labels = {1, 2, 3, 2, 1, 90};
///     RegressionIssueSearch search(labels, {.cv_n_folds = 2});
///     while (const RegressionTask* task = search.next()) {
///       // any model: here the mean of the training targets
///       search.answer(Vector::Constant(static_cast<Index>(task->predict.size()), task->targets.mean()));
///     }
///     search.result().label_quality.size() == 6
///
/// Method: the examples are ordered by their out-of-sample residual; for every share k to try, the k worst are left out
/// of the training folds (their prediction is the mean over the folds' models) and R^2 is taken over all labels; the k
/// with the largest R^2 wins, 0 where leaving none out is as good. With the final residuals r and the uncertainty
/// U_i = epistemic_i + aleatoric: a_i = |r_i| / U_i, score = exp(-a_i / median a), and the ceil(n k) lowest scores are
/// flagged.
///
/// R^2 is measured on the labels as given, errors included, so that leaving gross errors out need not raise it: few
/// wrong labels may flag nothing although their scores are the lowest by far. The score is the more reliable result.
///
/// Deviations from cleanlab 2.9: predictions are never truncated to integers; the seed belongs to the search, so that
/// the same call gives the same result twice.
/// Source: Zhou et al. 2023, "Detecting Errors in Numerical Data via any Regression Model".
class RegressionIssueSearch {
 public:
  /// @param labels  n given numbers, finite, n >= cv_n_folds
  /// @throws std::invalid_argument  labels or options out of range
  RegressionIssueSearch(std::span<const double> labels, RegressionIssueOptions options = {});
  RegressionIssueSearch(RegressionIssueSearch&&) noexcept;
  ~RegressionIssueSearch();

  /// The next model to fit; null when the search is over. The same task until it is answered.
  const RegressionTask* next();
  /// What the model predicted for the rows `predict`. @throws std::invalid_argument  wrong length, not finite
  void answer(Vector predictions);
  double fraction() const;  ///< how much of the search is done, in [0, 1]
  RegressionLabelIssues result();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Find wrong numbers with ordinary least squares on the features: `RegressionIssueSearch`, answered.
///
/// @param features  n x d, finite; must outlive the job
/// @param labels    n given numbers; must outlive the job
/// @throws std::invalid_argument  as the search, and where features are missing, not finite or of another length
/// Cost: some 80 least squares fits with the default options, O(n d^2) each.
/// Example:
///     Matrix features(30, 1);
///     std::vector<double> labels;
///     for (Index i = 0; i < 30; ++i) {
///       features(i, 0) = static_cast<double>(i);
///       labels.push_back(i == 7 ? 500 : 2.0 * static_cast<double>(i) + 0.1 * static_cast<double>(i % 3));
///     }
///     const RegressionLabelIssues issues = run(find_regression_label_issues(features, labels));
///     issues.label_quality.minCoeff() == issues.label_quality(7)
Job<RegressionLabelIssues> find_regression_label_issues(MatrixView features, std::span<const double> labels,
                                                        RegressionIssueOptions options = {});

}  // namespace assayer
