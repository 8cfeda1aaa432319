#include <algorithm>
#include <utility>
#include <vector>

#include "ordering.h"

#include "object_detection/boxes.h"

namespace assayer {
namespace {

/// A prediction of one class with the label of that class in its image that it covers best.
struct Candidate {
  double probability = 0;
  double best_iou = 0;
  std::size_t best_label = 0;
};

/// All predictions of a class by falling probability (ties: in the order of the images), and how many labels it has.
struct ClassCandidates {
  std::vector<Candidate> candidates;
  double num_labels = 0;
};

std::vector<ClassCandidates> collect(const Detections& detections, Index num_classes) {
  std::vector<ClassCandidates> classes(static_cast<std::size_t>(num_classes));
  for (const std::int32_t label : detections.labels.labels) ++classes[static_cast<std::size_t>(label)].num_labels;
  for (Index i = 0; i < detections.labels.num_images(); ++i) {
    const ImageBoxes labels(detections.labels, i), predictions(detections.predictions, i);
    for (std::size_t p = predictions.begin(); p < predictions.end(); ++p) {
      Candidate candidate{predictions.probability(p), 0, 0};
      for (std::size_t l = labels.begin(); l < labels.end(); ++l) {
        if (labels.label(l) != predictions.label(p)) continue;
        const double iou = intersection_over_union(labels.box(l), predictions.box(p));
        if (iou > candidate.best_iou) candidate = {candidate.probability, iou, l};
      }
      classes[static_cast<std::size_t>(predictions.label(p))].candidates.push_back(candidate);
    }
  }
  for (ClassCandidates& one : classes) {
    const auto at = [&](std::int32_t c) -> const Candidate& { return one.candidates[static_cast<std::size_t>(c)]; };
    std::vector<Candidate> most_probable_first;
    for (const std::int32_t c : sorted_positions(one.candidates.size(), [&](std::int32_t a, std::int32_t b) {
           return at(a).probability > at(b).probability;
         })) {
      most_probable_first.push_back(at(c));
    }
    one.candidates = std::move(most_probable_first);
  }
  return classes;
}

/// Area under the envelope of the precision (from the right: the best at this recall or a higher one).
double area_under_precision(const std::vector<std::uint8_t>& is_hit, double num_labels) {
  if (num_labels == 0) return 0;
  std::vector<double> precision(is_hit.size());
  double hits = 0;
  for (std::size_t d = 0; d < is_hit.size(); ++d) {
    hits += is_hit[d];
    precision[d] = hits / static_cast<double>(d + 1);
  }
  double area_sum = 0, envelope = 0;
  for (std::size_t d = is_hit.size(); d-- > 0;) {
    envelope = std::max(envelope, precision[d]);
    if (is_hit[d]) area_sum += envelope / num_labels;
  }
  return area_sum;
}

ClassHits match(const ClassCandidates& of_class, double threshold, std::vector<std::uint8_t>& is_taken) {
  std::fill(is_taken.begin(), is_taken.end(), 0);
  std::vector<std::uint8_t> is_hit(of_class.candidates.size(), 0);
  ClassHits hits;
  for (std::size_t d = 0; d < is_hit.size(); ++d) {
    const Candidate& candidate = of_class.candidates[d];
    if (candidate.best_iou >= threshold && !is_taken[candidate.best_label]) {
      is_taken[candidate.best_label] = 1;
      is_hit[d] = 1;
      hits.true_positives += 1;
    }
  }
  hits.false_positives = static_cast<double>(is_hit.size()) - hits.true_positives;
  hits.false_negatives = of_class.num_labels - hits.true_positives;
  hits.average_precision = area_under_precision(is_hit, of_class.num_labels);
  return hits;
}

}  // namespace

Job<std::vector<std::array<ClassHits, num_iou_thresholds>>> match_detections(const Detections& detections) {
  check_detections(detections);
  const std::vector<ClassCandidates> classes = collect(detections, count_classes(detections));
  co_await pause(0.5);
  std::vector<std::uint8_t> is_taken(detections.labels.boxes.size());
  std::vector<std::array<ClassHits, num_iou_thresholds>> hits(classes.size());
  for (std::size_t k = 0; k < classes.size(); ++k) {
    for (int t = 0; t < num_iou_thresholds; ++t) {
      const double threshold = (50 + 5 * t) / 100.0;
      hits[k][static_cast<std::size_t>(t)] = match(classes[k], threshold, is_taken);
      co_await pause(0.5 + 0.5 * static_cast<double>(k) / static_cast<double>(classes.size()));
    }
  }
  co_return hits;
}

Job<Vector> compute_average_precision(const Detections& detections) {
  auto job = match_detections(detections);
  const auto hits = co_await std::move(job);
  Vector mean(static_cast<Index>(hits.size()));
  for (std::size_t k = 0; k < hits.size(); ++k) {
    double sum = 0;
    for (const ClassHits& at_threshold : hits[k]) sum += at_threshold.average_precision;
    mean(static_cast<Index>(k)) = sum / num_iou_thresholds;
  }
  co_return mean;
}

}  // namespace assayer
