#include "assayer/segmentation.h"

#include <emscripten/bind.h>

#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct OwnedImage {
  std::vector<std::int32_t> labels;
  OwnedMatrix pred_probs;  ///< K x pixels
  int height = 0, width = 0;
  SegmentedImage view() const { return {labels, pred_probs.view(), height, width}; }
};

OwnedImage to_image(const val& labels, const val& pred_probs, int height, int width) {
  return {to_vector<std::int32_t>(labels), to_owned_matrix(pred_probs), height, width};
}

JobHandle scores_js(const val& labels, const val& pred_probs, int height, int width, double temperature) {
  struct Input {
    OwnedImage image;
    double temperature;
  };
  return hold_job(
      Input{to_image(labels, pred_probs, height, width), temperature},
      [](const Input& input) { return score_segmented_image(input.image.view(), input.temperature); },
      [](const PixelScores& scores) {
        val result = val::object();
        result.set("image", scores.image);
        result.set("pixels", to_typed_array(scores.pixels));
        return result;
      });
}

class IssueFinder {
 public:
  IssueFinder(int num_classes, int downsample)
      : finder_(std::make_shared<SegmentationIssueFinder>(SegmentationOptions{num_classes, downsample})) {}
  JobHandle learn(const val& labels, const val& pred_probs, int height, int width) {
    return hold(to_image(labels, pred_probs, height, width),
                [](const Input& input) { return input.finder->learn(input.image.view()); });
  }
  JobHandle judge(const val& labels, const val& pred_probs, int height, int width) {
    return hold(to_image(labels, pred_probs, height, width),
                [](const Input& input) { return input.finder->judge(input.image.view()); });
  }
  val find_issues() const {
    val list = val::array();
    for (const Flags& flags : finder_->find_issues()) list.call<void>("push", to_typed_array(flags));
    return list;
  }

 private:
  struct Input {
    OwnedImage image;
    std::shared_ptr<SegmentationIssueFinder> finder;
  };
  template <typename Start>
  JobHandle hold(OwnedImage image, Start start) {
    return hold_job(Input{std::move(image), finder_}, start, [] { return val::undefined(); });
  }
  std::shared_ptr<SegmentationIssueFinder> finder_;
};

val count_issues_js(const val& labels, const val& pred_probs, int height, int width, const val& flags) {
  const OwnedImage image = to_image(labels, pred_probs, height, width);
  return from_matrix(count_segmentation_issues(image.view(), to_vector<std::uint8_t>(flags)).cast<double>());
}

val filter_by_class_js(const val& labels, const val& pred_probs, int height, int width, const val& flags,
                       const val& classes) {
  const OwnedImage image = to_image(labels, pred_probs, height, width);
  return to_typed_array(filter_segmentation_issues_by_class(image.view(), to_vector<std::uint8_t>(flags),
                                                            to_vector<std::int32_t>(classes)));
}

EMSCRIPTEN_BINDINGS(segmentation) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("segmentationScores", &scores_js, take_ownership());
  emscripten::class_<IssueFinder>("SegmentationIssueFinder")
      .constructor<int, int>()
      .function("learn", &IssueFinder::learn, take_ownership())
      .function("judge", &IssueFinder::judge, take_ownership())
      .function("findIssues", &IssueFinder::find_issues);
  emscripten::function("countSegmentationIssues", &count_issues_js);
  emscripten::function("filterSegmentationByClass", &filter_by_class_js);
}

}  // namespace
}  // namespace assayer::wasm
