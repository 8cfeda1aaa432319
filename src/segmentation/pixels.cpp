#include "segmentation/pixels.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "assayer/error.h"
#include "assayer/validation.h"

namespace assayer {

void check_image(const SegmentedImage& image) {
  const Index num_pixels = image.height * image.width;
  const Index num_classes = image.pred_probs.rows();
  if (num_pixels == 0) reject("labels", "at least one pixel", "none");
  if (num_classes == 0) reject("pred_probs", "at least one class", "none");
  if (static_cast<Index>(image.labels.size()) != num_pixels) {
    reject("labels", "height x width pixels (" + std::to_string(num_pixels) + ")",
           static_cast<std::int64_t>(image.labels.size()));
  }
  if (image.pred_probs.columns() != num_pixels) {
    reject("pred_probs", "as many pixels as labels (" + std::to_string(num_pixels) + ")",
           static_cast<std::int64_t>(image.pred_probs.columns()));
  }
  validate_labels(image.labels, num_classes);
}

Matrix gather_pixels(const SegmentedImage& image, Index begin, Index end) {
  const Index num_classes = image.pred_probs.rows();
  Matrix block(end - begin, num_classes);
  for (Index k = 0; k < num_classes; ++k) {
    for (Index p = begin; p < end; ++p) {
      const double value = image.pred_probs(k, p);
      if (!(value >= -probability_tolerance && value <= 1 + probability_tolerance)) {
        reject(at("pred_probs", k, p), "a probability in [0, 1]", value);
      }
      block(p - begin, k) = value;
    }
  }
  for (Index p = begin; p < end; ++p) {
    const double sum = block.row(p - begin).sum();
    if (!(std::abs(sum - 1) <= row_sum_tolerance))
      reject("pred_probs", "probabilities of each pixel that sum to 1",
             "pixel " + std::to_string(p) + " with sum " + format_number(sum));
  }
  return block;
}

std::int32_t most_probable(const Matrix& pred_probs, Index row) {
  const double* values = pred_probs.row(row).data();
  return static_cast<std::int32_t>(std::max_element(values, values + pred_probs.cols()) - values);
}

}  // namespace assayer
