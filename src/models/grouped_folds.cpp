#include "models/grouped_folds.h"

#include <algorithm>
#include <numeric>

#include "ordering.h"
#include "random.h"

namespace assayer {

std::vector<std::int32_t> grouped_folds(Labels strata, const std::vector<std::int32_t>& groups, int num_folds,
                                        std::uint64_t seed) {
  const std::int32_t num_groups = groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1;
  std::vector<std::int32_t> stratum(static_cast<std::size_t>(num_groups), -1);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::int32_t& of_group = stratum[static_cast<std::size_t>(groups[i])];
    if (of_group < 0) of_group = strata[i];
  }
  std::vector<std::int32_t> order(static_cast<std::size_t>(num_groups));
  std::iota(order.begin(), order.end(), 0);
  Random random(seed);
  random.shuffle(std::span(order));
  sort_positions(order, [&](std::int32_t a, std::int32_t b) {
    return stratum[static_cast<std::size_t>(a)] < stratum[static_cast<std::size_t>(b)];
  });

  std::vector<std::int32_t> fold_of_group(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    fold_of_group[static_cast<std::size_t>(order[place])] = static_cast<std::int32_t>(place % std::size_t(num_folds));
  }
  std::vector<std::int32_t> folds;
  folds.reserve(groups.size());
  for (const std::int32_t group : groups) folds.push_back(fold_of_group[static_cast<std::size_t>(group)]);
  return folds;
}

}  // namespace assayer
