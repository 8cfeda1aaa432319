#pragma once

#include <vector>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "tabular/typed_column.h"

namespace assayer {

/// n x v TF-IDF of the words, pairs of words and character n-grams of text columns, together; rows of length 1 (0 where
/// all texts are missing). Of all n-grams that come back, the `width` most frequent ones are kept.
///
/// @param columns      of kind text; must outlive the job
/// @param fitted_rows  which n-grams those are, and how rare, is learned from the first so many rows
Job<SparseMatrix> text_features(const std::vector<TypedColumn>& columns, Index rows, Index width, Index fitted_rows);

}  // namespace assayer
