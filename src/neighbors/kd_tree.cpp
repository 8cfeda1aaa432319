#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "assayer/error.h"
#include "neighbors/search.h"

namespace assayer {
namespace {

constexpr Index leaf_size = 12;
constexpr std::int32_t no_child = -1;

/// The points in tree order, and above them boxes that fit tightly. Pruning by boxes compares sums that are added in
/// the order of the exact ones (`sum_in_order`), so that no neighbour is lost to rounding, whatever the metric.
struct KdTree {
  struct Node {
    std::int32_t begin, end;  ///< its points, in tree order
    std::int32_t left = no_child, right = no_child;
  };
  Index d = 0;
  std::vector<std::int32_t> order;   ///< place of the point in SearchRows
  std::vector<double> coordinates;   ///< in tree order
  std::vector<Node> nodes;           ///< the root first
  std::vector<double> boxes;         ///< per node d least, then d largest coordinates
  std::vector<std::int32_t> leaves;  ///< from left to right

  const double* point(Index position) const { return coordinates.data() + position * d; }
  bool is_leaf(const Node& node) const { return node.left == no_child; }
};

/// Find the box of a node's points; gives its widest dimension.
Index fit_box(KdTree& tree, const std::vector<double>& coordinates, std::int32_t at) {
  const Index d = tree.d;
  const KdTree::Node& node = tree.nodes[at];
  tree.boxes.resize(tree.nodes.size() * 2 * d);
  double* least = tree.boxes.data() + Index(at) * 2 * d;
  double* largest = least + d;
  std::fill(least, largest, std::numeric_limits<double>::infinity());
  std::fill(largest, largest + d, -std::numeric_limits<double>::infinity());
  for (std::int32_t position = node.begin; position < node.end; ++position) {
    const double* x = coordinates.data() + tree.order[position] * d;
    for (Index c = 0; c < d; ++c) {
      least[c] = std::min(least[c], x[c]);
      largest[c] = std::max(largest[c], x[c]);
    }
  }
  Index widest = 0;
  for (Index c = 1; c < d; ++c) {
    if (largest[c] - least[c] > largest[widest] - least[widest]) widest = c;
  }
  return widest;
}

Job<KdTree> build_tree(const Points& points, const SearchRows& rows) {
  KdTree tree;
  const Index d = tree.d = points.columns();
  const auto m = static_cast<Index>(rows.size());
  std::vector<double> coordinates(static_cast<std::size_t>(m * d));
  for (Index place = 0; place < m; ++place) points.coordinates(rows[place], coordinates.data() + place * d);
  tree.order.resize(rows.size());
  std::iota(tree.order.begin(), tree.order.end(), 0);
  tree.nodes.push_back({0, static_cast<std::int32_t>(m)});

  std::vector<std::int32_t> open{0};
  Index work = 0, placed = 0;
  while (!open.empty()) {
    const std::int32_t at = open.back();
    open.pop_back();
    const KdTree::Node node = tree.nodes[at];
    const Index widest = fit_box(tree, coordinates, at);
    work += (node.end - node.begin) * (d + 8);
    if (node.end - node.begin <= leaf_size) {
      tree.leaves.push_back(at);
      placed += node.end - node.begin;
    } else {
      const std::int32_t middle = node.begin + (node.end - node.begin) / 2;
      std::nth_element(tree.order.begin() + node.begin, tree.order.begin() + middle, tree.order.begin() + node.end,
                       [&](std::int32_t a, std::int32_t b) {
                         const double x = coordinates[a * d + widest], y = coordinates[b * d + widest];
                         return x < y || (x == y && a < b);
                       });
      tree.nodes[at].left = static_cast<std::int32_t>(tree.nodes.size());
      tree.nodes[at].right = tree.nodes[at].left + 1;
      tree.nodes.push_back({node.begin, middle});
      tree.nodes.push_back({middle, node.end});
      open.push_back(tree.nodes[at].right);
      open.push_back(tree.nodes[at].left);
    }
    if (work > 200000) {
      work = 0;
      co_await pause(double(placed) / double(m));
    }
  }
  tree.coordinates.resize(coordinates.size());
  for (Index position = 0; position < m; ++position) {
    std::copy_n(coordinates.begin() + tree.order[position] * d, d, tree.coordinates.begin() + position * d);
  }
  co_return tree;
}

/// The sum from the per-coordinate differences, for each geometry.
template <Geometry geometry, typename Difference>
double combine(Index d, Difference difference) {
  if constexpr (geometry == Geometry::maximum) {
    double largest = 0;
    for (Index c = 0; c < d; ++c) largest = std::max(largest, difference(c));
    return largest;
  } else if constexpr (geometry == Geometry::absolute) {
    return sum_in_order(d, difference);
  } else {
    return sum_in_order(d, [&](Index c) {
      const double value = difference(c);
      return value * value;
    });
  }
}

template <Geometry geometry>
class Searcher {
 public:
  Searcher(const Points& points, const SearchRows& rows, const KdTree& tree, Index count)
      : points_(points), rows_(rows), tree_(tree), nearest_(count) {}

  /// The nearest others of the point at `position`, which lies in `leaf`.
  const std::vector<Neighbor>& find(std::int32_t position, std::int32_t leaf) {
    nearest_.clear();
    x_ = tree_.point(position);
    position_ = position;
    limit_ = std::numeric_limits<double>::infinity();
    scan(tree_.nodes[leaf]);
    open_.assign(1, {0, 0.0});
    while (!open_.empty()) {
      const auto [at, sum] = open_.back();
      open_.pop_back();
      if (sum > limit_ || at == leaf) continue;
      const KdTree::Node& node = tree_.nodes[at];
      if (tree_.is_leaf(node)) {
        scan(node);
        continue;
      }
      const double left = sum_to_box(node.left), right = sum_to_box(node.right);
      const bool is_left_nearer = left < right;
      if (std::max(left, right) <= limit_) {
        open_.push_back(is_left_nearer ? Open{node.right, right} : Open{node.left, left});
      }
      if (std::min(left, right) <= limit_) {
        open_.push_back(is_left_nearer ? Open{node.left, left} : Open{node.right, right});
      }
    }
    return nearest_.sorted();
  }

 private:
  struct Open {
    std::int32_t node;
    double sum;
  };

  void scan(const KdTree::Node& leaf) {
    for (std::int32_t other = leaf.begin; other < leaf.end; ++other) {
      const double* y = tree_.point(other);
      const double sum = combine<geometry>(tree_.d, [&](Index c) { return std::abs(x_[c] - y[c]); });
      if (sum > limit_ || other == position_) continue;
      const std::int32_t place = tree_.order[other];
      nearest_.offer({points_.distance_from_sum(rows_[tree_.order[position_]], rows_[place], sum), place});
      limit_ = points_.largest_sum_within(nearest_.bound());
    }
  }

  double sum_to_box(std::int32_t node) const {
    const double* least = tree_.boxes.data() + Index(node) * 2 * tree_.d;
    const double* largest = least + tree_.d;
    return combine<geometry>(tree_.d,
                             [&](Index c) { return std::max(std::max(least[c] - x_[c], x_[c] - largest[c]), 0.0); });
  }

  const Points& points_;
  const SearchRows& rows_;
  const KdTree& tree_;
  NearestList nearest_;
  std::vector<Open> open_;
  const double* x_ = nullptr;
  std::int32_t position_ = 0;
  double limit_ = 0;
};

template <Geometry geometry>
Job<SearchResult> search_tree(const Points& points, const SearchRows& rows, const KdTree& tree, Index k,
                              NeighborShare share) {
  const auto m = static_cast<Index>(rows.size());
  SearchResult result(m, k);
  if (result.count == 0) co_return result;
  Searcher<geometry> searcher(points, rows, tree, result.count);
  for (std::size_t at = 0; at < tree.leaves.size(); ++at) {
    if (Index(at) % share.parts != share.part) continue;
    const std::int32_t leaf = tree.leaves[at];
    for (std::int32_t position = tree.nodes[leaf].begin; position < tree.nodes[leaf].end; ++position) {
      const auto& nearest = searcher.find(position, leaf);
      std::copy(nearest.begin(), nearest.end(), result.row(tree.order[position]));
      if (position % 32 == 0) co_await pause(double(position) / double(m));
    }
  }
  co_return result;
}

}  // namespace

Job<SearchResult> search_kd_tree(const Points& points, const SearchRows& rows, Index k, NeighborShare share) {
  const KdTree tree = co_await within(0, 0.2, "", build_tree(points, rows));
  switch (points.geometry()) {
    case Geometry::squares:
      co_return co_await within(0.2, 1, "", search_tree<Geometry::squares>(points, rows, tree, k, share));
    case Geometry::absolute:
      co_return co_await within(0.2, 1, "", search_tree<Geometry::absolute>(points, rows, tree, k, share));
    case Geometry::maximum:
      co_return co_await within(0.2, 1, "", search_tree<Geometry::maximum>(points, rows, tree, k, share));
    case Geometry::other:
      break;
  }
  reject("metric", "one that a kd-tree can search", metric_name(points.metric()));
}

}  // namespace assayer
