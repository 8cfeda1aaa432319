#include "assayer/object_detection.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace assayer;
using doctest::Approx;

namespace {

/// The specification's example: in image 0 a badly located box and an object without label, in image 1 a wrong class.
Detections two_images() {
  Detections detections;
  detections.labels = {.boxes = {{0, 0, 10, 10}, {20, 20, 30, 30}, {0, 0, 10, 10}},
                       .labels = {0, 1, 0},
                       .probabilities = {},
                       .offsets = {0, 2, 3}};
  detections.predictions = {.boxes = {{0, 0, 10, 8}, {20, 20, 30, 30}, {50, 50, 60, 60}, {0, 0, 10, 9}},
                            .labels = {0, 1, 1, 1},
                            .probabilities = {.99, .97, .99, .98},
                            .offsets = {0, 3, 4}};
  return detections;
}

}  // namespace

TEST_CASE("object detection: box scores of the specification's example") {
  const Detections detections = two_images();
  const BoxScores scores = run(compute_box_scores(detections));

  CHECK(std::isnan(scores.overlooked[0]));
  CHECK(std::isnan(scores.overlooked[1]));
  CHECK(scores.overlooked[2] == Approx(.1 * std::exp(-.1 * std::sqrt(2) * 30)));
  CHECK(std::isnan(scores.overlooked[3]));
  CHECK(scores.badly_located[0] == Approx(.9 * .8 + .1 * std::exp(-.1)));
  CHECK(scores.badly_located[1] == 1);
  CHECK(scores.badly_located[2] == 1);
  CHECK(scores.swapped[0] == Approx(.994089).epsilon(1e-6));
  CHECK(scores.swapped[1] == Approx(.994498).epsilon(1e-6));
  CHECK(scores.swapped[2] == Approx(.094877).epsilon(1e-5));
}

TEST_CASE("object detection: image scores, average precision and flags of the specification's example") {
  const Detections detections = two_images();
  const ObjectDetectionIssues issues = run(find_object_detection_label_issues(detections));
  const Vector precision = run(compute_average_precision(detections));

  CHECK(issues.scores(0) == Approx(.10607).epsilon(1e-5));
  CHECK(issues.scores(1) == Approx(.456093).epsilon(1e-5));
  CHECK(precision(0) / 4 == Approx(.0875));
  CHECK(precision(1) / 4 == Approx(.083333).epsilon(1e-5));
  CHECK(issues.is_issue == Flags{1, 0});
  CHECK(issues.overlooked == Flags{0, 0, 1, 0});
  CHECK(issues.ranked == Rows{0});
}

TEST_CASE("object detection: labels of two classes on one object are a swap") {
  Detections detections;
  detections.labels = {{{0, 0, 10, 10}, {0, 0, 10, 10}}, {0, 1}, {}, {0, 2}};
  detections.predictions = {{{0, 0, 10, 10}}, {0}, {.9}, {0, 1}};

  const BoxScores checked = run(compute_box_scores(detections));
  const BoxScores unchecked = run(compute_box_scores(detections, {.overlapping_label_check = false}));
  CHECK(checked.swapped[0] == Approx(1));  // the smallest similarity in the data
  CHECK(unchecked.swapped[0] == 1);

  detections.predictions = {{{0, 0, 10, 10}, {100, 0, 110, 10}}, {0, 0}, {.9, .9}, {0, 2}};
  CHECK(run(compute_box_scores(detections)).swapped[0] == Approx(.1 * std::exp(-10)));
}

TEST_CASE("object detection: with diagonals given, scores do not depend on the size of the images") {
  const Detections small = two_images();
  Detections large = small;
  for (Box& box : large.labels.boxes) box = {5 * box.x1, 5 * box.y1, 5 * box.x2, 5 * box.y2};
  for (Box& box : large.predictions.boxes) box = {5 * box.x1, 5 * box.y1, 5 * box.x2, 5 * box.y2};
  ObjectDetectionOptions for_small, for_large;
  for_small.image_diagonals = {100, 200};
  for_large.image_diagonals = {500, 1000};
  const Vector scores = run(get_object_detection_label_quality_scores(small, for_small));

  CHECK(run(get_object_detection_label_quality_scores(large, for_large)).isApprox(scores));
  CHECK_FALSE(run(get_object_detection_label_quality_scores(large)).isApprox(scores));
}

TEST_CASE("object detection: an image without boxes is fine, and one without labels may lack them") {
  Detections detections;
  detections.labels.offsets = {0, 0, 0};
  detections.predictions = {{{0, 0, 10, 10}}, {0}, {.99}, {0, 0, 1}};
  const Vector scores = run(get_object_detection_label_quality_scores(detections));

  CHECK(scores(0) == Approx(1));
  CHECK(scores(1) == Approx(std::cbrt(.01)));  // the smallest similarity is 1: there is none
}

TEST_CASE("object detection: the summary counts boxes, areas and hits") {
  const Detections detections = two_images();
  const ObjectDetectionSummary summary = run(summarize_object_detection(detections));

  CHECK(summary.labels_per_image == std::vector<std::int32_t>{2, 1});
  CHECK(summary.predictions_per_image == std::vector<std::int32_t>{3, 1});
  CHECK(summary.prediction_areas == std::vector<double>{80, 100, 100, 90});
  CHECK(summary.label_shares(0) == Approx(2.0 / 3));
  CHECK(summary.prediction_shares(1) == Approx(.75));
  CHECK(summary.precision(0) == Approx(.7));  // IoU .8 passes the thresholds up to .8
  CHECK(summary.recall(0) == Approx(.35));
  CHECK(summary.precision(1) == Approx(1.0 / 3));
  CHECK(summary.recall(1) == Approx(1));
  CHECK(summary.f1(1) == Approx(.5));
}

TEST_CASE("object detection: refuses boxes and options that are out of order") {
  const auto refuses = [](auto change) {
    Detections detections = two_images();
    ObjectDetectionOptions options;
    change(detections, options);
    CHECK_THROWS_AS(run(find_object_detection_label_issues(detections, options)), std::invalid_argument);
  };
  refuses([](Detections& d, auto&) { d.labels.boxes[0].x2 = -1; });
  refuses([](Detections& d, auto&) { d.labels.boxes[0].y1 = std::numeric_limits<double>::quiet_NaN(); });
  refuses([](Detections& d, auto&) { d.predictions.probabilities[0] = 1.5; });
  refuses([](Detections& d, auto&) { d.predictions.labels[0] = -1; });
  refuses([](Detections& d, auto&) { d.num_classes = 1; });
  refuses([](Detections& d, auto&) { d.predictions.offsets = {0, 4}; });
  refuses([](Detections& d, auto&) { d.predictions.offsets = {0, 5, 4}; });
  refuses([](auto&, ObjectDetectionOptions& o) { o.weights = {1, 1, 0}; });
  refuses([](auto&, ObjectDetectionOptions& o) { o.weights = {2, -1, 0}; });
  refuses([](auto&, ObjectDetectionOptions& o) { o.temperature = 0; });
  refuses([](auto&, ObjectDetectionOptions& o) { o.image_diagonals = {1}; });
}
