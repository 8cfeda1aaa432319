#pragma once

#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/job.h"
#include "assayer/label_filter.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

struct BatchedLabelIssuesOptions {
  ScoreMethod method = ScoreMethod::self_confidence;
  bool adjust_pred_probs = false;  ///< by the thresholds of all batches; see label_quality.h
  /// How many issues there are: `off_diagonal` or `off_diagonal_calibrated`.
  EstimationMethod estimation_method = EstimationMethod::off_diagonal;
  /// Count as the reference does: only the most probable class is tested for confidence, and a class without examples
  /// has the threshold 2e-6. False: as `num_label_issues` and `get_confident_thresholds` count.
  bool reference_count = false;
  /// Examples with a low score whose prediction agrees with their label are taken out. False, as in the reference: then
  /// fewer than the counted number remain; true: the next ones take their places.
  bool refill = false;
};

/// Label issues of data that do not fit into memory: two passes over batches of any size, in any order of batches that
/// is the same in both passes. Finds the examples with the lowest label quality, as many as are counted off the
/// diagonal of the confident joint: nearly `find_label_issues` with `low_self_confidence`.
///
/// Example:
///     BatchedLabelIssues search(3);
///     run(search.update_confident_thresholds(labels, pred_probs));  // of each batch
///     run(search.score_label_quality(labels, pred_probs));          // of each batch again
///     search.get_label_issues().indices == Rows{1}
///
/// The result does not depend on the sizes of the batches. Memory: O(K) and 8 bytes and 1 bit for each example. A batch
/// that is refused, and one whose job is dropped, leaves no trace.
///
/// Parts that several machines look at are merged after each pass: `add_sums` and `add_scores` take what the searches
/// of the parts hold, and the search of each part takes the sums of all before its second pass.
class BatchedLabelIssues {
 public:
  /// What pass 1 holds.
  struct Sums {
    Vector self_confidence;  ///< K, summed over the examples with that label
    Vector examples;         ///< K
  };
  struct ClassCounts {
    double examples = 0;      ///< with this label
    double counted = 0;       ///< of these, confident in some class
    double off_diagonal = 0;  ///< of these, in another class
  };
  /// What pass 2 holds of n examples.
  struct Scores {
    std::vector<double> scores;         ///< n, low is suspicious
    std::vector<bool> agrees;           ///< n: whether the prediction is the label
    std::vector<ClassCounts> of_class;  ///< K
    Index num_issues = 0;               ///< off the diagonal
  };

  /// @throws std::invalid_argument  num_classes < 1, off_diagonal_custom, options that do not go together
  explicit BatchedLabelIssues(Index num_classes, BatchedLabelIssuesOptions options = {});

  /// Pass 1. @throws std::invalid_argument  a batch of another number of classes, or not valid (see validation.h)
  Job<void> update_confident_thresholds(Labels labels, MatrixView pred_probs);

  /// Pass 2. @throws std::invalid_argument  the same, or without pass 1
  Job<void> score_label_quality(Labels labels, MatrixView pred_probs);

  /// K thresholds of the batches of pass 1 so far. @throws std::invalid_argument  without pass 1
  Vector get_confident_thresholds() const;

  const Sums& sums() const { return sums_; }
  /// As if pass 1 had seen the other's batches too (up to the rounding of sums).
  /// @throws std::invalid_argument  of another number of classes
  void add_sums(const Sums& sums);
  const Scores& scores() const { return all_; }
  /// As if pass 2 had seen the other's batches next. @throws std::invalid_argument  as add_sums, or n differs in it
  void add_scores(const Scores& scores);

  /// Estimated number of label issues of the batches of pass 2 so far. @throws std::invalid_argument  without pass 2
  Index get_num_issues() const;

  /// Scores in the order of pass 2. @throws std::invalid_argument  without pass 2
  const std::vector<double>& get_quality_scores() const;

  /// The issues, ids counted through all batches of pass 2; `indices` are ordered by rising score (ties: smaller id).
  /// @throws std::invalid_argument  without pass 2
  LabelIssues get_label_issues() const;

 private:
  Job<void> validate_batch(Labels labels, MatrixView pred_probs) const;
  template <typename Number>
  void score_rows(const Number* values, Labels labels, Index begin, Index end, Scores& batch) const;

  Index num_classes_;
  BatchedLabelIssuesOptions options_;
  Sums sums_;
  Scores all_;
};

/// The two passes over data in memory, in slices of `batch_size` >= 1 rows.
/// Example:
///     run(find_label_issues_batched(labels, pred_probs, 2)).indices == Rows{1}
Job<LabelIssues> find_label_issues_batched(Labels labels, MatrixView pred_probs, Index batch_size = 10000,
                                           BatchedLabelIssuesOptions options = {});

}  // namespace assayer
