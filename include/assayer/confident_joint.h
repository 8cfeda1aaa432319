#pragma once

#include <functional>
#include <string_view>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

/// Confident learning's counts (Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in
/// Dataset Labels"), with the numbers of cleanlab 2.9.
///
/// Conventions of all functions over labels and pred_probs:
/// - `labels`: n given class ids in [0, K-1]; classes may be missing. `pred_probs`: n x K out-of-sample probabilities.
///   Both are validated (see validation.h) and must outlive the job.
/// - K is the number of columns of pred_probs. Matrices K x K: row = given label, column = true label.
/// - Whatever reads the examples is a Job (`run(...)` does it at once); whatever works on K x K counts is a plain
/// function.
/// - Sums are in double, also of float32 values; the smallest class id wins exact ties.

/// Mean self-confidence of every class: t_k = mean of pred_probs[i, k] over the examples labelled k, at least 2e-6; 2
/// (never reached) for a class without an example. O(n K) to validate, O(n) to compute.
/// @return  K thresholds
/// @throws std::invalid_argument  labels or pred_probs that are not valid
/// Example:
///     const Vector thresholds = run(get_confident_thresholds(labels, pred_probs));
///     thresholds(1) == Approx(0.75)  // the mean of .8 and .7
Job<Vector> get_confident_thresholds(Labels labels, MatrixView pred_probs);

struct ConfidentJointOptions {
  bool calibrate = true;  ///< scale the counts so that row k sums to the number of examples labelled k
  Vector thresholds;  ///< K; empty: `get_confident_thresholds`. Own thresholds are used as they are, without a floor.
  /// Where an example is confident in two or more classes, its guess is by default the most probable of all classes, as
  /// in the reference; true: of the classes it is confident in, as in the paper.
  bool guess_among_confident = false;
};

struct ConfidentJoint {
  Matrix counts;  ///< K x K whole numbers
  /// Ascending ids of the examples counted outside of the diagonal; they do not depend on `calibrate`.
  Rows off_diagonal;
};

/// Count given label against confidently predicted label.
///
/// An example is confident in k where pred_probs[i, k] >= t_k - 1e-6. Confident in none: not counted; in one: counted
/// there; in several: at its most probable class. Every diagonal entry is at least 1 before calibration.
/// @throws std::invalid_argument  labels, pred_probs or thresholds that are not valid
/// Cost: O(n K) time, O(K^2 + number of off-diagonal examples) memory.
/// Example:
///     const ConfidentJoint joint = run(compute_confident_joint(labels, pred_probs));
///     joint.counts == Matrix{{1, 1, 0}, {0, 2, 0}, {0, 0, 2}}
///     joint.off_diagonal == Rows{1}
Job<ConfidentJoint> compute_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options = {});

/// Predicted probabilities that are read a block of rows at a time, twice, and need not be in memory at once.
struct PredProbBlocks {
  Index rows = 0;
  Index columns = 0;
  /// The rows [begin, end), the same values at every call; valid until the next call.
  std::function<MatrixView(Index begin, Index end)> read;
};

/// The same of probabilities that come in blocks. `labels` must outlive the job.
/// Example:
///     const PredProbBlocks blocks{6, 3, [&](Index begin, Index end) {
///       return MatrixView(pred_probs.data() + 3 * begin, end - begin, 3);
///     }};
///     run(compute_confident_joint(labels, blocks)).off_diagonal == Rows{1}
Job<ConfidentJoint> compute_confident_joint(Labels labels, PredProbBlocks pred_probs,
                                            ConfidentJointOptions options = {});

/// Scale the rows of a confident joint to the numbers of examples of each class, in whole numbers: entry C[k, j] n_k /
/// sum(C[k, :]), rounded to the nearest (halves to even), then corrected by units where the remainder is largest (of
/// equal remainders those that a bitonic sorting network puts last, as the reference does where it runs on wide
/// vectors).
///
/// Computed exactly, where the reference is a matter of last bits. A row of zeros of a class with examples gets them on
/// its diagonal (the reference leaves it empty and spoils the other rows).
/// @param confident_joint  K x K counts >= 0
/// @return                 K x K whole numbers, row k sums to the number of labels k
/// @throws std::invalid_argument  a matrix that is not K x K with counts >= 0, labels out of range
/// Example:
///     const Matrix counts{{1, 1, 0}, {0, 1, 0}, {0, 0, 2}};
///     calibrate_confident_joint(counts, labels) == Matrix{{1, 1, 0}, {0, 2, 0}, {0, 0, 2}}
Matrix calibrate_confident_joint(const Matrix& confident_joint, Labels labels);

/// Estimate the joint distribution of given and true labels: the calibrated confident joint divided by its sum.
/// @param confident_joint  K x K counts, calibrated to the labels here; empty: estimated from pred_probs
/// @return                 K x K, sums to 1
/// @throws std::invalid_argument  labels, pred_probs or a confident joint that are not valid
/// Example:
///     const Matrix joint = run(estimate_joint(labels, pred_probs));
///     joint(0, 1) == Approx(1.0 / 6)  // of all labels are 0 and should be 1
Job<Matrix> estimate_joint(Labels labels, MatrixView pred_probs, Matrix confident_joint = {});

/// Counts divided by their sum: the joint of counts that are already calibrated.
/// Example:
///     normalize_joint(Matrix{{3, 1}, {0, 4}})(0, 1) == Approx(0.125)
Matrix normalize_joint(const Matrix& counts);

enum class EstimationMethod {
  off_diagonal,             ///< examples counted off the diagonal whose prediction does not agree with the label
  off_diagonal_calibrated,  ///< n times the off-diagonal mass of the calibrated joint
  off_diagonal_custom,      ///< the same of a given confident joint
};

/// "off_diagonal", ...; the inverse refuses unknown names.
std::string_view estimation_method_name(EstimationMethod method);
EstimationMethod estimation_method_from_name(std::string_view name);

/// Estimate how many labels are wrong.
///
/// An example whose label is within 1e-6 of its most probable class agrees with it and is not counted (by the
/// calibrated methods it may be: they are the better counts where K < 4).
/// @param confident_joint  for `off_diagonal_custom`, and only for it
/// @throws std::invalid_argument  labels or pred_probs that are not valid, a confident joint missing or not wanted
/// Example:
///     run(num_label_issues(labels, pred_probs)) == 1
Job<Index> num_label_issues(Labels labels, MatrixView pred_probs,
                            EstimationMethod method = EstimationMethod::off_diagonal, Matrix confident_joint = {});

/// Count given label against most probable label: K x K, whether or not every class occurs (the reference drops classes
/// that occur in neither). Not calibrated.
/// @throws std::invalid_argument  labels or pred_probs that are not valid
/// Example:
///     run(compute_confusion_matrix(labels, pred_probs)) == Matrix{{1, 1, 0}, {0, 2, 0}, {0, 0, 2}}
Job<Matrix> compute_confusion_matrix(Labels labels, MatrixView pred_probs);

}  // namespace assayer
