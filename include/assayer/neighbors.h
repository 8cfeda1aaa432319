#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"

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

/// One search that is done in shares, by several instances of the core, each with a search of its own in the same
/// features. What all shares and the merging need of the features is made once.
///
/// Example:
///     const Matrix features{{0, 0}, {0, 1}, {5, 5}};
///     NeighborSearch search(features, {.k = 1});
///     std::vector<KnnGraph> shares;
///     for (Index part = 0; part < 2; ++part) shares.push_back(run(search.share({.part = part, .parts = 2})));
///     run(search.merge(shares)).indices == Rows{1, 0, 1}
class NeighborSearch {
 public:
  /// @param features  as of find_neighbors; must outlive the search
  NeighborSearch(MatrixView features, NeighborOptions options);
  NeighborSearch(NeighborSearch&&) noexcept;
  NeighborSearch& operator=(NeighborSearch&&) noexcept;
  ~NeighborSearch();

  /// The nearest of each distinct row among the pairs of rows of one share. The search must outlive the job.
  ///
  /// @return  m x min(k, m - 1) for the m distinct rows that are not null, in the order of their first rows: ids are
  ///          places in that order, -1 (infinitely far) where the share has fewer pairs of the row
  /// @throws std::invalid_argument  as find_neighbors; a part that is not in [0, parts)
  Job<KnnGraph> share(NeighborShare share);

  /// The result of find_neighbors, to the last bit, from the shares of all parts, for any number of parts.
  ///
  /// @throws std::invalid_argument  as find_neighbors; shares of other features or another k
  Job<KnnGraph> merge(std::vector<KnnGraph> shares);

  struct Prepared;

 private:
  Job<void> prepare();

  MatrixView features_;
  NeighborOptions options_;
  std::unique_ptr<const Prepared> prepared_;
};

/// How long find_neighbors may take, in multiplications and additions; a guess from the size alone.
/// Example:
///     estimate_neighbor_operations(1000, 20, Metric::cosine) > 0
double estimate_neighbor_operations(Index rows, Index columns, Metric metric);

}  // namespace assayer
