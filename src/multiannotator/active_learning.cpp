#include <algorithm>
#include <cmath>
#include <utility>

#include "assayer/error.h"
#include "assayer/multiannotator.h"
#include "assayer/validation.h"
#include "multiannotator/crowdlab.h"
#include "multiannotator/votes.h"

namespace assayer {
namespace {

/// What the formulas need of the annotated part.
struct Labeled {
  Vector quality;  ///< of each example's consensus
  Vector annotator_weight;
  Vector model_weight;
  Vector temperature;
};

bool is_all_single(const Annotations& annotations) {
  return static_cast<Index>(annotations.labels.size()) == annotations.num_examples();
}

/// Every example has one label: there is nothing to weigh annotators by, so all weights are 1 and an example is as good
/// as the models find its label.
Labeled score_single_labels(const Annotations& annotations, const std::vector<MatrixView>& pred_probs) {
  Labeled labeled;
  labeled.quality = Vector::Zero(annotations.num_examples());
  for (Index i = 0; i < labeled.quality.size(); ++i) {
    for (const MatrixView& model : pred_probs) labeled.quality(i) += model(i, annotations.labels_of(i).front());
  }
  labeled.quality /= static_cast<double>(pred_probs.size());
  labeled.annotator_weight = Vector::Ones(annotations.num_annotators);
  labeled.model_weight = Vector::Ones(static_cast<Index>(pred_probs.size()));
  labeled.temperature = labeled.model_weight;
  return labeled;
}

Job<Labeled> score_several_labels(const Annotations& annotations, std::vector<MatrixView> pred_probs,
                                  VoteCount vote_count) {
  MultiannotatorOptions options;
  options.calibrate_probs = true;
  options.vote_count = vote_count;
  Job<MultiannotatorQuality> job = get_label_quality_multiannotator(annotations, std::move(pred_probs), options);
  MultiannotatorQuality quality = co_await std::move(job);
  Labeled labeled;
  labeled.quality = std::move(quality.consensus_quality_score);
  labeled.annotator_weight = std::move(quality.annotator_weight);
  labeled.model_weight = std::move(quality.model_weight);
  labeled.temperature = std::move(quality.temperature);
  co_return labeled;
}

Vector score_labeled(const Annotations& annotations, const Labeled& labeled, Index num_classes) {
  const double new_weight = labeled.annotator_weight.mean();  // of the annotator who would be asked
  Vector scores(annotations.num_examples());
  for (Index i = 0; i < scores.size(); ++i) {
    double weight = labeled.model_weight.sum();
    for (const std::int32_t j : annotations.annotators_of(i)) weight += labeled.annotator_weight(j);
    scores(i) = (labeled.quality(i) * weight + new_weight / static_cast<double>(num_classes)) / (weight + new_weight);
  }
  return scores;
}

/// The class most models vote for (ties: the largest mean probability, then the lowest), and its share in the mean of
/// the models and of an annotator who would be asked.
Vector score_unlabeled(const std::vector<Matrix>& models, const Labeled& labeled) {
  const Index num_classes = models.front().cols();
  const double new_weight = labeled.annotator_weight.mean();
  Vector scores(models.front().rows());
  for (Index i = 0; i < scores.size(); ++i) {
    Vector votes = Vector::Zero(num_classes), sum = votes, weighted = votes;
    for (std::size_t b = 0; b < models.size(); ++b) {
      Index best = 0;
      models[b].row(i).maxCoeff(&best);
      votes(best) += 1;
      sum += models[b].row(i).transpose();
      weighted += labeled.model_weight(static_cast<Index>(b)) * models[b].row(i).transpose();
    }
    Index label = 0;
    for (Index k = 1; k < num_classes; ++k) {
      if (votes(k) > votes(label) || (votes(k) == votes(label) && sum(k) > sum(label))) label = k;
    }
    scores(i) =
        (weighted(label) + new_weight / static_cast<double>(num_classes)) / (labeled.model_weight.sum() + new_weight);
  }
  return scores;
}

void check(const Annotations* annotations, const std::vector<MatrixView>& pred_probs,
           const std::vector<MatrixView>& unlabeled) {
  if (!annotations && !pred_probs.empty()) reject("labels_multiannotator", "labels for pred_probs", "none");
  if (annotations) check_shapes(*annotations, pred_probs);
  if (!annotations && unlabeled.empty()) reject("pred_probs", "examples with or without labels", "neither");
  for (const MatrixView& model : unlabeled) {
    const MatrixView& first = pred_probs.empty() ? unlabeled.front() : pred_probs.front();
    if (model.columns() != first.columns() || model.columns() < 2) {
      reject("pred_probs_unlabeled",
             "the same classes everywhere, at least 2 (" + std::to_string(first.columns()) + ")",
             static_cast<std::int64_t>(model.columns()));
    }
    if (model.rows() != unlabeled.front().rows()) {
      reject("pred_probs_unlabeled",
             "the same examples for every model (" + std::to_string(unlabeled.front().rows()) + ")",
             static_cast<std::int64_t>(model.rows()));
    }
  }
  if (annotations && !unlabeled.empty() && unlabeled.size() != pred_probs.size()) {
    reject("pred_probs_unlabeled", "as many models as pred_probs (" + std::to_string(pred_probs.size()) + ")",
           static_cast<std::int64_t>(unlabeled.size()));
  }
}

}  // namespace

Job<ActiveLearningScores> get_active_learning_scores(const Annotations* annotations, std::vector<MatrixView> pred_probs,
                                                     std::vector<MatrixView> pred_probs_unlabeled,
                                                     VoteCount vote_count) {
  check(annotations, pred_probs, pred_probs_unlabeled);
  Job<void> validation = validate_all(pred_probs_unlabeled);
  co_await within(0, 0.1, "", std::move(validation));

  Labeled labeled;
  ActiveLearningScores scores;
  if (!annotations) {
    labeled.annotator_weight = Vector::Ones(1);
    labeled.model_weight = Vector::Ones(static_cast<Index>(pred_probs_unlabeled.size()));
    labeled.temperature = labeled.model_weight;
  } else if (is_all_single(*annotations)) {
    Job<void> validation_labeled = validate_all(pred_probs);
    co_await within(0.1, 0.8, "", std::move(validation_labeled));
    labeled = score_single_labels(*annotations, pred_probs);
  } else {
    Job<Labeled> job = score_several_labels(*annotations, pred_probs, vote_count);
    labeled = co_await within(0.1, 0.8, "", std::move(job));
  }
  if (annotations) scores.labeled = score_labeled(*annotations, labeled, pred_probs.front().columns());
  if (!pred_probs_unlabeled.empty()) {
    std::vector<Matrix> scaled;
    for (std::size_t b = 0; b < pred_probs_unlabeled.size(); ++b) {
      scaled.push_back(scale_by_temperature(pred_probs_unlabeled[b], labeled.temperature(static_cast<Index>(b))));
      co_await pause(0.8 + 0.2 * static_cast<double>(b + 1) / static_cast<double>(pred_probs_unlabeled.size()));
    }
    scores.unlabeled = score_unlabeled(scaled, labeled);
  }
  co_return scores;
}

}  // namespace assayer
