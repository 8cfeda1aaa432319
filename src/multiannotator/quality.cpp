#include <algorithm>
#include <cmath>
#include <utility>

#include "assayer/error.h"
#include "assayer/multiannotator.h"
#include "multiannotator/annotator_stats.h"
#include "multiannotator/crowdlab.h"
#include "multiannotator/votes.h"

namespace assayer {
namespace {

void check_several_labels(const Annotations& annotations) {
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    if (has_several_labels(annotations, i)) return;
  }
  reject("labels_multiannotator", "an example with labels by several annotators",
         "one label for each example (score them with the functions for single labels)");
}

/// The models' probabilities, at their best temperature each.
struct CalibratedModels {
  Vector temperature;
  std::vector<Matrix> pred_probs;
};

Job<CalibratedModels> calibrate(const Annotations& annotations, std::vector<MatrixView> pred_probs,
                                VoteCount vote_count) {
  CalibratedModels calibrated;
  calibrated.temperature.resize(static_cast<Index>(pred_probs.size()));
  for (std::size_t b = 0; b < pred_probs.size(); ++b) {
    Job<double> job = find_best_temperature(annotations, pred_probs[b], vote_count);
    const double temperature = co_await std::move(job);
    calibrated.temperature(static_cast<Index>(b)) = temperature;
    calibrated.pred_probs.push_back(scale_by_temperature(pred_probs[b], temperature));
  }
  co_return calibrated;
}

/// How probable every class is for every example, and by which weights.
struct Joint {
  CrowdlabWeights weights;
  Matrix probabilities;
};

Joint compute_joint(const Annotations& annotations, const std::vector<MatrixView>& pred_probs,
                    const std::vector<std::int32_t>& consensus, const MultiannotatorOptions& options) {
  Joint joint;
  if (options.quality_method == AnnotatorQualityMethod::crowdlab) {
    joint.weights = compute_crowdlab_weights(annotations, pred_probs, consensus);
    joint.probabilities = compute_joint_probabilities(annotations, pred_probs, joint.weights);
    return joint;
  }
  joint.probabilities.resize(annotations.num_examples(), pred_probs.front().columns());
  std::vector<double> votes(static_cast<std::size_t>(joint.probabilities.cols()));
  for (Index i = 0; i < joint.probabilities.rows(); ++i) {
    count_votes(annotations, i, options.vote_count, votes);
    std::copy(votes.begin(), votes.end(), joint.probabilities.row(i).data());
  }
  return joint;
}

/// The most probable class; where the maximum is tied, the majority vote.
std::vector<std::int32_t> most_probable(const Matrix& probabilities, const std::vector<std::int32_t>& majority) {
  std::vector<std::int32_t> labels = majority;
  for (Index i = 0; i < probabilities.rows(); ++i) {
    Index best = 0;
    const double largest = probabilities.row(i).maxCoeff(&best);
    if ((probabilities.row(i).array() == largest).count() == 1) {
      labels[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(best);
    }
  }
  return labels;
}

/// Scores of every annotator's labels against the joint probabilities, in the order of the annotations' entries.
Job<std::vector<double>> score_annotations(const Annotations& annotations, const Matrix& probabilities,
                                           LabelQualityOptions options) {
  struct Given {
    std::vector<std::size_t> entries;
    Rows examples;
  };
  std::vector<Given> given(static_cast<std::size_t>(annotations.num_annotators));
  std::size_t entry = 0;
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    for (const std::int32_t j : annotations.annotators_of(i)) {
      given[static_cast<std::size_t>(j)].entries.push_back(entry++);
      given[static_cast<std::size_t>(j)].examples.push_back(static_cast<std::int32_t>(i));
    }
  }
  std::vector<double> scores(annotations.labels.size());
  for (std::size_t j = 0; j < given.size(); ++j) {
    std::vector<std::int32_t> labels;
    for (const std::size_t e : given[j].entries) labels.push_back(annotations.labels[e]);
    const Matrix rows = probabilities(given[j].examples, Eigen::all);
    Job<Vector> job = get_label_quality_scores(labels, rows, options);
    const Vector of_annotator = co_await std::move(job);
    for (std::size_t e = 0; e < labels.size(); ++e) scores[given[j].entries[e]] = of_annotator(static_cast<Index>(e));
    co_await pause(static_cast<double>(j) / static_cast<double>(given.size()));
  }
  co_return scores;
}

}  // namespace

Job<MultiannotatorQuality> get_label_quality_multiannotator(const Annotations& annotations,
                                                            std::vector<MatrixView> pred_probs,
                                                            MultiannotatorOptions options) {
  check_several_labels(annotations);
  check_shapes(annotations, pred_probs);
  const bool is_crowdlab = options.quality_method == AnnotatorQualityMethod::crowdlab;
  if (pred_probs.size() > 1 && !is_crowdlab) reject("quality_method", "crowdlab, with several models", "agreement");
  if (pred_probs.size() > 1 && options.consensus_method != ConsensusMethod::best_quality) {
    reject("consensus_method", "best_quality, with several models", "majority_vote");
  }
  Job<void> validation = validate_all(pred_probs);
  co_await within(0, 0.1, "", std::move(validation));

  MultiannotatorQuality quality;
  CalibratedModels calibrated;
  if (options.calibrate_probs) {
    Job<CalibratedModels> job = calibrate(annotations, pred_probs, options.vote_count);
    calibrated = co_await within(0.1, 0.6, "", std::move(job));
    quality.temperature = calibrated.temperature;
    pred_probs.assign(calibrated.pred_probs.begin(), calibrated.pred_probs.end());
  }
  quality.consensus_label = get_majority_vote_label(annotations, pred_probs);
  co_await pause(0.65);
  Joint joint = compute_joint(annotations, pred_probs, quality.consensus_label, options);
  co_await pause(0.7);
  if (options.consensus_method == ConsensusMethod::best_quality) {
    quality.consensus_label = most_probable(joint.probabilities, quality.consensus_label);
    joint = compute_joint(annotations, pred_probs, quality.consensus_label, options);
    co_await pause(0.8);
  }
  quality.annotator_agreement = compute_agreement(annotations, quality.consensus_label);
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    quality.num_annotations.push_back(static_cast<std::int32_t>(annotations.num_labels(i)));
  }
  quality.consensus_quality_score = quality.annotator_agreement;
  if (is_crowdlab) {
    Job<Vector> job = get_label_quality_scores(quality.consensus_label, joint.probabilities, options.label_quality);
    quality.consensus_quality_score = co_await within(0.8, 0.9, "", std::move(job));
  }
  Job<std::vector<double>> job = score_annotations(annotations, joint.probabilities, options.label_quality);
  quality.annotation_quality = co_await within(0.9, 1, "", std::move(job));

  double annotation_weight = 0;
  if (is_crowdlab) {
    const double model = joint.weights.models.mean();
    const double annotators = joint.weights.annotators.sum() * joint.weights.mean_annotations /
                              static_cast<double>(annotations.num_annotators);
    annotation_weight = model / (model + annotators);
    quality.model_weight = joint.weights.models;
    quality.annotator_weight = joint.weights.annotators;
  }
  quality.annotator_stats = compute_annotator_stats(annotations, quality, annotation_weight);
  co_return quality;
}

ConsensusMethod consensus_method_from_name(std::string_view name) {
  if (name == "best_quality") return ConsensusMethod::best_quality;
  if (name == "majority_vote") return ConsensusMethod::majority_vote;
  reject("consensus_method", "best_quality or majority_vote", name);
}

AnnotatorQualityMethod annotator_quality_method_from_name(std::string_view name) {
  if (name == "crowdlab") return AnnotatorQualityMethod::crowdlab;
  if (name == "agreement") return AnnotatorQualityMethod::agreement;
  reject("quality_method", "crowdlab or agreement", name);
}

VoteCount vote_count_from_name(std::string_view name) {
  if (name == "by_class") return VoteCount::by_class;
  if (name == "packed") return VoteCount::packed;
  reject("vote_count", "by_class or packed", name);
}

}  // namespace assayer
