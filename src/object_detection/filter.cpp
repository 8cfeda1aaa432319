#include <algorithm>
#include <utility>

#include "ordering.h"

#include "object_detection/image_scores.h"

namespace assayer {
namespace {

constexpr double share_of_precision = 0.25 * 0.8;

Flags flag_boxes(const std::vector<double>& scores, const BoxSet& set, const Vector& average_precision) {
  Flags flags(scores.size(), 0);
  for (std::size_t b = 0; b < scores.size(); ++b) {  // NaN (no question) is never flagged
    flags[b] = scores[b] <= share_of_precision * average_precision(set.labels[b]);
  }
  return flags;
}

void flag_images(const Flags& boxes, const BoxSet& set, Flags& images) {
  for (Index i = 0; i < set.num_images(); ++i) {
    const ImageBoxes image(set, i);
    for (std::size_t b = image.begin(); b < image.end(); ++b) images[static_cast<std::size_t>(i)] |= boxes[b];
  }
}

}  // namespace

Job<ObjectDetectionIssues> find_object_detection_label_issues(const Detections& detections,
                                                              ObjectDetectionOptions options) {
  Job<BoxScores> score_job = compute_box_scores(detections, options);
  const BoxScores scores = co_await within(0, 0.6, "", std::move(score_job));
  Job<Vector> precision_job = compute_average_precision(detections);
  const Vector average_precision = co_await within(0.6, 1, "", std::move(precision_job));

  ObjectDetectionIssues issues;
  issues.scores = pool_box_scores(detections, scores, options);
  issues.overlooked = flag_boxes(scores.overlooked, detections.predictions, average_precision);
  issues.badly_located = flag_boxes(scores.badly_located, detections.labels, average_precision);
  issues.swapped = flag_boxes(scores.swapped, detections.labels, average_precision);
  issues.is_issue.assign(static_cast<std::size_t>(detections.labels.num_images()), 0);
  flag_images(issues.overlooked, detections.predictions, issues.is_issue);
  flag_images(issues.badly_located, detections.labels, issues.is_issue);
  flag_images(issues.swapped, detections.labels, issues.is_issue);

  for (std::size_t i = 0; i < issues.is_issue.size(); ++i) {
    if (issues.is_issue[i]) issues.ranked.push_back(static_cast<std::int32_t>(i));
  }
  sort_by({issues.scores.data(), static_cast<std::size_t>(issues.scores.size())}, issues.ranked);
  co_return issues;
}

}  // namespace assayer
