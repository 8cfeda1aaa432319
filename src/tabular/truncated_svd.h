#pragma once

#include <cstdint>

#include "assayer/encode.h"
#include "assayer/job.h"

namespace assayer {

/// Project sparse rows onto the directions in which they differ most: n x r, r = min(components, what the matrix has).
/// The directions come from a sample of at most 5000 rows; component 0 is the strongest.
///
/// @param x            n x v; must outlive the job
/// @param fitted_rows  the sample is drawn from the first so many rows
/// Source: Halko, Martinsson and Tropp 2011, "Finding structure with randomness", algorithm 4.4.
Job<FloatMatrix> truncated_svd(const SparseMatrix& x, Index components, std::uint64_t seed, Index fitted_rows);

}  // namespace assayer
