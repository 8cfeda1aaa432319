#pragma once

#include "object_detection/boxes.h"

namespace assayer {

/// One score for each image from those of its boxes.
Vector pool_box_scores(const Detections& detections, const BoxScores& scores, const ObjectDetectionOptions& options);

}  // namespace assayer
