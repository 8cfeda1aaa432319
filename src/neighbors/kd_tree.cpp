#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

#include "assayer/error.h"
#include "neighbors/search.h"

namespace assayer {
namespace {

constexpr Index leaf_size = 16;
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
  std::vector<double> coordinates;   ///< leaf by leaf, and within a leaf column by column
  std::vector<Node> nodes;           ///< the root first
  std::vector<double> boxes;         ///< per node d least, then d largest coordinates
  std::vector<std::int32_t> leaves;  ///< from left to right

  /// d columns of the points of a leaf
  const double* columns(const Node& leaf) const { return coordinates.data() + leaf.begin * d; }
  /// d least, then d largest coordinates
  const double* box(std::int32_t node) const { return boxes.data() + Index(node) * 2 * d; }
  bool is_leaf(const Node& node) const { return node.left == no_child; }
};

// Loops are slow in a coroutine, where the compiler would put these functions: their variables live in its frame.

/// Find the box of a node's points; gives its widest dimension.
[[gnu::noinline]] Index fit_box(KdTree& tree, const std::vector<double>& coordinates, std::int32_t at) {
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

/// What a node is split by. Keys lie side by side, which the selection passes over many times.
struct SplitKey {
  double coordinate;
  std::int32_t place;

  friend bool operator<(const SplitKey& a, const SplitKey& b) {
    return a.coordinate < b.coordinate || (a.coordinate == b.coordinate && a.place < b.place);
  }
};

/// Order a node's points so that those before `middle` have the smaller coordinates in the dimension `widest`.
[[gnu::noinline]] void split(KdTree& tree, const std::vector<double>& coordinates, const KdTree::Node& node,
                             std::int32_t middle, Index widest, std::vector<SplitKey>& keys) {
  keys.clear();
  for (std::int32_t position = node.begin; position < node.end; ++position) {
    const std::int32_t place = tree.order[position];
    keys.push_back({coordinates[place * tree.d + widest], place});
  }
  std::nth_element(keys.begin(), keys.begin() + (middle - node.begin), keys.end());
  for (std::size_t at = 0; at < keys.size(); ++at) tree.order[node.begin + at] = keys[at].place;
}

/// Put the coordinates where a search reads them.
void arrange(KdTree& tree, const std::vector<double>& coordinates) {
  tree.coordinates.reserve(coordinates.size());
  for (const std::int32_t at : tree.leaves) {
    const KdTree::Node& leaf = tree.nodes[at];
    for (Index c = 0; c < tree.d; ++c) {
      for (std::int32_t position = leaf.begin; position < leaf.end; ++position)
        tree.coordinates.push_back(coordinates[tree.order[position] * tree.d + c]);
    }
  }
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
  std::vector<SplitKey> keys;
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
      split(tree, coordinates, node, middle, widest, keys);
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
  arrange(tree, coordinates);
  co_return tree;
}

class Searcher {
 public:
  virtual ~Searcher() = default;
  /// Find the nearest others of the points of a leaf.
  virtual void find(std::int32_t leaf) = 0;
  /// Of the leaf's point number `own`, ascending; then the leaf is to be searched anew.
  const std::vector<Neighbor>& nearest(Index own) { return nearest_[own].sorted(); }

 protected:
  explicit Searcher(Index count) : nearest_(leaf_size, NearestList(count)) {}
  std::vector<NearestList> nearest_;  ///< of each of the leaf's points
};

/// The nearest others of all points of one leaf at a time: what a leaf cannot need, none of its points can, so that
/// most of the tree is left out by one comparison of boxes for all of them.
/// @tparam fixed  2: for the geometry squares in two columns, which is most in use; 0: for all others
template <int fixed>
class LeafSearcher : public Searcher {
 public:
  LeafSearcher(const Points& points, const SearchRows& rows, const KdTree& tree, Index count)
      : Searcher(count),
        points_(points),
        rows_(rows),
        tree_(tree),
        own_(leaf_size * tree.d),
        limits_(leaf_size),
        sums_(leaf_size) {}

  void find(std::int32_t leaf) override {
    leaf_ = tree_.nodes[leaf];
    box_ = tree_.box(leaf);
    size_ = leaf_.end - leaf_.begin;
    const double* columns = tree_.columns(leaf_);
    for (Index own = 0; own < size_; ++own) {
      for (Index c = 0; c < d(); ++c) own_[own * d() + c] = columns[c * size_ + own];
      nearest_[own].clear();
      limits_[own] = std::numeric_limits<double>::infinity();
    }
    scan(leaf_, tree_.box(leaf));
    open_.assign(1, {0, 0.0});
    while (!open_.empty()) {
      const auto [at, sum] = open_.back();
      open_.pop_back();
      if (at == leaf || sum > largest_limit_) continue;
      const KdTree::Node& node = tree_.nodes[at];
      if (tree_.is_leaf(node)) {
        scan(node, tree_.box(at));
      } else if (is_needed(tree_.box(at))) {
        open_children(node);
      }
    }
  }

 private:
  struct Open {
    std::int32_t node;
    double sum;
  };

  Index d() const { return fixed > 0 ? fixed : tree_.d; }

  /// The sum from the per-coordinate differences.
  template <typename Difference>
  double combine(Difference difference) const {
    if (fixed > 0 || geometry_ == Geometry::squares) {
      return sum_in_order(d(), [&](Index c) {
        const double value = difference(c);
        return value * value;
      });
    }
    if (geometry_ == Geometry::absolute) {
      return sum_in_order(d(), difference);
    }
    double largest = 0;
    for (Index c = 0; c < d(); ++c) largest = std::max(largest, difference(c));
    return largest;
  }

  void open_children(const KdTree::Node& node) {
    Open near{node.left, sum_between(tree_.box(node.left))}, far{node.right, sum_between(tree_.box(node.right))};
    if (far.sum < near.sum) std::swap(near, far);
    if (far.sum <= largest_limit_) open_.push_back(far);
    if (near.sum <= largest_limit_) open_.push_back(near);
  }

  /// Whether a point of the leaf may have a neighbour in the box: keeps a single far point from opening all that is as
  /// far from the others.
  bool is_needed(const double* box) const {
    for (Index own = 0; own < size_; ++own) {
      if (sum_to(box, point(own)) <= limits_[own]) return true;
    }
    return false;
  }

  /// Offer the points of a leaf to all those of this one.
  void scan(const KdTree::Node& others, const double* box) {
    largest_limit_ = 0;
    for (Index own = 0; own < size_; ++own) {
      if (sum_to(box, point(own)) <= limits_[own]) scan(others, own);
      largest_limit_ = std::max(largest_limit_, limits_[own]);
    }
  }

  void scan(const KdTree::Node& others, Index own) {
    const double* columns = tree_.columns(others);
    const double* x = point(own);
    const Index count = others.end - others.begin;
    double limit = limits_[own];
    if (!find_sums(x, columns, count, limit)) return;
    const std::int32_t row = rows_[tree_.order[leaf_.begin + own]];
    for (Index at = 0; at < count; ++at) {
      if (sums_[at] > limit || others.begin + at == leaf_.begin + own) continue;
      const std::int32_t place = tree_.order[others.begin + at];
      nearest_[own].offer({points_.distance_from_sum(row, rows_[place], sums_[at]), place});
      limit = points_.largest_sum_within(nearest_[own].bound());
    }
    limits_[own] = limit;
  }

  /// From x to the points of a leaf, given by columns; whether one of them is within the limit.
  bool find_sums(const double* x, const double* columns, Index count, double limit) {
    Index at = 0;
    bool is_any = false;
    if constexpr (fixed == 2) {
      const Double2 x0 = Pack<double>::splat(x[0]), x1 = Pack<double>::splat(x[1]);
      for (; at + 2 <= count; at += 2) {
        const Double2 first = x0 - load2(columns + at), second = x1 - load2(columns + count + at);
        const Double2 sums = first * first + second * second;
        Pack<double>::store(&sums_[at], sums);
        is_any |= sums[0] <= limit || sums[1] <= limit;
      }
    }
    for (; at < count; ++at) {
      sums_[at] = combine([&](Index c) { return std::abs(x[c] - columns[c * count + at]); });
      is_any |= sums_[at] <= limit;
    }
    return is_any;
  }

  const double* point(Index own) const { return own_.data() + own * d(); }

  double sum_to(const double* box, const double* x) const {
    const double* largest = box + d();
    return combine([&](Index c) { return std::max(std::max(box[c] - x[c], x[c] - largest[c]), 0.0); });
  }

  /// From the leaf's box to another.
  double sum_between(const double* box) const {
    const double *largest = box + d(), *own_largest = box_ + d();
    return combine([&](Index c) { return std::max(std::max(box[c] - own_largest[c], box_[c] - largest[c]), 0.0); });
  }

  const Points& points_;
  const SearchRows& rows_;
  const KdTree& tree_;
  KdTree::Node leaf_{};
  Index size_ = 0;
  const double* box_ = nullptr;  ///< of the leaf
  std::vector<double> own_;      ///< their coordinates, one after the other
  std::vector<double> limits_;   ///< sums above these are too far
  std::vector<double> sums_;
  const Geometry geometry_ = points_.geometry();
  double largest_limit_ = 0;
  std::vector<Open> open_;
};

std::unique_ptr<Searcher> make_searcher(const Points& points, const SearchRows& rows, const KdTree& tree, Index count) {
  if (points.geometry() == Geometry::other)
    reject("metric", "one that a kd-tree can search", metric_name(points.metric()));
  if (points.geometry() == Geometry::squares && tree.d == 2)
    return std::make_unique<LeafSearcher<2>>(points, rows, tree, count);
  return std::make_unique<LeafSearcher<0>>(points, rows, tree, count);
}

}  // namespace

Job<SearchResult> search_kd_tree(const Points& points, const SearchRows& rows, Index k, NeighborShare share) {
  const KdTree tree = co_await within(0, 0.2, "", build_tree(points, rows));
  SearchResult result(static_cast<Index>(rows.size()), k);
  if (result.count() == 0) co_return result;
  const std::unique_ptr<Searcher> searcher = make_searcher(points, rows, tree, result.count());
  for (std::size_t at = 0; at < tree.leaves.size(); ++at) {
    if (Index(at) % share.parts != share.part) continue;
    const KdTree::Node& leaf = tree.nodes[tree.leaves[at]];
    searcher->find(tree.leaves[at]);
    for (std::int32_t position = leaf.begin; position < leaf.end; ++position) {
      result.set_row(tree.order[position], searcher->nearest(position - leaf.begin));
    }
    if (at % 4 == 0) co_await pause(0.2 + 0.8 * double(at) / double(tree.leaves.size()));
  }
  co_return result;
}

}  // namespace assayer
