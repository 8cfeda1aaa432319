#pragma once

#include <vector>

#include "assayer/job.h"
#include "tabular/typed_column.h"

namespace assayer {

/// How unlike the other texts of a column each text is, n values >= 0 in robust deviations, 0 where it is missing. It
/// has to be odd in its letters (by a model of the letter that follows two others) and in its words (by how many other
/// texts have them): the geometric mean of both. Each text is judged by what the others taught.
Job<std::vector<float>> text_surprise(const TypedColumn& column);

}  // namespace assayer
