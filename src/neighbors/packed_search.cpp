#include "neighbors/packed_search.h"

#include <algorithm>
#include <span>
#include <utility>

#include "neighbors/near_pairs.h"

namespace assayer {
namespace {

constexpr Index rows_at_once = 1024;  ///< between two pauses, where little is to be done for each

/// Pairs of groups: every pair of rows once, for the good of both.
class PairScan {
 public:
  PairScan(const PackedRows& packed, Candidates& candidates) : packed_(packed), candidates_(candidates) {}

  /// All pairs of rows of two groups, a <= b, but for those whose panels are too far from each other.
  void scan_groups(Index a, Index b) {
    const Panels& centres = packed_.ball_centres;
    const float* radii = packed_.ball_radii.data();
    const float* reaches = candidates_.panel_reaches();
    const Index first_b = b * group_panels;
    const Float4 radius_b[2] = {load4(radii + first_b), load4(radii + first_b + 4)};
    const Int4 half_b[2] = {load4(centres.half_norms.data() + first_b), load4(centres.half_norms.data() + first_b + 4)};
    for (Index half = 0; half < 2; ++half) {
      const Index first_a = a * group_panels + half * tile_rows;
      const TileSums products = tile_products(centres.panel(a) + half * tile_rows * 2, centres.panel(b), centres.pairs);
      for (Index r = 0; r < tile_rows; ++r) {
        const Index panel_a = first_a + r;
        const Int4 half_a = splat4(centres.half_norms[panel_a]);
        const Float4 radius_a = splat4(radii[panel_a]), reach_a = splat4(reaches[panel_a]);
        for (Index part = 0; part < 2; ++part) {
          const Float4 reach_b = load4(reaches + first_b + 4 * part);
          const Float4 reach = reach_a > reach_b ? reach_a : reach_b;
          const Float4 sum = radius_a + radius_b[part] + reach;
          const Float4 key = __builtin_convertvector(half_a + half_b[part] - products.sum[r][part], Float4);
          const Int4 near = (key <= sum * sum * splat4(0.50001F)) & (sum >= splat4(0.0F));
          if (!any_of(near)) continue;
          for (Index lane = 0; lane < 4; ++lane) {
            const Index panel_b = first_b + 4 * part + lane;
            if (near[lane] != 0 && panel_b >= panel_a) scan_panels(panel_a, panel_b);
          }
        }
      }
    }
  }

 private:
  void scan_panels(Index a, Index b) {
    for (Index first_a = a * panel_rows; first_a < (a + 1) * panel_rows; first_a += tile_rows) {
      take_near_pairs(packed_.rows, candidates_.negated_limits(), first_a, b * panel_rows,
                      [this](std::int32_t i, std::int32_t j, std::int32_t negated_key) { take(i, j, negated_key); });
    }
  }

  void take(std::int32_t i, std::int32_t j, std::int32_t negated_key) {
    if (packed_.order[i] < 0 || packed_.order[j] < 0 || (j / panel_rows == i / panel_rows && j <= i)) return;
    const std::int32_t* negated_limits = candidates_.negated_limits();
    const bool for_i = negated_key > negated_limits[i], for_j = negated_key > negated_limits[j];
    if (for_i) candidates_.add(i, j, -negated_key);
    if (for_j) candidates_.add(j, i, -negated_key);
  }

  const PackedRows& packed_;
  Candidates& candidates_;
};

/// All pairs of rows of one share, and the pairs within each group.
Job<void> scan(const PackedRows& packed, Candidates& candidates, NeighborShare share) {
  PairScan scan(packed, candidates);
  // First every group with itself: near rows set limits that spare most of the work for the others.
  const Index groups = packed.num_groups();
  for (Index a = 0; a < groups; ++a) {
    scan.scan_groups(a, a);
    co_await pause(0);
  }
  // Blocks of groups that fit the cache together.
  const Index block = std::max<Index>(1, 65536 / (group_rows * packed.rows.dimensions));
  double done = 0;
  const double all = double(groups) * double(groups + 1) / 2 / double(share.parts);
  for (Index block_a = 0; block_a < groups; block_a += block) {
    for (Index block_b = block_a; block_b < groups; block_b += block) {
      for (Index a = block_a; a < std::min(groups, block_a + block) && candidates.are_complete(); ++a) {
        if ((a + block_b / block) % share.parts != share.part) continue;
        for (Index b = std::max(a + 1, block_b); b < std::min(groups, block_b + block); ++b) {
          scan.scan_groups(a, b);
          ++done;
        }
        co_await pause(done / all);
      }
    }
  }
}

Job<SearchResult> decide(const PackedRows& packed, Candidates& candidates, SearchResult result) {
  for (std::int32_t place = 0; place < std::int32_t(packed.order.size()); ++place) {
    if (packed.order[place] < 0) continue;
    result.set_row(packed.order[place], candidates.decide(place));
    if (place % 64 == 0) co_await pause(double(place) / double(packed.order.size()));
  }
  co_return result;
}

std::vector<std::int32_t> places_of_rows(const PackedRows& packed) {
  std::vector<std::int32_t> places(static_cast<std::size_t>(packed.num_rows()));
  for (std::size_t place = 0; place < packed.order.size(); ++place) {
    if (packed.order[place] >= 0) places[packed.order[place]] = static_cast<std::int32_t>(place);
  }
  return places;
}

// Loops are slow in a coroutine, where the compiler would put these: their variables live in its frame.

[[gnu::noinline]] void take_found(const PackedRows& packed, Candidates& candidates, NeighborShare share,
                                  std::span<const std::int32_t> places, NeighborCandidates& found) {
  for (const std::int32_t place : places) {
    candidates.finish(place);
    const auto others = candidates.candidates_of(place), keys = candidates.keys_of(place);
    for (std::size_t at = 0; at < others.size(); ++at) {
      if (share.part != 0 && others[at] / group_rows == place / group_rows) continue;  // the first share has these
      found.ids.push_back(packed.order[others[at]]);
      found.measures.push_back(keys[at]);
    }
    found.ends.push_back(static_cast<std::int32_t>(found.ids.size()));
  }
}

[[gnu::noinline]] void offer_found(const NeighborCandidates& share, const std::vector<std::int32_t>& places,
                                   Index begin, Index end, Candidates& candidates) {
  for (Index row = begin; row < end; ++row) {
    for (Index at = share.begin(row); at < share.ends[row]; ++at) {
      candidates.offer(places[row], places[share.ids[at]], static_cast<std::int32_t>(share.measures[at]));
    }
  }
}

}  // namespace

Job<SearchResult> search_packed(const Points& points, const SearchRows& rows, Index k) {
  SearchResult result(static_cast<Index>(rows.size()), k);
  if (result.count() == 0) co_return result;
  const PackedRows packed = co_await within(0, 0.05, "", pack_rows(points, rows));
  const ExactRows exact{points, rows};
  Candidates candidates(packed, result.count(), &exact);
  co_await within(0.05, 0.95, "", scan(packed, candidates, {}));
  co_return co_await within(0.95, 1, "", decide(packed, candidates, std::move(result)));
}

Job<std::optional<NeighborCandidates>> share_of_packed(const PackedRows& packed, Index k, NeighborShare share,
                                                       const ExactRows* exact) {
  Candidates candidates(packed, SearchResult::count_for(packed.num_rows(), k), exact);
  co_await within(0, 0.98, "neighbors", scan(packed, candidates, share));
  if (!candidates.are_complete()) co_return std::nullopt;
  NeighborCandidates found;
  const std::vector<std::int32_t> places = places_of_rows(packed);
  const auto rows = static_cast<Index>(places.size());
  for (Index row = 0; row < rows; row += rows_at_once) {
    take_found(packed, candidates, share, std::span(places).subspan(row, std::min(rows_at_once, rows - row)), found);
    co_await pause(0.98 + 0.02 * double(row) / double(rows));
  }
  co_return found;
}

Job<SearchResult> merge_packed(const PackedRows& packed, const ExactRows& exact, Index k,
                               const std::vector<NeighborCandidates>& shares) {
  SearchResult result(packed.num_rows(), k);
  Candidates candidates(packed, result.count(), &exact);
  const std::vector<std::int32_t> places = places_of_rows(packed);
  for (const NeighborCandidates& share : shares) {
    for (Index row = 0; row < result.lists.rows; row += rows_at_once) {
      offer_found(share, places, row, std::min(row + rows_at_once, result.lists.rows), candidates);
      co_await pause(0);
    }
  }
  co_return co_await within(0, 1, "", decide(packed, candidates, std::move(result)));
}

}  // namespace assayer
