#pragma once

#include <vector>

#include "assayer/multilabel.h"

namespace assayer {

/// Refuse lists and probabilities that are not valid, or not as many of one as of the other.
Job<void> validate_multilabel(const ClassLists& labels, MatrixView pred_probs);

/// "Has the example class c?" for all examples.
struct BinaryProblem {
  std::vector<std::int32_t> labels;  ///< n: 1 has it, 0 has it not
  Matrix pred_probs;                 ///< n x 2
};
BinaryProblem binary_problem_of(const ClassLists& labels, MatrixView pred_probs, Index c);

}  // namespace assayer
