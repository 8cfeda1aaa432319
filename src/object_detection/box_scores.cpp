#include <algorithm>
#include <cmath>
#include <limits>

#include "assayer/error.h"
#include "object_detection/boxes.h"

namespace assayer {
namespace {

constexpr double iou_weight = 0.9;  // of the similarity; the rest is nearness of the centres
constexpr double distance_scale = 10;
constexpr double same_object = 0.95;  // IoU from which two labels are taken for one object
constexpr double not_asked = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t pairs_between_pauses = 100000;

/// How alike boxes of one image are; `unit`: what distances are measured in, in pixels.
struct Similarity {
  double unit = 1;

  double operator()(const Box& a, const Box& b) const {
    const double dx = (a.x1 + a.x2 - b.x1 - b.x2) / 2, dy = (a.y1 + a.y2 - b.y1 - b.y2) / 2;
    const double distance = std::sqrt(dx * dx + dy * dy) / unit;
    return iou_weight * intersection_over_union(a, b) + (1 - iou_weight) * std::exp(-distance / distance_scale);
  }
};

struct Image {
  ImageBoxes labels, predictions;
  Similarity similarity;
};

Image image_of(const Detections& detections, const ObjectDetectionOptions& options, Index i) {
  const double unit = options.image_diagonals.empty() ? 1 : options.image_diagonals[static_cast<std::size_t>(i)] / 100;
  return {{detections.labels, i}, {detections.predictions, i}, {unit}};
}

double smallest_similarity(const Image& image) {
  double smallest = 1;
  for (std::size_t l = image.labels.begin(); l < image.labels.end(); ++l) {
    for (std::size_t p = image.predictions.begin(); p < image.predictions.end(); ++p) {
      const double similarity = image.similarity(image.labels.box(l), image.predictions.box(p));
      if (similarity > 0) smallest = std::min(smallest, similarity);
    }
  }
  return smallest;
}

double score_overlooked(const Image& image, std::size_t p, double smallest, const ObjectDetectionOptions& options) {
  if (image.predictions.probability(p) < options.high_probability) return not_asked;
  double largest = -1;
  for (std::size_t l = image.labels.begin(); l < image.labels.end(); ++l) {
    if (intersection_over_union(image.labels.box(l), image.predictions.box(p)) > 0) return not_asked;
    if (image.labels.label(l) != image.predictions.label(p)) continue;
    largest = std::max(largest, image.similarity(image.labels.box(l), image.predictions.box(p)));
  }
  return largest >= 0 ? largest : smallest * (1 - image.predictions.probability(p));
}

double score_location(const Image& image, std::size_t l, const ObjectDetectionOptions& options) {
  double largest = -1;
  for (std::size_t p = image.predictions.begin(); p < image.predictions.end(); ++p) {
    if (image.predictions.label(p) != image.labels.label(l)) continue;
    if (!(image.predictions.probability(p) > options.low_probability)) continue;
    if (!(intersection_over_union(image.labels.box(l), image.predictions.box(p)) > 0)) continue;
    largest = std::max(largest, image.similarity(image.labels.box(l), image.predictions.box(p)));
  }
  return largest >= 0 ? largest : 1;
}

bool has_rival_label(const ImageBoxes& labels, std::size_t l) {
  for (std::size_t other = labels.begin(); other < labels.end(); ++other) {
    if (labels.label(other) != labels.label(l) &&
        intersection_over_union(labels.box(other), labels.box(l)) >= same_object) {
      return true;
    }
  }
  return false;
}

double score_swapped(const Image& image, std::size_t l, double smallest, const ObjectDetectionOptions& options) {
  if (options.overlapping_label_check && has_rival_label(image.labels, l)) return smallest;
  double largest = -1;
  for (std::size_t p = image.predictions.begin(); p < image.predictions.end(); ++p) {
    if (image.predictions.label(p) == image.labels.label(l)) continue;
    if (!(image.predictions.probability(p) > options.high_probability)) continue;
    largest = std::max(largest, image.similarity(image.labels.box(l), image.predictions.box(p)));
  }
  return largest >= 0 ? std::max(smallest, 1 - largest) : 1;
}

}  // namespace

Job<BoxScores> compute_box_scores(const Detections& detections, ObjectDetectionOptions options) {
  check_detections(detections);
  const Index num_images = detections.labels.num_images();
  check_options(options, num_images);
  double smallest = 1;
  std::size_t pairs = 0;
  for (Index i = 0; i < num_images; ++i) {
    const Image image = image_of(detections, options, i);
    smallest = std::min(smallest, smallest_similarity(image));
    pairs += image.labels.size() * image.predictions.size() + 100;
    if (pairs < pairs_between_pauses) continue;
    pairs = 0;
    co_await pause(0.3 * static_cast<double>(i) / static_cast<double>(num_images));
  }
  BoxScores scores;
  for (Index i = 0; i < num_images; ++i) {
    const Image image = image_of(detections, options, i);
    for (std::size_t p = image.predictions.begin(); p < image.predictions.end(); ++p) {
      scores.overlooked.push_back(score_overlooked(image, p, smallest, options));
    }
    for (std::size_t l = image.labels.begin(); l < image.labels.end(); ++l) {
      scores.badly_located.push_back(score_location(image, l, options));
      scores.swapped.push_back(score_swapped(image, l, smallest, options));
    }
    pairs += (image.labels.size() + 1) * (image.predictions.size() + image.labels.size() + 1);
    if (pairs < pairs_between_pauses) continue;
    pairs = 0;
    co_await pause(0.3 + 0.7 * static_cast<double>(i) / static_cast<double>(num_images));
  }
  co_return scores;
}

}  // namespace assayer
