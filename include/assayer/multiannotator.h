#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "assayer/annotations.h"
#include "assayer/job.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const double none = std::nan("");
///     const Matrix table{{0, 0, none}, {1, 0, 1}, {1, 1, 1}, {0, none, 1}};  // 4 examples, 3 annotators
///     const Annotations annotations = annotations_from_table(table);
///     const Matrix pred_probs{{.9, .1}, {.3, .7}, {.2, .8}, {.7, .3}};

enum class ConsensusMethod {
  best_quality,  ///< the class that annotators and model together find most probable
  majority_vote  ///< the class with most votes
};
enum class AnnotatorQualityMethod {
  crowdlab,  ///< annotators and model, each weighted by how well they agree with the others
  agreement  ///< votes alone
};
enum class VoteCount {
  by_class,  ///< a vote counts for the class it names
  packed     ///< as cleanlab 2.9 counts: the classes that got votes are taken for the classes 0, 1, ... of their order
};

struct MultiannotatorOptions {
  ConsensusMethod consensus_method = ConsensusMethod::best_quality;
  AnnotatorQualityMethod quality_method = AnnotatorQualityMethod::crowdlab;
  bool calibrate_probs = false;       ///< first scale pred_probs to the votes by a temperature
  LabelQualityOptions label_quality;  ///< how labels are scored against the joint probabilities
  /// Matters for `agreement` and `calibrate_probs` only. `packed` is for comparisons with the reference: it puts votes
  /// on wrong classes wherever an example got no vote for some class.
  VoteCount vote_count = VoteCount::by_class;
};

/// One entry for each annotator, in the order of their numbers.
struct AnnotatorStats {
  Vector annotator_quality;               ///< in [0, 1]; NaN for one whose examples nobody else labelled
  Vector agreement_with_consensus;        ///< share of the annotator's labels that are the consensus, in [0, 1]
  std::vector<std::int32_t> worst_class;  ///< the class, as the annotator gave it, that agrees least
  std::vector<std::int32_t> num_examples_labeled;
  Rows order;  ///< annotators from worst to best: by annotator_quality, then agreement_with_consensus; NaN last
};

struct MultiannotatorQuality {
  std::vector<std::int32_t> consensus_label;  ///< n
  Vector consensus_quality_score;             ///< n, in [0, 1], low is suspicious
  Vector annotator_agreement;                 ///< n, share of the example's labels that are the consensus
  std::vector<std::int32_t> num_annotations;  ///< n
  std::vector<double> annotation_quality;     ///< of each entry of the annotations, in [0, 1]
  AnnotatorStats annotator_stats;
  Vector model_weight;      ///< one for each model; empty with `agreement`
  Vector annotator_weight;  ///< one for each annotator; empty with `agreement`
  Vector temperature;       ///< one for each model where calibrated; else empty
};

/// Find the consensus of several annotators, and how far it, every single label and every annotator can be trusted.
///
/// CROWDLAB: the model and every annotator give a distribution over the classes (the model its probabilities, annotator
/// j the share G of agreement on the class they chose and the rest evenly on the others); the joint probabilities are
/// their mean, weighted by how much better than always naming the commonest class each agrees with the others.
///
/// @param pred_probs  one n x K matrix of out-of-sample probabilities for each model, at least one; values are not
///                    changed. With several models `best_quality` and `crowdlab` are the only methods.
/// @throws std::invalid_argument  no example with several labels (there is nothing to compare: score them with
///                                `get_label_quality_scores`), shapes that differ, more classes in labels than columns
/// Cost: O(n K + labels) time, twice with best_quality; calibration another 18 passes over n K.
/// Source: Goh, Tkachenko and Mueller 2022, "CROWDLAB: Supervised learning to infer consensus labels and quality scores
/// for data with multiple annotators". Where all tie-breaks fail the lowest class is taken (cleanlab draws one).
/// Example:
///     const MultiannotatorQuality quality = run(get_label_quality_multiannotator(annotations, {pred_probs}));
///     quality.consensus_label == Rows{0, 1, 1, 0}
///     quality.num_annotations == Rows{2, 3, 3, 2}
Job<MultiannotatorQuality> get_label_quality_multiannotator(const Annotations& annotations,
                                                            std::vector<MatrixView> pred_probs,
                                                            MultiannotatorOptions options = {});

/// The class with most votes for every example. Ties: the largest mean probability (where pred_probs are given), then
/// the rarest class of all labels, then the annotators that agree best with the untied examples, then the lowest class.
/// Example:
///     get_majority_vote_label(annotations, {pred_probs}) == Rows{0, 1, 1, 0}
std::vector<std::int32_t> get_majority_vote_label(const Annotations& annotations,
                                                  const std::vector<MatrixView>& pred_probs = {});

struct ActiveLearningScores {
  Vector labeled;    ///< one for each annotated example; low: collect another label for it
  Vector unlabeled;  ///< one for each example without labels, on the same scale
};

/// Score where another label helps most: lowest first, examples with and without labels on one scale.
///
/// @param annotations           null where no example has a label yet
/// @param pred_probs            one matrix for each model, for the annotated examples; empty where there are none
/// @param pred_probs_unlabeled  one matrix for each model, for the other examples; may be empty
/// @throws std::invalid_argument  neither of the two, numbers of models or classes that differ
/// Source: Goh and Mueller 2023, "ActiveLab: Active Learning with Re-Labeling by Multiple Annotators".
/// Example:
///     const Matrix unlabeled{{.5, .5}, {.99, .01}};
///     const ActiveLearningScores scores = run(get_active_learning_scores(&annotations, {pred_probs}, {unlabeled}));
///     scores.unlabeled(0) < scores.unlabeled(1)  // a label helps more where the model is unsure
Job<ActiveLearningScores> get_active_learning_scores(const Annotations* annotations, std::vector<MatrixView> pred_probs,
                                                     std::vector<MatrixView> pred_probs_unlabeled,
                                                     VoteCount vote_count = VoteCount::by_class);

/// Rows of probabilities sharpened (temperature < 1) or flattened (> 1): softmax(ln(P) / temperature), P normalized and
/// at least 1e-30.
/// Example:
///     const Matrix unsure{{.8, .2}};
///     scale_by_temperature(unsure, 0.5)(0, 0) == Approx(0.64 / 0.68)
Matrix scale_by_temperature(MatrixView pred_probs, double temperature);

/// The temperature, of some 18 between 0.1 and 7.25, at which the probabilities fit the votes best (cross entropy).
/// Example:
///     run(find_best_temperature(annotations, pred_probs)) > 0
Job<double> find_best_temperature(const Annotations& annotations, MatrixView pred_probs,
                                  VoteCount vote_count = VoteCount::by_class);

/// "best_quality", ...; the inverses refuse unknown names.
ConsensusMethod consensus_method_from_name(std::string_view name);
AnnotatorQualityMethod annotator_quality_method_from_name(std::string_view name);
VoteCount vote_count_from_name(std::string_view name);

}  // namespace assayer
