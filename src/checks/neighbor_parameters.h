#pragma once

#include "assayer/check.h"

namespace assayer {

/// The parameters `k` and `metric` of every check that works with neighbours.
std::vector<ParameterSpec> neighbor_parameters();

/// The same in `info`, and the nearest neighbour of every example where `with_nearest`.
void set_neighbor_info(Value& info, const CheckContext& context, const SharedNeighbors& neighbors, bool with_nearest);

}  // namespace assayer
