#pragma once

#include <string_view>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/neighbors.h"

namespace assayer {

/// How typical every example is, in [0, 1], low is out of distribution. Sources: Kuan and Mueller 2022, "Back to the
/// Basics: Revisiting Out-of-Distribution Detection Baselines"; gen: Liu, Lochman and Zach 2023, "GEN: Pushing the
/// Limits of Softmax-Based Out-of-Distribution Detection". Numbers as in cleanlab 2.9 unless said.

struct FeatureOodOptions {
  Index k = 0;   ///< neighbours, below the number of (training) examples; 0: 10, or as many as there are
  double t = 1;  ///< sharpness, > 0: a larger t pushes far examples closer to 0
  Metric metric = Metric::automatic;  ///< automatic: cosine with more than 3 features, else euclidean
};

/// Score by features: exp(-t a_i / scale) with a_i the mean distance of example i to its k neighbours and scale the
/// median of all a_i (at least 1e-6). Examples at distance 0, up to rounding, score 1.
///
/// Where half of the examples or more are exact copies the median is 0; then the scale is the median of the a_i above 0
/// (the reference scores every other example 0).
/// @param features  n x d, finite; must outlive the job
/// @return          n scores
/// @throws std::invalid_argument  what `find_neighbors` refuses; t that is not > 0
/// Example:
///     const Matrix features{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {9, 9}};
///     const Vector scores = run(out_of_distribution_scores(features, FeatureOodOptions{.k = 2}));
///     scores(4) < 0.001  // far from all others
///     const Matrix pred_probs{{1, 0}, {.5, .5}};
///     const Vector sure = run(out_of_distribution_scores(pred_probs, Labels{}, {.adjust_pred_probs = false}));
///     sure(0) == Approx(1)
///     sure(1) == Approx(0)
Job<Vector> out_of_distribution_scores(MatrixView features, FeatureOodOptions options = {});

/// Score other examples by the ones that a model was trained on: neighbours and scale come from `train_features`. An
/// example that is also in `train_features` finds itself there (as in the reference): score those without this
/// overload.
/// @param train_features  n x d, features: m x d, both finite; must outlive the job
/// @return                m scores
/// Cost: O(m n d) beside what the training examples cost.
Job<Vector> out_of_distribution_scores(MatrixView train_features, MatrixView features, FeatureOodOptions options = {});

enum class OodMethod {
  entropy,           ///< 1 - entropy of the row / ln K; 1 where K = 1
  least_confidence,  ///< the largest probability
  gen,               ///< 1 - generalized entropy, see `PredictionOodOptions::gamma`
};

/// "entropy", ...; the inverse refuses unknown names.
std::string_view ood_method_name(OodMethod method);
OodMethod ood_method_from_name(std::string_view name);

struct PredictionOodOptions {
  OodMethod method = OodMethod::entropy;
  /// Shift every class by its confident threshold first, as in label_quality.h; needs labels or thresholds.
  bool adjust_pred_probs = true;
  Vector confident_thresholds;  ///< K; empty: from labels and pred_probs
  /// For `gen`: score = 1 - sum over the `m` largest z of z^gamma (1 - z)^gamma / m. As in the reference z is the
  /// softmax of the probabilities (not of logits), and with fewer classes than m the sum is divided by m all the same.
  Index m = 100;       ///< > 0
  double gamma = 0.1;  ///< > 0
  /// For `gen`, as in the paper: z are the probabilities themselves, and with fewer classes than m the sum is divided
  /// by the number of classes. False gives the numbers of the reference.
  bool gen_of_probabilities = false;
};

/// Score by predictions.
/// @param labels  n class ids; may be empty where they are not needed
/// @return        n scores
/// @throws std::invalid_argument  pred_probs, labels or options that are not valid; an adjustment without labels and
///                                thresholds
Job<Vector> out_of_distribution_scores(MatrixView pred_probs, Labels labels, PredictionOodOptions options = {});

}  // namespace assayer
