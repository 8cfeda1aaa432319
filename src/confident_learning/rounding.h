#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Round the fractions numerators / denominator to whole numbers that sum to `target`: each to the nearest (halves to
/// even), then units where the remainder is largest (missing units; ties: larger index first) or smallest (surplus
/// units; ties: smaller index first). Exact where all are whole numbers with products below 2^52.
Vector round_preserving_sum(const Vector& numerators, double denominator, double target);

}  // namespace assayer
