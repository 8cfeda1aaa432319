#include "tabular/row_groups.h"

#include <bit>
#include <cmath>
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
