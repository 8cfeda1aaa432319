#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     // One image: a cat (class 0) annotated as a dog (class 1), and a cat without annotation.
///     Detections detections;
///     detections.labels = {{{0, 0, 10, 10}}, {1}, {}, {0, 1}};
///     detections.predictions = {{{0, 0, 10, 9}, {50, 50, 60, 60}}, {0, 0}, {.98, .97}, {0, 2}};
///     detections.num_classes = 2;

/// A box in an image, in pixels: x1 <= x2, y1 <= y2.
struct Box {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// Boxes of many images, one image after the other.
struct BoxSet {
  std::vector<Box> boxes;
  std::vector<std::int32_t> labels;         ///< class id of each box
  std::vector<double> probabilities;        ///< of each box, in [0, 1]; predictions only
  std::vector<std::int64_t> offsets = {0};  ///< n + 1: image i has the boxes offsets[i] .. offsets[i + 1] - 1

  Index num_images() const { return static_cast<Index>(offsets.size()) - 1; }
};

/// What was annotated and what a detector found, in the same n images.
struct Detections {
  BoxSet labels;
  BoxSet predictions;
  Index num_classes = 0;  ///< K; 0: as many as the class ids say
};

struct ObjectDetectionOptions {
  double low_probability = 0.5;         ///< predictions above it say where a labelled object is
  double high_probability = 0.95;       ///< predictions above it say what is there
  double temperature = 0.1;             ///< of the softmin that makes one score of an image's boxes, > 0
  bool overlapping_label_check = true;  ///< two labels of different classes on one object are a swap
  /// How much each kind of error counts: overlooked, badly located, swapped; >= 0, summing to 1.
  std::array<double, 3> weights = {1.0 / 3, 1.0 / 3, 1.0 / 3};
  /// Empty: distances between boxes are in pixels, as in the reference, so that scores depend on the images' size.
  /// Else the length of each image's diagonal: distances are then in hundredths of it.
  std::vector<double> image_diagonals = {};
};

/// Scores of single boxes, in [0, 1], low is suspicious.
struct BoxScores {
  std::vector<double> overlooked;     ///< of each predicted box: an object without label; NaN where this is no question
  std::vector<double> badly_located;  ///< of each label: its box is off
  std::vector<double> swapped;        ///< of each label: its class is wrong
};

/// Score every box for the three ways in which annotations of objects go wrong.
///
/// With similarity S = 0.9 IoU + 0.1 exp(-distance of centres / 10) and S_min its smallest non-zero value in the data:
/// overlooked: a prediction above `high_probability` that touches no label: the largest S to labels of its class, or
/// S_min (1 - p) without such; badly located: the largest S to predictions of the class above `low_probability` that
/// touch it, 1 without such; swapped: 1 - the largest S to predictions of other classes above `high_probability`, at
/// least S_min, 1 without such, S_min where a label of another class covers it (IoU >= 0.95).
///
/// @param detections  must outlive the job
/// @throws std::invalid_argument  boxes that are inside out or not finite, ids out of range, different image counts
/// Cost: O(sum over images of labels x predictions).
/// Source: Tkachenko et al. 2023, "ObjectLab: Automated Diagnosis of Mislabeled Images in Object Detection Data".
/// Example:
///     const BoxScores scores = run(compute_box_scores(detections));
///     scores.swapped[0] < 0.2
///     scores.overlooked[1] < 0.1
Job<BoxScores> compute_box_scores(const Detections& detections, ObjectDetectionOptions options = {});

/// One score for each image: the weighted geometric mean of its three kinds' softmin over the boxes.
/// @return  n, in [0, 1], low is suspicious; 1 for an image without boxes
/// Example:
///     run(get_object_detection_label_quality_scores(detections))(0) < 0.5
Job<Vector> get_object_detection_label_quality_scores(const Detections& detections,
                                                      ObjectDetectionOptions options = {});

struct ObjectDetectionIssues {
  Flags is_issue;                ///< n
  Flags overlooked;              ///< of each predicted box
  Flags badly_located, swapped;  ///< of each label
  Vector scores;                 ///< n, as `get_object_detection_label_quality_scores`
  Rows ranked;                   ///< the flagged images, worst first
};

/// Flag the boxes whose score is at most 0.2 times the average precision of their class (of the predicted class for
/// overlooked, of the label's for the others), and the images with such a box. A class that is never predicted or never
/// labelled has average precision 0: there only scores of 0 are flagged.
/// Example:
///     const ObjectDetectionIssues issues = run(find_object_detection_label_issues(detections));
///     issues.scores.size() == 1
Job<ObjectDetectionIssues> find_object_detection_label_issues(const Detections& detections,
                                                              ObjectDetectionOptions options = {});

/// Average precision of every class, mean over the IoU thresholds 0.5, 0.55, ..., 0.95 (area under the envelope of the
/// precision over all recalls). K values.
/// Example:
///     run(compute_average_precision(detections))(1) == 0  // no dog was found
Job<Vector> compute_average_precision(const Detections& detections);

/// What the data hold: counts by image, box areas and shares by class, and how the detector does.
struct ObjectDetectionSummary {
  std::vector<std::int32_t> labels_per_image, predictions_per_image;  ///< n
  std::vector<double> label_areas, prediction_areas;                  ///< of each box, in square pixels
  Vector label_shares, prediction_shares;                             ///< K, of all boxes
  Vector precision, recall, f1;  ///< K, from the hits summed over the ten IoU thresholds; 0 where nothing to divide by
};
/// Example:
///     const ObjectDetectionSummary summary = run(summarize_object_detection(detections));
///     summary.predictions_per_image == Rows{2}
///     summary.label_areas[0] == Approx(100)
Job<ObjectDetectionSummary> summarize_object_detection(const Detections& detections);

}  // namespace assayer
