#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// Rows grouped by equal feature vectors (component by component; -0 equals 0). Groups are numbered in the order of
/// their first members, so ascending group is ascending first id; most groups have one member.
struct DuplicateGroups {
  std::vector<std::int32_t> group_of;  ///< n
  std::vector<std::int32_t> members;   ///< n: the rows of group 0, ascending, then those of group 1, ...
  std::vector<std::int32_t> starts;    ///< num_groups + 1: where each group's members start

  Index size() const { return static_cast<Index>(starts.size()) - 1; }
  std::span<const std::int32_t> members_of(Index group) const {
    return {members.data() + starts[group], static_cast<std::size_t>(starts[group + 1] - starts[group])};
  }
  std::int32_t first(Index group) const { return members[starts[group]]; }
};

/// Cost: O(n d) on average, for any number of copies.
Job<DuplicateGroups> group_duplicates(MatrixView features);

}  // namespace assayer
