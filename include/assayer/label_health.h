#pragma once

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/value.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

/// Data-set level summaries of label quality, numbers as in cleanlab 2.9. Each comes in two forms: from the joint
/// distribution of given and true labels (K x K, see `estimate_joint`), or from labels and pred_probs.

/// Rank classes by the quality of their labels, worst first (ties: smaller class id).
///
/// With u_k and v_k the off-diagonal sums of row and column k of the joint Q:
/// @param num_examples  n, > 0; scales probabilities to counts
/// @return  columns `Class Name` (class id), `Class Index`, `Label Issues` = round(u_k n), `Inverse Label Issues` =
///          round(v_k n), `Label Noise` = p(y != k | s = k), `Inverse Label Noise` = p(s != k | y = k), `Label Quality
///          Score` = 1 - Label Noise (1 for a class without an example); K rows
/// @throws std::invalid_argument  a joint that is not K x K of numbers >= 0
/// Example:
///     const Table ranking = run(rank_classes_by_label_quality(labels, pred_probs));
///     std::get<std::vector<double>>(ranking.columns[6].values)[2] == Approx(1)  // quality of the best class
Table rank_classes_by_label_quality(const Matrix& joint, Index num_examples);
Job<Table> rank_classes_by_label_quality(Labels labels, MatrixView pred_probs);

/// Rank pairs of classes by how much they are confused, most first (ties: smaller ids).
/// @param asymmetric  false: pairs a < b by Q[a, b] + Q[b, a]; true: all a != b by Q[a, b], a given, b true
/// @return  columns `Class Name A`, `Class Name B` (class ids), `Class Index A`, `Class Index B`,
///          `Num Overlapping Examples` = round(value n), `Joint Probability` = value; K(K-1)/2 or K(K-1) rows
/// Example:
///     const Table pairs = run(find_overlapping_classes(labels, pred_probs));
///     std::get<std::vector<double>>(pairs.columns[5].values)[0] == Approx(1.0 / 6)  // of 0 and 1
Table find_overlapping_classes(const Matrix& joint, Index num_examples, bool asymmetric = false);
Job<Table> find_overlapping_classes(Labels labels, MatrixView pred_probs, bool asymmetric = false);

/// The part of the labels that seem right: of a joint its trace; from labels and pred_probs 1 - `num_label_issues` / n
/// by off_diagonal. As in the reference these are two estimates, which need not agree.
/// Example:
///     run(overall_label_health_score(labels, pred_probs)) == Approx(5.0 / 6)
double overall_label_health_score(const Matrix& joint);
Job<double> overall_label_health_score(Labels labels, MatrixView pred_probs);

struct HealthSummary {
  double overall_label_health_score = 0;
  Matrix joint;                    ///< K x K
  Table classes_by_label_quality;  ///< `rank_classes_by_label_quality`
  Table overlapping_classes;       ///< `find_overlapping_classes`
};
/// All of these at once.
/// Example:
///     const HealthSummary summary = run(health_summary(labels, pred_probs));
///     summary.overall_label_health_score == Approx(5.0 / 6)
///     summary.joint(0, 1) == Approx(1.0 / 6)
Job<HealthSummary> health_summary(Labels labels, MatrixView pred_probs, bool asymmetric = false);

}  // namespace assayer
