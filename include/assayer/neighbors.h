#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"
#include "assayer/packed_rows.h"

namespace assayer {

/// Distance between two feature vectors u and v.
enum class Metric {
  automatic,    ///< cosine with more than 3 features, else euclidean
  cosine,       ///< 1 - u.v / (|u| |v|), in [0, 2]; a zero vector is at distance 1 from everything but its copies
  euclidean,    ///< |u - v|
  manhattan,    ///< sum |u_c - v_c|
  chebyshev,    ///< max |u_c - v_c|
  sqeuclidean,  ///< |u - v|^2
  correlation,  ///< cosine distance of u - mean(u) and v - mean(v)
  canberra,     ///< sum |u_c - v_c| / (|u_c| + |v_c|), 0 / 0 = 0
  braycurtis,   ///< sum |u_c - v_c| / sum |u_c + v_c|, meant for numbers >= 0; x / 0 = 1
  hamming,      ///< share of the features that differ
};

/// What the search may leave out.
enum class NeighborMethod {
  automatic,    ///< exact
  exact,        ///< kd-tree in few dimensions, blocked search in many
  approximate,  ///< beyond 100,000 rows (of more than 6 columns) may miss some of the true neighbours
};

struct NeighborOptions {
  Index k = 10;                       ///< neighbours for each example, in [1, n - 1]
  Metric metric = Metric::automatic;  ///< automatic: cosine with more than 3 features, else euclidean
  NeighborMethod method = NeighborMethod::automatic;
};

/// The metric that `automatic` stands for: cosine with more than 3 features, else euclidean.
/// Example:
///     choose_metric(Metric::automatic, 20) == Metric::cosine
Metric choose_metric(Metric metric, Index num_features);

/// "cosine", "euclidean", ... ("auto" for automatic).
std::string_view metric_name(Metric metric);
/// The inverse; refuses unknown names and knows the field's synonyms: cityblock and l1 (manhattan), l2 and minkowski
/// (with p = 2: euclidean).
Metric metric_from_name(std::string_view name);

/// "auto", "exact" or "approximate"; refuses others.
NeighborMethod neighbor_method_from_name(std::string_view name);

/// Find the k nearest neighbours of every example. Exact copies of an example come first among its neighbours, at
/// distance 0, by ascending id (also where there are more than k of them); then the others by ascending distance.
///
/// Distances are exact in double whatever method found the neighbours; ties go to the smaller id. The approximate
/// search compares each example with those of four cells of up to 12,500 that it lies in (Dasgupta and Freund 2008),
/// then neighbours of the same example with each other until hardly anything changes (Dong et al. 2011): O(n) time. Of
/// 300,000 examples of 20 features with clusters or hidden factors it finds 99 % of the true neighbours, of 1,000,000
/// 98 to 99 %; fewer where the features have no structure at all: 87 %.
///
/// @param features  n x d, finite; must outlive the job
/// @return          n x k, ascending distance, self excluded
/// @throws std::invalid_argument  no features, k out of [1, n - 1], a value that is not finite (named by row and
/// column) Cost: O(n log n) in few dimensions, O(n^2 d) in many; memory O(n (k + d)).
/// Example:
///     const Matrix features{{0, 0}, {0, 1}, {5, 5}};
///     const KnnGraph graph = run(find_neighbors(features, {.k = 1}));
///     graph.indices == Rows{1, 0, 1}
///     graph.distances[0] == Approx(1)
Job<KnnGraph> find_neighbors(MatrixView features, NeighborOptions options = {});

/// A part of the search, for several instances of the core that search the same features at the same time.
struct NeighborShare {
  Index part = 0;   ///< in [0, parts)
  Index parts = 1;  ///< into how many the search is divided, about equally
};

/// What a share of a search found: of each of the m distinct rows that are not null, in the order of their first rows,
/// a list of others that may be among its nearest.
struct NeighborCandidates {
  std::vector<std::int32_t> ends;  ///< m: where each row's list ends
  std::vector<std::int32_t> ids;   ///< places in that order
  std::vector<double> measures;    ///< of each candidate: its distance or, by packed rows, the key of the pair

  std::int32_t begin(Index row) const { return row == 0 ? 0 : ends[row - 1]; }
};

/// One search that is done in shares, by several instances of the core, each with a search of its own in the same
/// features. What all shares and the merging need of the features is made once.
///
/// Example:
///     const Matrix features{{0, 0}, {0, 1}, {5, 5}};
///     NeighborSearch search(features, {.k = 1});
///     std::vector<NeighborCandidates> shares;
///     for (Index part = 0; part < 2; ++part) shares.push_back(run(search.share({.part = part, .parts = 2})));
///     run(search.merge(shares)).indices == Rows{1, 0, 1}
class NeighborSearch {
 public:
  /// @param features  as of find_neighbors; must outlive the search
  NeighborSearch(MatrixView features, NeighborOptions options);
  NeighborSearch(NeighborSearch&&) noexcept;
  NeighborSearch& operator=(NeighborSearch&&) noexcept;
  ~NeighborSearch();

  /// What all shares and the merging need; they do it themselves where it is not done. The search must outlive the job.
  ///
  /// @throws std::invalid_argument  as find_neighbors
  Job<void> prepare();

  /// With these, other instances of the core do shares without the features: `share_of_packed_rows`. Null before
  /// `prepare`, and where the search is not one by packed rows. Valid as long as the search.
  const PackedRows* packed_rows() const;

  /// What there is to find among the pairs of rows of one share. The search must outlive the job.
  ///
  /// @throws std::invalid_argument  as find_neighbors; a part that is not in [0, parts)
  Job<NeighborCandidates> share(NeighborShare share);

  /// The result of find_neighbors, to the last bit, from the shares of all parts, for any number of parts.
  ///
  /// @throws std::invalid_argument  as find_neighbors; shares of other features or another k
  Job<KnnGraph> merge(std::vector<NeighborCandidates> shares);

  struct Prepared;

 private:
  MatrixView features_;
  NeighborOptions options_;
  std::unique_ptr<const Prepared> prepared_;
};

/// `NeighborSearch::share` by `packed_rows` alone. They must outlive the job.
///
/// @param k  that of the search
/// @return   none where the rounded rows cannot tell which of many are near (ties, rows very far away from the others):
///           then the features are needed
/// @throws std::invalid_argument  k < 1, a part that is not in [0, parts)
/// Example:
///     const Matrix features{{1, 0, 0, 0, 0, 0, 0}, {1, 1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 1}};
///     NeighborSearch search(features, {.k = 1});
///     run(search.prepare());
///     const PackedRows sent = *search.packed_rows();
///     run(share_of_packed_rows(sent, 1, {.part = 1, .parts = 2}))->ends.size() == 3
Job<std::optional<NeighborCandidates>> share_of_packed_rows(const PackedRows& packed, Index k, NeighborShare share);

/// How long find_neighbors may take, in multiplications and additions; a guess from the size alone.
/// Example:
///     estimate_neighbor_operations(1000, 20, Metric::cosine) > 0
double estimate_neighbor_operations(Index rows, Index columns, Metric metric);

}  // namespace assayer
