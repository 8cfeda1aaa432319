#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "models/tree_columns.h"

namespace assayer {

struct ExtraTreesOptions {
  int num_trees = 200;
  Index min_leaf = 2;            ///< examples that a split leaves on each side at least
  Index features_per_split = 0;  ///< 0: square root of their number (classes), a third (numbers)
  std::uint64_t seed = 0;
};

/// Out-of-bag predictions of extremely randomised trees: every tree is grown on a bootstrap sample of the groups and
/// asked about the others only. A split is the best of a few features, each cut at one random place; missing values go
/// to a random side, levels are cut into two random sets.
///
/// @param weights  n numbers >= 0; examples of weight 0 are never learnt from, always asked
/// @param groups   n: members of a group are in the sample together
/// @return         n x outputs; an example that was in every sample gets the mean of all
/// Source: Geurts, Ernst and Wehenkel 2006, "Extremely randomized trees"; Breiman 1996, "Out-of-bag estimation".
Job<Matrix> extra_trees_out_of_bag(const TreeColumns& columns, TreeTargets targets, const std::vector<double>& weights,
                                   const std::vector<std::int32_t>& groups, ExtraTreesOptions options);

}  // namespace assayer
