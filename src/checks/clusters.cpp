#include "checks/clusters.h"

#include <algorithm>

namespace assayer {

Job<std::vector<std::int32_t>> cluster_by_density(const KnnGraph& graph, DensityOptions options) {
  constexpr std::int32_t unlabelled = -1;
  const auto reach = [&](Index i) {  // distances ascend
    const auto distances = graph.distances_of(i);
    return static_cast<std::size_t>(std::upper_bound(distances.begin(), distances.end(), options.radius) -
                                    distances.begin());
  };
  const auto is_core = [&](Index i) { return static_cast<Index>(reach(i)) + 1 >= options.min_samples; };

  std::vector<std::int32_t> cluster_of(static_cast<std::size_t>(graph.rows), unlabelled);
  std::vector<std::int32_t> open;
  std::int32_t next_id = 0;
  Index visited = 0;
  for (Index start = 0; start < graph.rows; ++start) {
    if (cluster_of[static_cast<std::size_t>(start)] != unlabelled || !is_core(start)) continue;
    cluster_of[static_cast<std::size_t>(start)] = next_id;
    open.push_back(static_cast<std::int32_t>(start));
    while (!open.empty()) {
      const std::int32_t i = open.back();
      open.pop_back();
      if (++visited % 1024 == 0) co_await pause(static_cast<double>(visited) / static_cast<double>(graph.rows));
      if (!is_core(i)) continue;
      for (const std::int32_t j : graph.indices_of(i).first(reach(i))) {
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
