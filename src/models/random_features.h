#pragma once

#include <cstdint>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// Random Fourier features of a Gaussian kernel: cos(x . w + b) times sqrt(2 / count), so that inner products
/// approximate exp(-gamma |x - y|^2), with gamma set by the median distance of a sample of pairs over `sharpness`.
/// Source: Rahimi and Recht 2007, "Random features for large-scale kernel machines".
Job<FloatMatrix> random_fourier_features(const FloatMatrix& features, Index count, double sharpness,
                                         std::uint64_t seed);

}  // namespace assayer
