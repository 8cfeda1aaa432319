#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/neighbors.h"
#include "neighbors/cell_search.h"
#include "neighbors/duplicates.h"
#include "neighbors/neighbor_descent.h"
#include "neighbors/packed_search.h"
#include "neighbors/search.h"
#include "row_scan.h"

namespace assayer {
namespace {

// With many columns the boxes of the tree no longer keep enough of the points away. Measured in WebAssembly
// (benchmarks/core.cpp, kd_tree and packed) on 10,000 and 100,000 rows with and without clusters: the tree wins up to 5
// columns; at 6 both take as long; at 7 and 100,000 rows the packed search is 1.3 to 1.4 times faster.
constexpr Index most_columns_for_kd_tree = 6;
// Of an approximate search: small cells, and lists longer than asked for, by which the descent finds what cells miss,
// as long as all of them take no more than some 200 MB.
constexpr Index rows_of_cell = 12500;
constexpr Index most_entries = 17'000'000;
Index length_of_lists(Index k, Index rows) { return k + std::clamp<Index>(most_entries / rows - k, 0, 7); }

void check_options(const MatrixView& features, const NeighborOptions& options) {
  const Index n = features.rows();
  if (n < 2) reject("features", "at least 2 rows", std::int64_t{n});
  if (features.columns() < 1) reject("features", "at least 1 column", std::int64_t{features.columns()});
  if (options.k < 1 || options.k >= n) {
    reject("k", "1 to " + std::to_string(n - 1) + " neighbours (fewer than the examples)", std::int64_t{options.k});
  }
}

Job<void> check_values(MatrixView features) {
  for (Index i = 0; i < features.rows(); ++i) {
    if (const auto c = first_not_finite(features, i)) reject(at("features", i, *c), "a finite number", features(i, *c));
    if (i % 256 == 0) co_await pause(double(i) / double(features.rows()));
  }
}

/// Every group of equal rows once. Null rows are not searched: their distances are known.
struct DistinctRows {
  SearchRows rows;                      ///< the first of each group that is searched
  std::vector<std::int32_t> places;     ///< of each group in `rows`, -1 for null ones
  std::vector<std::int32_t> null_rows;  ///< all of them, ascending; not more than anybody needs
};

DistinctRows find_distinct_rows(const Points& points, const DuplicateGroups& groups, Index k) {
  DistinctRows distinct;
  distinct.places.assign(static_cast<std::size_t>(groups.size()), -1);
  for (Index group = 0; group < groups.size(); ++group) {
    if (points.is_null(groups.first(group))) continue;
    distinct.places[group] = static_cast<std::int32_t>(distinct.rows.size());
    distinct.rows.push_back(groups.first(group));
  }
  for (Index i = 0; i < points.rows() && static_cast<Index>(distinct.null_rows.size()) < k; ++i) {
    if (points.is_null(i)) distinct.null_rows.push_back(static_cast<std::int32_t>(i));
  }
  return distinct;
}

/// Gives every example its neighbours: first its copies, then what was found for the group that it stands for.
class Expansion {
 public:
  Expansion(const DuplicateGroups& groups, const DistinctRows& distinct, const SearchResult& found, KnnGraph& graph)
      : groups_(groups), distinct_(distinct), found_(found), graph_(graph) {}

  // Loops are slow in a coroutine, where the compiler would put this: their variables live in its frame.
  [[gnu::noinline]] void fill(Index begin, Index end) {
    for (Index row = begin; row < end; ++row) fill(static_cast<std::int32_t>(row));
  }

 private:
  void fill(std::int32_t row) {
    row_ = row;
    taken_ = 0;
    const std::int32_t group = groups_.group_of[row];
    for (const std::int32_t copy : groups_.members_of(group)) {
      if (is_full()) return;
      if (copy != row) add({0, copy});
    }
    if (is_full()) return;
    if (distinct_.places[group] < 0) {
      add_everything_else(group);
    } else {
      add_found(distinct_.places[group]);
    }
  }

  bool is_full() const { return taken_ == graph_.neighbors; }
  void add(Neighbor neighbor) {
    const Index to = row_ * graph_.neighbors + taken_++;
    graph_.indices[to] = neighbor.id;
    graph_.distances[to] = neighbor.distance;
  }
  /// A null row is equally far from all but its copies.
  void add_everything_else(std::int32_t group) {
    for (std::int32_t other = 0; !is_full(); ++other) {
      if (groups_.group_of[other] != group) add({Points::null_distance, other});
    }
  }
  /// Whether none of these places, of a search without null rows, has copies.
  bool are_single(std::span<const std::int32_t> found) const {
    return std::all_of(found.begin(), found.end(), [&](std::int32_t place) {  // places are groups here
      return groups_.members_of(place).size() == 1;
    });
  }
  void add_found(std::int32_t place) {
    candidates_.clear();
    const Index needed = graph_.neighbors - taken_;
    if (distinct_.null_rows.empty() && needed <= found_.count() &&
        are_single(found_.lists.indices_of(place).first(static_cast<std::size_t>(needed)))) {
      for (Index f = 0; f < needed; ++f) {
        const Neighbor found = found_.at(place, f);
        add({found.distance, distinct_.rows[found.id]});
      }
      return;
    }
    for (Index f = 0; f < found_.count(); ++f) {
      const Neighbor found = found_.at(place, f);
      if (std::ssize(candidates_) >= needed && found.distance > candidates_.back().distance) break;
      const auto members = groups_.members_of(groups_.group_of[distinct_.rows[found.id]]);
      for (const std::int32_t member : members.first(std::min(members.size(), static_cast<std::size_t>(needed)))) {
        candidates_.push_back({found.distance, member});
      }
    }
    for (const std::int32_t other : distinct_.null_rows) candidates_.push_back({Points::null_distance, other});
    std::sort(candidates_.begin(), candidates_.end());
    for (Index c = 0; c < needed; ++c) add(candidates_[static_cast<std::size_t>(c)]);
  }

  const DuplicateGroups& groups_;
  const DistinctRows& distinct_;
  const SearchResult& found_;
  KnnGraph& graph_;
  Index row_ = 0, taken_ = 0;
  std::vector<Neighbor> candidates_;
};

bool is_for_kd_tree(Geometry geometry, Index columns) {
  return geometry != Geometry::other && columns <= most_columns_for_kd_tree;
}

/// Whether it takes less time to look for neighbours in cells than among all rows.
bool is_large(const Points& points, const SearchRows& rows, Index k) {
  const auto n = static_cast<Index>(rows.size());
  return n > 8 * rows_of_cell && length_of_lists(k, n) < rows_of_cell / 4 &&
         !is_for_kd_tree(points.geometry(), points.columns());
}

}  // namespace

/// What the search and its shares look at.
struct NeighborSearch::Prepared {
  Points points;
  DuplicateGroups groups;
  DistinctRows distinct;
  std::optional<PackedRows> packed;  ///< made for shares only

  Prepared(MatrixView features, const NeighborOptions& options, DuplicateGroups found)
      : points(features, options.metric),
        groups(std::move(found)),
        distinct(find_distinct_rows(points, groups, options.k)) {}
};

namespace {

using Prepared = NeighborSearch::Prepared;

Job<std::unique_ptr<Prepared>> prepare(MatrixView features, NeighborOptions options) {
  check_options(features, options);
  co_await within(0, 0.33, "neighbors", check_values(features));
  DuplicateGroups groups = co_await within(0.33, 1, "", group_duplicates(features));
  co_return std::make_unique<Prepared>(features, options, std::move(groups));
}

Job<KnnGraph> expand(const Prepared& prepared, const SearchResult& found, Index k) {
  KnnGraph graph;
  graph.rows = prepared.points.rows();
  graph.neighbors = k;
  graph.indices.resize(static_cast<std::size_t>(graph.rows * graph.neighbors));
  graph.distances.resize(graph.indices.size());
  Expansion expansion(prepared.groups, prepared.distinct, found, graph);
  constexpr Index block = 1024;
  for (Index i = 0; i < graph.rows; i += block) {
    expansion.fill(i, std::min(i + block, graph.rows));
    co_await pause(double(i) / double(graph.rows));
  }
  co_return graph;
}

/// Each row's nearest of all that were found.
Job<SearchResult> merge_found(const std::vector<NeighborCandidates>& shares, Index rows, Index k) {
  SearchResult result(rows, k);
  std::vector<Neighbor> seen;
  for (Index row = 0; row < rows; ++row) {
    seen.clear();
    for (const NeighborCandidates& share : shares) {
      for (Index at = share.begin(row); at < share.ends[row]; ++at) seen.push_back({share.measures[at], share.ids[at]});
    }
    keep_nearest(seen, result.count());
    result.set_row(row, seen);
    if (row % 1024 == 0) co_await pause(double(row) / double(rows));
  }
  co_return result;
}

NeighborCandidates as_candidates(const SearchResult& result) {
  NeighborCandidates found;
  for (Index row = 0; row < result.lists.rows; ++row) {
    for (Index m = 0; m < result.count() && result.at(row, m).id != SearchResult::nobody; ++m) {
      found.ids.push_back(result.at(row, m).id);
      found.measures.push_back(result.at(row, m).distance);
    }
    found.ends.push_back(static_cast<std::int32_t>(found.ids.size()));
  }
  return found;
}

/// Lists of `rows` rows, of at least `count` others in all.
void check_shares(const std::vector<NeighborCandidates>& shares, Index rows, Index count) {
  for (const NeighborCandidates& share : shares) {
    const auto m = static_cast<std::size_t>(rows);
    const bool is_whole = share.ends.size() == m && share.ids.size() == share.measures.size() &&
                          (m == 0 || static_cast<std::size_t>(share.ends.back()) == share.ids.size());
    const bool is_known =
        std::all_of(share.ids.begin(), share.ids.end(), [&](auto id) { return id >= 0 && id < rows; });
    if (!is_whole || !is_known || !std::is_sorted(share.ends.begin(), share.ends.end())) {
      reject("shares", "those of these features and this k", std::int64_t(share.ends.size()));
    }
  }
  for (Index row = 0; row < rows; ++row) {
    Index found = 0;
    for (const NeighborCandidates& share : shares) found += share.ends[row] - share.begin(row);
    if (found < count) reject("shares", "those of all parts", std::int64_t(shares.size()));
  }
}

}  // namespace

Job<SearchResult> search_exactly(const Points& points, const SearchRows& rows, Index k) {
  if (is_for_kd_tree(points.geometry(), points.columns())) return search_kd_tree(points, rows, k);
  if (points.geometry() == Geometry::squares) return search_packed(points, rows, k);
  return search_all_pairs(points, rows, k);
}

namespace {

bool is_approximate(const Prepared& prepared, const NeighborOptions& options) {
  return options.method == NeighborMethod::approximate && is_large(prepared.points, prepared.distinct.rows, options.k);
}

/// How many neighbours of each row the search keeps: more than are asked for where it is approximate.
Index num_kept(const Prepared& prepared, const NeighborOptions& options) {
  if (!is_approximate(prepared, options)) return options.k;
  return length_of_lists(options.k, static_cast<Index>(prepared.distinct.rows.size()));
}

Job<SearchResult> search_as_asked(const Prepared& prepared, const NeighborOptions& options) {
  const SearchRows& rows = prepared.distinct.rows;
  if (!is_approximate(prepared, options)) return search_exactly(prepared.points, rows, options.k);
  return search_cells(prepared.points, rows, num_kept(prepared, options), rows_of_cell, {});
}

/// Whether shares are made of packed rows.
bool is_for_packed_rows(const Prepared& prepared, const NeighborOptions& options) {
  const Points& points = prepared.points;
  return points.geometry() == Geometry::squares && !is_for_kd_tree(points.geometry(), points.columns()) &&
         !is_approximate(prepared, options) && prepared.distinct.rows.size() > 1;
}

/// One share of a search that is not one by packed rows.
Job<SearchResult> search_share(const Prepared& prepared, const NeighborOptions& options, NeighborShare share) {
  const SearchRows& rows = prepared.distinct.rows;
  const Points& points = prepared.points;
  const Index kept = num_kept(prepared, options);
  if (is_approximate(prepared, options)) return search_cells(points, rows, kept, rows_of_cell, share);
  if (is_for_kd_tree(points.geometry(), points.columns())) return search_kd_tree(points, rows, kept, share);
  return search_all_pairs(points, rows, kept, share);
}

void check_share(NeighborShare share) {
  if (share.part < 0 || share.part >= share.parts) {
    reject("part", "0 to " + std::to_string(share.parts - 1), std::int64_t{share.part});
  }
}

/// What is made of the shares: each row's nearest of all that were seen.
Job<void> finish(const Prepared& prepared, const NeighborOptions& options, SearchResult& found) {
  if (is_approximate(prepared, options) && prepared.points.geometry() == Geometry::squares) {
    co_await descend(prepared.points, prepared.distinct.rows, found);
  }
}

}  // namespace

Job<KnnGraph> find_neighbors(MatrixView features, NeighborOptions options) {
  const auto prepared = co_await within(0, 0.03, "", prepare(features, options));
  const double searched = is_approximate(*prepared, options) ? 0.7 : 0.98;
  SearchResult found = co_await within(0.03, searched, "", search_as_asked(*prepared, options));
  co_await within(searched, 0.98, "", finish(*prepared, options, found));
  co_return co_await within(0.98, 1, "", expand(*prepared, found, options.k));
}

NeighborSearch::NeighborSearch(MatrixView features, NeighborOptions options) : features_(features), options_(options) {}
NeighborSearch::NeighborSearch(NeighborSearch&&) noexcept = default;
NeighborSearch& NeighborSearch::operator=(NeighborSearch&&) noexcept = default;
NeighborSearch::~NeighborSearch() = default;

Job<void> NeighborSearch::prepare() {
  if (prepared_) co_return;
  std::unique_ptr<Prepared> made = co_await within(0, 0.5, "", assayer::prepare(features_, options_));
  if (is_for_packed_rows(*made, options_)) {
    made->packed = co_await within(0.5, 1, "", pack_rows(made->points, made->distinct.rows));
  }
  prepared_ = std::move(made);
}

const PackedRows* NeighborSearch::packed_rows() const {
  return prepared_ && prepared_->packed ? &*prepared_->packed : nullptr;
}

Job<NeighborCandidates> NeighborSearch::share(NeighborShare share) {
  check_share(share);
  co_await within(0, 0.1, "", prepare());
  if (!prepared_->packed)
    co_return as_candidates(co_await within(0.1, 1, "neighbors", search_share(*prepared_, options_, share)));
  const ExactRows exact{prepared_->points, prepared_->distinct.rows};
  auto found = co_await within(0.1, 1, "neighbors", share_of_packed(*prepared_->packed, options_.k, share, &exact));
  co_return std::move(*found);
}

Job<KnnGraph> NeighborSearch::merge(std::vector<NeighborCandidates> shares) {
  co_await within(0, 0.1, "", prepare());
  const auto rows = static_cast<Index>(prepared_->distinct.rows.size());
  const Index kept = num_kept(*prepared_, options_);
  check_shares(shares, rows, SearchResult::count_for(rows, kept));
  SearchResult found(0, 0);
  if (prepared_->packed) {
    const ExactRows exact{prepared_->points, prepared_->distinct.rows};
    found = co_await within(0.1, 0.8, "neighbors", merge_packed(*prepared_->packed, exact, options_.k, shares));
  } else {
    found = co_await within(0.1, 0.2, "neighbors", merge_found(shares, rows, kept));
    co_await within(0.2, 0.8, "", finish(*prepared_, options_, found));
  }
  shares.clear();
  co_return co_await within(0.8, 1, "", expand(*prepared_, found, options_.k));
}

Job<std::optional<NeighborCandidates>> share_of_packed_rows(const PackedRows& packed, Index k, NeighborShare share) {
  if (k < 1) reject("k", "at least 1 neighbour", std::int64_t{k});
  check_share(share);
  return share_of_packed(packed, k, share, nullptr);
}

double estimate_neighbor_operations(Index rows, Index columns, Metric metric) {
  const double n = double(rows), d = double(columns);
  const Geometry geometry = geometry_of(choose_metric(metric, columns));
  if (is_for_kd_tree(geometry, columns)) return 200 * n * std::log2(n + 1) * d;
  // the packed search takes each pair once and four at a time
  return geometry == Geometry::squares ? n * n * d / 2 : 10 * n * n * d;
}

}  // namespace assayer
