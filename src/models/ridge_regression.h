#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "models/linear_design.h"

namespace assayer {

/// Fit  sum_i (target_i - x_i . w - b)^2 + penalty |w|^2  to some rows by conjugate gradients.
/// @return  design.columns() x 1 weights, the last one is b
Job<Matrix> ridge_regression(const LinearDesign& design, std::span<const double> targets,
                             const std::vector<std::int32_t>& rows, double penalty);

}  // namespace assayer
