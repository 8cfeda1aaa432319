#pragma once

#include <vector>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "tabular/typed_column.h"

namespace assayer {

/// n x v TF-IDF of the words, pairs of words and character n-grams of text columns, together; rows of length 1 (0 where
/// all texts are missing). Of all n-grams that come back, the `width` most frequent ones are kept.
///
/// @param columns  of kind text; must outlive the job
Job<SparseMatrix> text_features(const std::vector<TypedColumn>& columns, Index rows, Index width);

}  // namespace assayer
