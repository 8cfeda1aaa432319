#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// The parts of `validate_labels_and_pred_probs`, for callers that do something else in the same pass over the rows.

/// One valid label for each row. @throws std::invalid_argument
void require_labels_and_shape(Labels labels, const MatrixView& pred_probs);

/// The rows [begin, end) are distributions. @throws std::invalid_argument  naming the first that is none
/// @param first  what the row 0 of a block is called
void require_distributions(const MatrixView& pred_probs, Index begin, Index end, Index first = 0);

}  // namespace assayer
