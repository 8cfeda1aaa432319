#include <algorithm>

#include "assayer/error.h"
#include "segmentation/pixels.h"

namespace assayer {
namespace {

std::int32_t most_probable_at(const SegmentedImage& image, Index pixel) {
  return most_probable(gather_pixels(image, pixel, pixel + 1), 0);
}

void check_flags(const SegmentedImage& image, const Flags& is_issue) {
  check_image(image);
  if (is_issue.size() != image.labels.size()) {
    reject("issues", "one flag for each pixel (" + std::to_string(image.labels.size()) + ")",
           static_cast<std::int64_t>(is_issue.size()));
  }
}

}  // namespace

IntMatrix count_segmentation_issues(SegmentedImage image, const Flags& is_issue) {
  check_flags(image, is_issue);
  IntMatrix counts = IntMatrix::Zero(image.pred_probs.rows(), image.pred_probs.rows());
  for (std::size_t p = 0; p < is_issue.size(); ++p) {
    if (is_issue[p]) ++counts(image.labels[p], most_probable_at(image, static_cast<Index>(p)));
  }
  return counts;
}

Flags filter_segmentation_issues_by_class(SegmentedImage image, const Flags& is_issue,
                                          const std::vector<std::int32_t>& classes) {
  check_flags(image, is_issue);
  const auto is_wanted = [&](std::int32_t k) { return std::find(classes.begin(), classes.end(), k) != classes.end(); };
  Flags kept(is_issue.size(), 0);
  for (std::size_t p = 0; p < is_issue.size(); ++p) {
    if (!is_issue[p]) continue;
    const std::int32_t predicted = most_probable_at(image, static_cast<Index>(p));
    kept[p] = is_wanted(image.labels[p]) || is_wanted(predicted);
  }
  return kept;
}

}  // namespace assayer
