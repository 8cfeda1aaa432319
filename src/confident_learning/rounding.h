#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Round the fractions numerators / denominator to whole numbers that sum to `target`: each to the nearest (halves to
/// even), then units where the remainder is largest (missing units) or smallest (surplus units). Exact where all are
/// whole numbers with products below 2^52. Ties: see `calibrate_confident_joint`.
Vector round_preserving_sum(const Vector& numerators, double denominator, double target);

}  // namespace assayer
