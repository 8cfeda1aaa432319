#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "assayer/object_detection.h"

namespace assayer {

inline double area(const Box& box) { return (box.x2 - box.x1) * (box.y2 - box.y1); }

/// Area of the intersection over area of the union; 0 where the boxes are apart.
inline double intersection_over_union(const Box& a, const Box& b) {
  constexpr double smallest_union = 1e-6;
  const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  if (!(width > 0 && height > 0)) return 0;
  return width * height / std::max(area(a) + area(b) - width * height, smallest_union);
}

/// The boxes of one image.
class ImageBoxes {
 public:
  ImageBoxes(const BoxSet& set, Index image)
      : set_(&set),
        begin_(static_cast<std::size_t>(set.offsets[static_cast<std::size_t>(image)])),
        end_(static_cast<std::size_t>(set.offsets[static_cast<std::size_t>(image) + 1])) {}
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  std::size_t size() const { return end_ - begin_; }
  const Box& box(std::size_t b) const { return set_->boxes[b]; }
  std::int32_t label(std::size_t b) const { return set_->labels[b]; }
  double probability(std::size_t b) const { return set_->probabilities[b]; }

 private:
  const BoxSet* set_;
  std::size_t begin_, end_;
};

/// K: as given, or as the ids say.
Index count_classes(const Detections& detections);

/// Refuse boxes, ids, probabilities and offsets that are out of order.
void check_detections(const Detections& detections);
void check_options(const ObjectDetectionOptions& options, Index num_images);

/// Hits and misses of the detector for one class at one IoU threshold.
struct ClassHits {
  double average_precision = 0;
  double true_positives = 0, false_positives = 0, false_negatives = 0;
};

inline constexpr int num_iou_thresholds = 10;

/// K x 10 of them, for the IoU thresholds 0.5, 0.55, ..., 0.95.
Job<std::vector<std::array<ClassHits, num_iou_thresholds>>> match_detections(const Detections& detections);

}  // namespace assayer
