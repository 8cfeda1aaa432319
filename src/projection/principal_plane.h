#pragma once

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The first two principal components of the rows of an n x m matrix, each scaled to unit deviation; n x 2. The sign is
/// such that the largest loading is positive, so that pictures do not flip between platforms.
Job<FloatMatrix> project_to_plane(const FloatMatrix& points);

}  // namespace assayer
