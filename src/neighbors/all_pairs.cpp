#include "neighbors/search.h"

namespace assayer {

Job<SearchResult> search_all_pairs(const Points& points, const SearchRows& rows, Index k, NeighborShare share) {
  const auto m = static_cast<Index>(rows.size());
  SearchResult result(m, k);
  NearestList nearest(result.count());
  const Index pairs_between_pauses = 1 + 65536 / (points.columns() + 8);
  for (Index i = share.part; i < m; i += share.parts) {
    nearest.clear();
    for (Index j = 0; j < m; ++j) {
      if (j % pairs_between_pauses == 0) co_await pause((double(i) + double(j) / double(m)) / double(m));
      if (j != i) nearest.offer({points.distance(rows[i], rows[j]), static_cast<std::int32_t>(j)});
    }
    result.set_row(i, nearest.sorted());
  }
  co_return result;
}

}  // namespace assayer
