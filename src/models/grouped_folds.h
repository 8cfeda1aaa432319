#pragma once

#include <cstdint>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Deal groups of examples into folds at random: members of a group share a fold, and every fold gets about the same
/// share of every stratum (class, or part of the range of a number). A group belongs to the stratum of its first
/// member.
///
/// @param strata  n numbers >= 0
/// @param groups  n group numbers 0..
/// @return        n fold numbers in 0..num_folds-1
std::vector<std::int32_t> grouped_folds(Labels strata, const std::vector<std::int32_t>& groups, int num_folds,
                                        std::uint64_t seed);

}  // namespace assayer
