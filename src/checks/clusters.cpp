#include "checks/clusters.h"

#include <algorithm>

namespace assayer {

Job<std::vector<std::int32_t>> cluster_by_density(const KnnGraph& graph, DensityOptions options) {
  constexpr std::int32_t unlabelled = -1;
  const auto reach = [&](Index i) {  // distances ascend; counting them takes less time than dividing where k is small
    const auto distances = graph.distances_of(i);
    const auto is_within = [&](double distance) { return distance <= options.radius; };
    return static_cast<std::size_t>(std::count_if(distances.begin(), distances.end(), is_within));
  };
  const auto is_enough = [&](std::size_t reached) { return static_cast<Index>(reached) + 1 >= options.min_samples; };

  std::vector<std::int32_t> cluster_of(static_cast<std::size_t>(graph.rows), unlabelled);
  std::vector<std::int32_t> open;
  std::int32_t next_id = 0;
  Index visited = 0;
  for (Index start = 0; start < graph.rows; ++start) {
    if (cluster_of[static_cast<std::size_t>(start)] != unlabelled || !is_enough(reach(start))) continue;
    cluster_of[static_cast<std::size_t>(start)] = next_id;
    open.push_back(static_cast<std::int32_t>(start));
    while (!open.empty()) {
      const std::int32_t i = open.back();
      open.pop_back();
      if (++visited % 1024 == 0) co_await pause(static_cast<double>(visited) / static_cast<double>(graph.rows));
      const std::size_t reached = reach(i);
      if (!is_enough(reached)) continue;
      for (const std::int32_t j : graph.indices_of(i).first(reached)) {
        if (cluster_of[static_cast<std::size_t>(j)] != unlabelled) continue;
        cluster_of[static_cast<std::size_t>(j)] = next_id;
        open.push_back(j);
      }
    }
    ++next_id;
  }
  co_return cluster_of;
}

}  // namespace assayer
