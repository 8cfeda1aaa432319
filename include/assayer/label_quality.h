#pragma once

#include <string_view>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

/// How far a label is to be trusted, in [0, 1], low is suspicious. Source: Kuan and Mueller 2022, "Model-agnostic label
/// quality scoring to detect real-world label errors"; numbers as in cleanlab 2.9 unless said.
enum class ScoreMethod {
  self_confidence,    ///< p, the probability of the given label
  normalized_margin,  ///< (p - largest other probability + 1) / 2; 1 where K = 1
  /// ln(1 + x) / max(x, 1e-6) with x = H / max(p, 1e-6) and H the entropy of the row over ln K; 1 where K = 1. Mind
  /// that the floors, kept from the reference, score a sure and right one-hot prediction 0: see `entropy_limits`.
  confidence_weighted_entropy,
};

/// "self_confidence", ...; the inverse refuses unknown names, in the name of `argument`.
std::string_view score_method_name(ScoreMethod method);
ScoreMethod score_method_from_name(std::string_view name, std::string_view argument = "method");

struct LabelQualityOptions {
  ScoreMethod method = ScoreMethod::self_confidence;
  /// Shift every class by its threshold first, against classes a model is over- or underconfident in:
  /// (P - t_k + max t) / row sum. Not with confidence_weighted_entropy.
  bool adjust_pred_probs = false;
  Vector thresholds;  ///< K, for the adjustment; empty: `get_confident_thresholds`
  /// confidence_weighted_entropy without floors, by its limits: 1 for H = 0 (sure and right), 0 for p = 0. False gives
  /// the numbers of the reference.
  bool entropy_limits = false;
};

/// Score every label; see confident_joint.h for the conventions.
/// @return  n scores in [0, 1], in the order of the examples
/// @throws std::invalid_argument  labels, pred_probs or options that are not valid
/// Cost: O(n K) time, no memory but the result.
/// Example:
///     const Vector scores = run(get_label_quality_scores(labels, pred_probs));
///     scores(1) == Approx(0.1)
///     const LabelQualityOptions by_margin = {.method = ScoreMethod::normalized_margin};
///     const Vector margins = run(get_label_quality_scores(labels, pred_probs, by_margin));
///     margins(1) == Approx((0.1 - 0.8 + 1) / 2)
Job<Vector> get_label_quality_scores(Labels labels, MatrixView pred_probs, LabelQualityOptions options = {});

enum class EnsembleWeights {
  accuracy,         ///< in proportion to each member's share of predictions equal to the label (all 0: uniform)
  uniform,          ///< the same for each
  log_loss_search,  ///< in proportion to exp(-T log loss), with the T whose mixture has the smallest log loss
  custom,           ///< as given
};

/// "accuracy", ...; the inverse refuses unknown names.
std::string_view ensemble_weights_name(EnsembleWeights weights);
EnsembleWeights ensemble_weights_from_name(std::string_view name);

struct EnsembleOptions {
  ScoreMethod method = ScoreMethod::self_confidence;
  bool adjust_pred_probs = false;  ///< each member by its own thresholds
  EnsembleWeights weight_ensemble_members_by = EnsembleWeights::accuracy;
  Vector
      custom_weights;  ///< one for each member, >= 0, used as they are (not normalised); for `custom`, and only for it
  /// The T tried by `log_loss_search`; the first of equally good ones is kept.
  std::vector<double> search_temperatures = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 200};
};

/// Score every label by several models: the weighted sum of the members' scores.
/// @param pred_probs_list  one or more n x K matrices, all of one shape; must outlive the job
/// @return                 n scores, in [0, 1] where the weights sum to 1
/// @throws std::invalid_argument  no member, members of different shapes, what `get_label_quality_scores` refuses,
///                                custom weights missing, of another length, or given with another scheme
/// Cost: as many passes as there are members; `log_loss_search` adds one over all members for each T.
/// Example:
///     const Matrix other{{.7, .2, .1}, {.3, .6, .1}, {.1, .8, .1}, {.1, .9, 0}, {0, 0, 1}, {0, 0, 1}};
///     const EnsembleOptions even = {.weight_ensemble_members_by = EnsembleWeights::uniform};
///     const Vector scores = run(get_label_quality_ensemble_scores(labels, {pred_probs, other}, even));
///     scores(1) == Approx((0.1 + 0.3) / 2)
Job<Vector> get_label_quality_ensemble_scores(Labels labels, std::vector<MatrixView> pred_probs_list,
                                              EnsembleOptions options = {});

/// The same, and what it was made of.
struct EnsembleScores {
  Vector scores;   ///< n
  Vector weights;  ///< one for each member
};
/// Example:
///     const EnsembleScores found = run(score_labels_by_ensemble(labels, {pred_probs, pred_probs}));
///     found.weights(0) == Approx(0.5)  // both are right equally often
Job<EnsembleScores> score_labels_by_ensemble(Labels labels, std::vector<MatrixView> pred_probs_list,
                                             EnsembleOptions options = {});

/// Ids of the `top` lowest scores, lowest first (ties: smaller id first); all where there are fewer.
/// @throws std::invalid_argument  top < 0, a score that is NaN
/// Example:
///     const Vector scores = run(get_label_quality_scores(labels, pred_probs));
///     find_top_issues(scores, 2) == Rows{1, 3}
Rows find_top_issues(const Vector& label_quality_scores, Index top = 10);

/// Ids of the flagged examples, lowest score first (ties: smaller id first). Scores are computed as over the whole data
/// set, so an adjustment uses the thresholds of all examples.
/// @param mask  n, other than 0 where flagged
/// @throws std::invalid_argument  a mask of another length, what `get_label_quality_scores` refuses
/// Example:
///     run(order_label_issues(Flags{1, 1, 0, 0, 0, 0}, labels, pred_probs)) == Rows{1, 0}
Job<Rows> order_label_issues(Flags mask, Labels labels, MatrixView pred_probs, LabelQualityOptions options = {});

}  // namespace assayer
