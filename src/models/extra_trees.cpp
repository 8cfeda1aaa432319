#include "models/extra_trees.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "random.h"

namespace assayer {
namespace {

/// Where an example goes at a split.
struct Split {
  std::size_t column = 0;
  float threshold = 0;            ///< amounts: left where <= threshold
  std::uint64_t left_levels = 0;  ///< levels: left where the bit of the level (modulo 64) is set
  bool is_level = false;
  bool missing_left = false;
  double gain = -1;

  bool goes_left(float value) const {
    if (std::isnan(value)) return missing_left;
    if (is_level) return (left_levels >> (static_cast<std::uint32_t>(value) & 63U)) & 1U;
    return value <= threshold;
  }
};

/// Part of a tree that is still to be split: learnt rows [first, last) and asked rows [asked_first, asked_last).
struct Node {
  std::size_t first, last, asked_first, asked_last;
};

class Grower {
 public:
  Grower(const TreeColumns& columns, const TreeTargets& targets, const ExtraTreesOptions& options)
      : columns_(columns),
        targets_(targets),
        options_(options),
        random_(options.seed),
        sums_(Matrix::Zero(columns.rows(), targets.outputs)),
        votes_(static_cast<std::size_t>(columns.rows()), 0),
        total_(static_cast<std::size_t>(targets.outputs)),
        left_(total_.size()) {
    for (std::size_t c = 0; c < columns.count(); ++c) order_.push_back(c);
    const auto count = static_cast<double>(columns.count());
    tries_ = options.features_per_split > 0 ? options.features_per_split
             : targets.classes.empty()      ? static_cast<Index>(std::ceil(count / 3))
                                            : static_cast<Index>(std::ceil(std::sqrt(count)));
  }

  void start_tree(const std::vector<double>& weights, const std::vector<std::int32_t>& groups, std::size_t num_groups) {
    std::vector<std::int32_t> times(num_groups, 0);
    for (std::size_t g = 0; g < num_groups; ++g) ++times[random_.below(num_groups)];
    learnt_.clear();
    weight_.assign(weights.size(), 0);
    asked_.clear();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weight_[i] = weights[i] * times[static_cast<std::size_t>(groups[i])];
      if (weight_[i] > 0) learnt_.push_back(static_cast<std::int32_t>(i));
      if (times[static_cast<std::size_t>(groups[i])] == 0 || weights[i] == 0)
        asked_.push_back(static_cast<std::int32_t>(i));
    }
    if (!learnt_.empty() && !asked_.empty()) open_.push_back({0, learnt_.size(), 0, asked_.size()});
  }

  bool is_tree_done() const { return open_.empty(); }

  /// Split one node or make it a leaf; gives the amount of work in rows.
  std::size_t grow() {
    const Node node = open_.back();
    open_.pop_back();
    const std::size_t size = node.last - node.first;
    if (node.asked_first == node.asked_last) return 1;  // nobody will ask
    std::fill(total_.begin(), total_.end(), 0.0);
    double weight = 0;
    for (std::size_t r = node.first; r < node.last; ++r) {
      const auto i = static_cast<std::size_t>(learnt_[r]);
      targets_.add(i, weight_[i], total_.data());
      weight += weight_[i];
    }
    const Split split = is_pure(node, weight) ? Split{} : best_split(node, weight);
    if (split.gain <= 0) {
      for (std::size_t r = node.asked_first; r < node.asked_last; ++r) {
        for (std::size_t k = 0; k < total_.size(); ++k) sums_(asked_[r], static_cast<Index>(k)) += total_[k] / weight;
        ++votes_[static_cast<std::size_t>(asked_[r])];
      }
      return size;
    }
    const std::span<const float> values = columns_.values[split.column];
    const auto left = [&](std::int32_t i) { return split.goes_left(values[static_cast<std::size_t>(i)]); };
    const auto begin = learnt_.begin(), asked = asked_.begin();
    using Offset = std::ptrdiff_t;
    const auto middle =
        static_cast<std::size_t>(std::partition(begin + Offset(node.first), begin + Offset(node.last), left) - begin);
    const auto asked_middle = static_cast<std::size_t>(
        std::partition(asked + Offset(node.asked_first), asked + Offset(node.asked_last), left) - asked);
    open_.push_back({node.first, middle, node.asked_first, asked_middle});
    open_.push_back({middle, node.last, asked_middle, node.asked_last});
    return size * static_cast<std::size_t>(tries_);
  }

  Matrix predictions(const std::vector<double>& weights) && {
    std::vector<double> mean(total_.size(), 0);
    double weight = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      targets_.add(i, weights[i], mean.data());
      weight += weights[i];
    }
    for (Index i = 0; i < sums_.rows(); ++i) {
      const int votes = votes_[static_cast<std::size_t>(i)];
      for (Index k = 0; k < sums_.cols(); ++k) {
        sums_(i, k) = votes > 0 ? sums_(i, k) / votes : mean[static_cast<std::size_t>(k)] / weight;
      }
    }
    return std::move(sums_);
  }

 private:
  bool is_pure(const Node& node, double weight) const {
    if (node.last - node.first < 2 * static_cast<std::size_t>(options_.min_leaf)) return true;
    if (targets_.classes.empty()) return false;
    return *std::max_element(total_.begin(), total_.end()) >= weight;
  }

  Split best_split(const Node& node, double weight) {
    Split best;
    Index tried = 0;
    // Draw columns without putting them back; constant ones do not count.
    for (std::size_t drawn = 0; drawn < order_.size() && tried < tries_; ++drawn) {
      std::swap(order_[drawn], order_[drawn + random_.below(order_.size() - drawn)]);
      Split split = random_split(node, order_[drawn]);
      if (split.gain < 0) continue;
      ++tried;
      split.gain = gain(node, split, weight);
      if (split.gain > best.gain) best = split;
    }
    return best;
  }

  /// A random cut of a column; gain -1 where all rows have the same value, else 0.
  Split random_split(const Node& node, std::size_t column) {
    const std::span<const float> values = columns_.values[column];
    float low = std::numeric_limits<float>::infinity(), high = -low;
    std::size_t missing = 0;
    for (std::size_t r = node.first; r < node.last; ++r) {
      const float value = values[static_cast<std::size_t>(learnt_[r])];
      if (std::isnan(value)) {
        ++missing;
      } else {
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
    Split split;
    split.column = column;
    const bool is_constant = !(low < high);
    if (is_constant && (missing == 0 || missing == node.last - node.first)) return split;
    split.gain = 0;
    split.missing_left = missing > 0 && (random_.bits() & 1U);
    if (is_constant) {  // missing or not is all there is to tell
      split.missing_left = true;
      split.threshold = -std::numeric_limits<float>::infinity();
    } else if (columns_.levels[column] > 2) {
      split.is_level = true;
      split.left_levels = random_.bits();
    } else {
      split.threshold = static_cast<float>(low + random_.uniform() * (static_cast<double>(high) - low));
      if (!(split.threshold < high)) split.threshold = low;
    }
    return split;
  }

  /// How much purer the two sides are: the fall of the sum of squared errors (for classes: of the Gini impurity).
  double gain(const Node& node, const Split& split, double weight) {
    const std::span<const float> values = columns_.values[split.column];
    std::fill(left_.begin(), left_.end(), 0.0);
    double left_weight = 0;
    std::size_t left_count = 0;
    for (std::size_t r = node.first; r < node.last; ++r) {
      const auto i = static_cast<std::size_t>(learnt_[r]);
      if (!split.goes_left(values[i])) continue;
      targets_.add(i, weight_[i], left_.data());
      left_weight += weight_[i];
      ++left_count;
    }
    const std::size_t right_count = node.last - node.first - left_count;
    if (std::min(left_count, right_count) < static_cast<std::size_t>(options_.min_leaf)) return -1;
    double result = 0;
    for (std::size_t k = 0; k < total_.size(); ++k) {
      const double right = total_[k] - left_[k];
      result +=
          left_[k] * left_[k] / left_weight + right * right / (weight - left_weight) - total_[k] * total_[k] / weight;
    }
    return result + 1e-12;
  }

  const TreeColumns& columns_;
  const TreeTargets& targets_;
  const ExtraTreesOptions& options_;
  Random random_;
  Matrix sums_;  ///< of the leaves that answered
  std::vector<int> votes_;
  std::vector<double> total_, left_;
  std::vector<std::size_t> order_;
  Index tries_ = 1;
  std::vector<double> weight_;  ///< in this tree
  std::vector<std::int32_t> learnt_, asked_;
  std::vector<Node> open_;
};

}  // namespace

Job<Matrix> extra_trees_out_of_bag(const TreeColumns& columns, TreeTargets targets, const std::vector<double>& weights,
                                   const std::vector<std::int32_t>& groups, ExtraTreesOptions options) {
  const auto num_groups = static_cast<std::size_t>(*std::max_element(groups.begin(), groups.end())) + 1;
  Grower grower(columns, targets, options);
  constexpr std::size_t work_between_pauses = 100'000;
  for (int tree = 0; tree < options.num_trees; ++tree) {
    grower.start_tree(weights, groups, num_groups);
    std::size_t work = 0;
    while (!grower.is_tree_done()) {
      work += grower.grow();
      if (work < work_between_pauses) continue;
      work = 0;
      co_await pause(static_cast<double>(tree) / options.num_trees);
    }
    co_await pause(static_cast<double>(tree) / options.num_trees);
  }
  co_return std::move(grower).predictions(weights);
}

}  // namespace assayer
