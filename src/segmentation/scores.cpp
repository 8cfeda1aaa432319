#include <algorithm>
#include <utility>

#include "assayer/error.h"
#include "segmentation/pixels.h"
#include "softmin.h"

namespace assayer {

Job<PixelScores> score_segmented_image(SegmentedImage image, double temperature) {
  if (!(temperature > 0)) reject("temperature", "a number > 0", temperature);
  check_image(image);
  const auto num_pixels = static_cast<Index>(image.labels.size());
  PixelScores scores;
  scores.pixels.resize(num_pixels);
  for (Index begin = 0; begin < num_pixels; begin += pixels_in_block) {
    const Index end = std::min(begin + pixels_in_block, num_pixels);
    const Matrix block = gather_pixels(image, begin, end);
    for (Index p = begin; p < end; ++p) scores.pixels(p) = block(p - begin, image.labels[static_cast<std::size_t>(p)]);
    co_await pause(static_cast<double>(end) / static_cast<double>(num_pixels));
  }
  scores.image = softmin(std::span<const double>(scores.pixels.data(), image.labels.size()), temperature);
  co_return scores;
}

}  // namespace assayer
