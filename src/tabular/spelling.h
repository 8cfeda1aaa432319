#pragma once

#include <vector>

#include "assayer/column_profile.h"
#include "assayer/job.h"
#include "tabular/typed_column.h"

namespace assayer {

/// Groups of levels that are probably spellings of one: equal but for case, spaces and marks, or a rare level one
/// letter away from a frequent one. The most frequent spelling comes first, groups by falling rows.
///
/// @param column  levels; must outlive the job
Job<std::vector<SpellingVariants>> find_spelling_variants(const TypedColumn& column);

}  // namespace assayer
