#include "tabular/row_groups.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace assayer {

void split_groups(std::vector<std::int32_t>& groups, const std::vector<std::int32_t>& codes) {
  std::unordered_map<std::uint64_t, std::int32_t> known;
  known.reserve(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto key =
        static_cast<std::uint64_t>(static_cast<std::uint32_t>(groups[i])) << 32 | static_cast<std::uint32_t>(codes[i]);
    groups[i] = known.emplace(key, static_cast<std::int32_t>(known.size())).first->second;
  }
}

void join_groups(std::vector<std::int32_t>& groups, const std::vector<std::int32_t>& codes) {
  if (groups.empty()) return;
  // Each group points to another of its set, the first of the set to itself.
  std::vector<std::int32_t> leader(static_cast<std::size_t>(1 + *std::max_element(groups.begin(), groups.end())));
  std::iota(leader.begin(), leader.end(), 0);
  const auto lead = [&](std::int32_t group) {
    while (leader[group] != group) group = leader[group] = leader[leader[group]];
    return group;
  };
  std::unordered_map<std::int32_t, std::int32_t> group_of_code;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (codes[i] < 0) continue;
    const std::int32_t here = lead(groups[i]);
    const auto [found, is_new] = group_of_code.emplace(codes[i], here);
    if (!is_new) leader[here] = lead(found->second);
  }
  for (std::int32_t& group : groups) group = lead(group);
  split_groups(groups, std::vector<std::int32_t>(groups.size(), 0));  // number them anew
}

std::vector<std::int32_t> codes_of_cells(const TypedColumn& column) {
  if (!column.has_amounts()) return column.levels;
  std::vector<std::int32_t> codes;
  codes.reserve(column.amounts.size());
  std::unordered_map<std::uint64_t, std::int32_t> known;
  for (double amount : column.amounts) {
    const auto bits = std::bit_cast<std::uint64_t>(amount == 0 ? 0.0 : amount);
    codes.push_back(std::isnan(amount) ? -1
                                       : known.emplace(bits, static_cast<std::int32_t>(known.size())).first->second);
  }
  return codes;
}

}  // namespace assayer
