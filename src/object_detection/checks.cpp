#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "object_detection/boxes.h"

namespace assayer {
namespace {

void check_set(const BoxSet& set, const std::string& name, Index num_classes, bool has_probabilities) {
  const std::size_t size = set.boxes.size();
  if (set.labels.size() != size) {
    reject(name + ".labels", "one for each box (" + std::to_string(size) + ")",
           static_cast<std::int64_t>(set.labels.size()));
  }
  if (set.offsets.empty() || set.offsets.front() != 0 || set.offsets.back() != static_cast<std::int64_t>(size) ||
      !std::is_sorted(set.offsets.begin(), set.offsets.end())) {
    reject(name + ".offsets", "rising numbers from 0 to the number of boxes", "others");
  }
  for (std::size_t b = 0; b < size; ++b) {
    const auto place = static_cast<std::int64_t>(b);
    const Box& box = set.boxes[b];
    if (!(box.x1 <= box.x2 && box.y1 <= box.y2 && std::isfinite(box.x2 - box.x1) && std::isfinite(box.y2 - box.y1))) {
      reject(at(name + ".boxes", place), "finite x1 <= x2 and y1 <= y2",
             format_number(box.x1) + ", " + format_number(box.y1) + ", " + format_number(box.x2) + ", " +
                 format_number(box.y2));
    }
    if (set.labels[b] < 0 || (num_classes > 0 && set.labels[b] >= num_classes)) {
      reject(at(name + ".labels", place),
             num_classes > 0 ? "a class id in [0, " + std::to_string(num_classes - 1) + "]" : "a class id 0, 1, ...",
             set.labels[b]);
    }
  }
  if (!has_probabilities) return;
  if (set.probabilities.size() != size) {
    reject(name + ".probabilities", "one for each box (" + std::to_string(size) + ")",
           static_cast<std::int64_t>(set.probabilities.size()));
  }
  for (std::size_t b = 0; b < size; ++b) {
    const double p = set.probabilities[b];
    if (!(p >= 0 && p <= 1)) {
      reject(at(name + ".probabilities", static_cast<std::int64_t>(b)), "a probability in [0, 1]", p);
    }
  }
}

}  // namespace

Index count_classes(const Detections& detections) {
  std::int32_t largest = -1;
  for (const std::int32_t label : detections.labels.labels) largest = std::max(largest, label);
  for (const std::int32_t label : detections.predictions.labels) largest = std::max(largest, label);
  return detections.num_classes > 0 ? detections.num_classes : largest + 1;
}

void check_detections(const Detections& detections) {
  check_set(detections.labels, "labels", detections.num_classes, false);
  check_set(detections.predictions, "predictions", detections.num_classes, true);
  if (detections.predictions.num_images() != detections.labels.num_images()) {
    reject("predictions", "as many images as labels (" + std::to_string(detections.labels.num_images()) + ")",
           static_cast<std::int64_t>(detections.predictions.num_images()));
  }
  if (detections.labels.num_images() == 0) reject("labels", "at least one image", "none");
}

void check_options(const ObjectDetectionOptions& options, Index num_images) {
  for (const auto& [name, value] : {std::pair("low_probability", options.low_probability),
                                    std::pair("high_probability", options.high_probability)}) {
    if (!(value >= 0 && value <= 1)) reject(name, "a number in [0, 1]", value);
  }
  if (!(options.temperature > 0)) reject("temperature", "a number > 0", options.temperature);
  double sum = 0;
  for (const double weight : options.weights) {
    if (!(weight >= 0)) reject("weights", "numbers >= 0", weight);
    sum += weight;
  }
  if (!(std::abs(sum - 1) < 1e-6)) reject("weights", "numbers that sum to 1", sum);
  const auto num_diagonals = static_cast<Index>(options.image_diagonals.size());
  if (num_diagonals > 0 && num_diagonals != num_images) {
    reject("image_diagonals", "one for each image (" + std::to_string(num_images) + ")",
           static_cast<std::int64_t>(num_diagonals));
  }
  for (Index i = 0; i < num_diagonals; ++i) {
    const double diagonal = options.image_diagonals[static_cast<std::size_t>(i)];
    if (!(diagonal > 0 && std::isfinite(diagonal))) reject(at("image_diagonals", i), "a length > 0", diagonal);
  }
}

}  // namespace assayer
