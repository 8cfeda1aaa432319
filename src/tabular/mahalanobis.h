#pragma once

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// n distances of rows from their mean, in deviations along the directions in which the columns vary together, divided
/// by the square root of d. The covariance gets a small multiple of its mean variance added, so that columns that
/// depend on others do no harm. Empty where that makes no sense: fewer than 3 d rows, more than 400 columns, or none.
///
/// @param x  must outlive the job; its first `d` columns count
/// Cost: O(n d^2).
Job<Vector> mahalanobis_distances(const FloatMatrix& x, Index d);

}  // namespace assayer
