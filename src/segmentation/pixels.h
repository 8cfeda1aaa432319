#pragma once

#include "assayer/segmentation.h"

namespace assayer {

inline constexpr Index pixels_in_block = 4096;

/// Refuse an image whose parts do not fit each other.
void check_image(const SegmentedImage& image);

/// The probabilities of the pixels begin .. end - 1, one row for each pixel; refused where they are none.
Matrix gather_pixels(const SegmentedImage& image, Index begin, Index end);

/// The first of the largest values of a row.
std::int32_t most_probable(const Matrix& pred_probs, Index row);

}  // namespace assayer
