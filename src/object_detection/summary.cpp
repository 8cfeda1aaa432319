#include <utility>

#include "object_detection/boxes.h"

namespace assayer {
namespace {

std::vector<std::int32_t> count_by_image(const BoxSet& set) {
  std::vector<std::int32_t> counts;
  for (Index i = 0; i < set.num_images(); ++i) counts.push_back(static_cast<std::int32_t>(ImageBoxes(set, i).size()));
  return counts;
}

std::vector<double> areas_of(const BoxSet& set) {
  std::vector<double> areas;
  for (const Box& box : set.boxes) areas.push_back(area(box));
  return areas;
}

Vector shares_of(const BoxSet& set, Index num_classes) {
  Vector counts = Vector::Zero(num_classes);
  for (const std::int32_t label : set.labels) counts(label) += 1;
  return set.labels.empty() ? counts : Vector(counts / static_cast<double>(set.labels.size()));
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

Job<ObjectDetectionSummary> summarize_object_detection(const Detections& detections) {
  auto job = match_detections(detections);
  const auto hits = co_await std::move(job);
  const auto num_classes = static_cast<Index>(hits.size());
  ObjectDetectionSummary summary;
  summary.labels_per_image = count_by_image(detections.labels);
  summary.predictions_per_image = count_by_image(detections.predictions);
  summary.label_areas = areas_of(detections.labels);
  summary.prediction_areas = areas_of(detections.predictions);
  summary.label_shares = shares_of(detections.labels, num_classes);
  summary.prediction_shares = shares_of(detections.predictions, num_classes);
  summary.precision = summary.recall = summary.f1 = Vector::Zero(num_classes);
  for (Index k = 0; k < num_classes; ++k) {
    ClassHits sum;
    for (const ClassHits& at_threshold : hits[static_cast<std::size_t>(k)]) {
      sum.true_positives += at_threshold.true_positives;
      sum.false_positives += at_threshold.false_positives;
      sum.false_negatives += at_threshold.false_negatives;
    }
    summary.precision(k) = ratio(sum.true_positives, sum.true_positives + sum.false_positives);
    summary.recall(k) = ratio(sum.true_positives, sum.true_positives + sum.false_negatives);
    summary.f1(k) = ratio(2 * summary.precision(k) * summary.recall(k), summary.precision(k) + summary.recall(k));
  }
  co_return summary;
}

}  // namespace assayer
