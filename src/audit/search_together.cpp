#include "audit/search_together.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "assayer/error.h"

namespace assayer {
namespace {

/// Beyond it all pairs of rows take minutes.
constexpr Index most_rows_for_exact_neighbors = 250000;

Job<WorkResult> search_share(NeighborSearch& search, NeighborShare share) {
  NeighborCandidates found = co_await search.share(share);
  co_return WorkResult(std::move(found));
}

}  // namespace

NeighborOptions audit_neighbors(Index rows, Index k) {
  if (k < 1) reject("k", "a whole number from 1", std::int64_t{k});
  NeighborOptions options;
  options.k = std::min(k, rows - 1);
  options.metric = Metric::euclidean;
  if (rows > most_rows_for_exact_neighbors) options.method = NeighborMethod::approximate;
  return options;
}

Job<KnnGraph> search_together(MatrixView features, NeighborOptions options, WorkQueue* queue) {
  if (!queue || queue->num_instances() == 1) co_return co_await find_neighbors(features, options);
  std::vector<WorkUnit> units(static_cast<std::size_t>(queue->num_instances()));
  for (std::size_t part = 0; part < units.size(); ++part) {
    units[part].kind = WorkUnit::Kind::neighbors;
    units[part].share = {static_cast<Index>(part), queue->num_instances()};
  }
  NeighborSearch own(features, options);
  const DoUnit search = [&](const WorkUnit& unit) { return search_share(own, unit.share); };
  std::vector<WorkResult> results = co_await within(0, 0.97, nullptr, work_off(*queue, std::move(units), search));
  std::vector<NeighborCandidates> shares;
  for (WorkResult& result : results) shares.push_back(std::move(std::get<NeighborCandidates>(result)));
  co_return co_await within(0.97, 1, nullptr, own.merge(std::move(shares)));
}

}  // namespace assayer
