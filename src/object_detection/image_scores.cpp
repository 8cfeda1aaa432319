#include <cmath>
#include <utility>

#include "assayer/error.h"
#include "object_detection/image_scores.h"
#include "softmin.h"

namespace assayer {
namespace {

constexpr double tiny = 1e-100;

double pool(std::span<const double> scores, double temperature) {
  std::vector<double> asked;
  for (const double score : scores) {
    if (!std::isnan(score)) asked.push_back(score);
  }
  return asked.empty() ? 1 : softmin(asked, temperature);
}

std::span<const double> part(const std::vector<double>& scores, const BoxSet& set, Index image) {
  const ImageBoxes boxes(set, image);
  return {scores.data() + boxes.begin(), boxes.size()};
}

}  // namespace

Vector pool_box_scores(const Detections& detections, const BoxScores& scores, const ObjectDetectionOptions& options) {
  Vector images(detections.labels.num_images());
  for (Index i = 0; i < images.size(); ++i) {
    const double by_kind[] = {pool(part(scores.overlooked, detections.predictions, i), options.temperature),
                              pool(part(scores.badly_located, detections.labels, i), options.temperature),
                              pool(part(scores.swapped, detections.labels, i), options.temperature)};
    double log_score = 0;
    for (std::size_t kind = 0; kind < options.weights.size(); ++kind) {
      log_score += options.weights[kind] * std::log(tiny + by_kind[kind]);
    }
    images(i) = std::exp(log_score);
  }
  return images;
}

Job<Vector> get_object_detection_label_quality_scores(const Detections& detections, ObjectDetectionOptions options) {
  Job<BoxScores> job = compute_box_scores(detections, options);
  const BoxScores scores = co_await std::move(job);
  co_return pool_box_scores(detections, scores, options);
}

}  // namespace assayer
