#pragma once

#include <span>

#include "assayer/matrix.h"

namespace assayer {

enum class ScoreCut { below, at_most };

/// Places of the scores below a threshold, lowest first (ties: smaller place first). NaN is never below.
/// @throws std::invalid_argument  a threshold outside of [0, 1]
/// Example:
///     issues_from_scores(std::vector<double>{.9, .2, .05}, 0.3) == Rows{2, 1}
Rows issues_from_scores(std::span<const double> scores, double threshold, ScoreCut cut = ScoreCut::below);

}  // namespace assayer
