#include "assayer/object_detection.h"

#include <emscripten/bind.h>

#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

/// From `{ boxes: Float64Array (4 each), labels, probabilities, offsets }`.
BoxSet to_box_set(const val& input) {
  BoxSet set;
  const auto corners = to_vector<double>(input["boxes"]);
  for (std::size_t b = 0; b + 3 < corners.size(); b += 4) {
    set.boxes.push_back({corners[b], corners[b + 1], corners[b + 2], corners[b + 3]});
  }
  set.labels = to_vector<std::int32_t>(input["labels"]);
  set.probabilities = to_vector<double>(input["probabilities"]);
  const auto offsets = to_vector<std::int32_t>(input["offsets"]);
  set.offsets.assign(offsets.begin(), offsets.end());
  return set;
}

ObjectDetectionOptions to_options(const val& options) {
  ObjectDetectionOptions result;
  result.low_probability = option(options, "lowProbability", result.low_probability);
  result.high_probability = option(options, "highProbability", result.high_probability);
  result.temperature = option(options, "temperature", result.temperature);
  result.overlapping_label_check = option(options, "overlappingLabelCheck", result.overlapping_label_check);
  if (has_option(options, "weights")) {
    const val weights = options["weights"];
    result.weights = {option(weights, "overlooked", 0.0), option(weights, "badlyLocated", 0.0),
                      option(weights, "swapped", 0.0)};
  }
  if (has_option(options, "imageDiagonals")) result.image_diagonals = to_vector<double>(options["imageDiagonals"]);
  return result;
}

struct Input {
  Detections detections;
  ObjectDetectionOptions options;
};

Input to_input(const val& labels, const val& predictions, int num_classes, const val& options) {
  return {{to_box_set(labels), to_box_set(predictions), num_classes}, to_options(options)};
}

JobHandle box_scores_js(const val& labels, const val& predictions, int num_classes, const val& options) {
  return hold_job(
      to_input(labels, predictions, num_classes, options),
      [](const Input& input) { return compute_box_scores(input.detections, input.options); },
      [](const BoxScores& scores) {
        val result = val::object();
        result.set("overlooked", to_typed_array(scores.overlooked));
        result.set("badlyLocated", to_typed_array(scores.badly_located));
        result.set("swapped", to_typed_array(scores.swapped));
        return result;
      });
}

JobHandle scores_js(const val& labels, const val& predictions, int num_classes, const val& options) {
  return hold_job(
      to_input(labels, predictions, num_classes, options),
      [](const Input& input) { return get_object_detection_label_quality_scores(input.detections, input.options); },
      [](const Vector& scores) { return to_typed_array(scores); });
}

JobHandle issues_js(const val& labels, const val& predictions, int num_classes, const val& options) {
  return hold_job(
      to_input(labels, predictions, num_classes, options),
      [](const Input& input) { return find_object_detection_label_issues(input.detections, input.options); },
      [](const ObjectDetectionIssues& issues) {
        val result = val::object();
        result.set("mask", to_typed_array(issues.is_issue));
        result.set("indices", to_typed_array(issues.ranked));
        result.set("scores", to_typed_array(issues.scores));
        result.set("overlooked", to_typed_array(issues.overlooked));
        result.set("badlyLocated", to_typed_array(issues.badly_located));
        result.set("swapped", to_typed_array(issues.swapped));
        return result;
      });
}

JobHandle summary_js(const val& labels, const val& predictions, int num_classes) {
  return hold_job(
      to_input(labels, predictions, num_classes, val::undefined()),
      [](const Input& input) { return summarize_object_detection(input.detections); },
      [](const ObjectDetectionSummary& summary) {
        val result = val::object();
        result.set("labelsPerImage", to_typed_array(summary.labels_per_image));
        result.set("predictionsPerImage", to_typed_array(summary.predictions_per_image));
        result.set("labelAreas", to_typed_array(summary.label_areas));
        result.set("predictionAreas", to_typed_array(summary.prediction_areas));
        result.set("labelShares", to_typed_array(summary.label_shares));
        result.set("predictionShares", to_typed_array(summary.prediction_shares));
        result.set("precision", to_typed_array(summary.precision));
        result.set("recall", to_typed_array(summary.recall));
        result.set("f1", to_typed_array(summary.f1));
        return result;
      });
}

EMSCRIPTEN_BINDINGS(object_detection) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("objectDetectionBoxScores", &box_scores_js, take_ownership());
  emscripten::function("objectDetectionScores", &scores_js, take_ownership());
  emscripten::function("objectDetectionIssues", &issues_js, take_ownership());
  emscripten::function("objectDetectionSummary", &summary_js, take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
