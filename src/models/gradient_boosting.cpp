#include "models/gradient_boosting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "models/logistic_objective.h"
#include "ordering.h"
#include "random.h"

namespace assayer {
namespace {

constexpr std::size_t most_bins = 66;
constexpr double level_smoothing = 10;  ///< hessian that a level needs to be believed half

struct Sum {
  double gradient = 0, hessian = 0;
  int count = 0;

  void add(const Sum& other) {
    gradient += other.gradient;
    hessian += other.hessian;
    count += other.count;
  }
  Sum without(const Sum& other) const {
    return {gradient - other.gradient, hessian - other.hessian, count - other.count};
  }
};
using Histogram = std::array<Sum, most_bins>;

struct Split {
  double gain = 0;
  std::size_t column = 0;
  std::array<bool, most_bins> goes_left{};
};

struct Leaf {
  std::size_t first = 0, last = 0;  ///< learnt rows
  std::size_t asked_first = 0, asked_last = 0;
  Sum sum;
  std::vector<Histogram> histograms;  ///< of the tree's columns
  Split split;
};

/// One tree: grown best first on some rows, then its value is added to the scores of all rows that were passed in.
class Tree {
 public:
  Tree(const BinnedColumns& columns, const GradientBoostingOptions& options) : columns_(columns), options_(options) {}

  /// `learnt` and `all` are put into the order of the leaves.
  void grow(const std::vector<std::size_t>& tree_columns, std::vector<std::int32_t>& learnt,
            std::vector<std::int32_t>& all, const std::vector<double>& gradients, const std::vector<double>& hessians,
            double* scores, std::size_t stride) {
    tree_columns_ = &tree_columns;
    leaves_.clear();
    Leaf root{0, learnt.size(), 0, all.size(), {}, {}, {}};
    fill(root, learnt, gradients, hessians);
    leaves_.push_back(std::move(root));
    while (leaves_.size() < static_cast<std::size_t>(options_.num_leaves)) {
      const auto best = std::max_element(leaves_.begin(), leaves_.end(),
                                         [](const Leaf& a, const Leaf& b) { return a.split.gain < b.split.gain; });
      if (!(best->split.gain > 0)) break;
      split(static_cast<std::size_t>(best - leaves_.begin()), learnt, all, gradients, hessians);
    }
    for (const Leaf& leaf : leaves_) {
      const double value = -options_.learning_rate * leaf.sum.gradient / (leaf.sum.hessian + options_.ridge);
      for (std::size_t r = leaf.asked_first; r < leaf.asked_last; ++r) {
        scores[static_cast<std::size_t>(all[r]) * stride] += value;
      }
    }
  }

 private:
  void fill(Leaf& leaf, const std::vector<std::int32_t>& learnt, const std::vector<double>& gradients,
            const std::vector<double>& hessians) const {
    leaf.sum = {};
    for (std::size_t r = leaf.first; r < leaf.last; ++r) {
      const auto i = static_cast<std::size_t>(learnt[r]);
      leaf.sum.add({gradients[i], hessians[i], 1});
    }
    leaf.histograms.assign(tree_columns_->size(), {});
    for (std::size_t c = 0; c < tree_columns_->size(); ++c) {
      const std::vector<std::uint8_t>& bins = columns_.bins[(*tree_columns_)[c]];
      Histogram& histogram = leaf.histograms[c];
      for (std::size_t r = leaf.first; r < leaf.last; ++r) {
        const auto i = static_cast<std::size_t>(learnt[r]);
        histogram[bins[i]].add({gradients[i], hessians[i], 1});
      }
    }
    find_split(leaf);
  }

  void split(std::size_t which, std::vector<std::int32_t>& learnt, std::vector<std::int32_t>& all,
             const std::vector<double>& gradients, const std::vector<double>& hessians) {
    Leaf parent = std::move(leaves_[which]);
    const std::vector<std::uint8_t>& bins = columns_.bins[parent.split.column];
    const auto left_side = [&](std::int32_t i) { return parent.split.goes_left[bins[static_cast<std::size_t>(i)]]; };
    using Offset = std::ptrdiff_t;
    const auto middle = static_cast<std::size_t>(
        std::partition(learnt.begin() + Offset(parent.first), learnt.begin() + Offset(parent.last), left_side) -
        learnt.begin());
    const auto asked_middle = static_cast<std::size_t>(
        std::partition(all.begin() + Offset(parent.asked_first), all.begin() + Offset(parent.asked_last), left_side) -
        all.begin());
    Leaf left{parent.first, middle, parent.asked_first, asked_middle, {}, {}, {}};
    Leaf right{middle, parent.last, asked_middle, parent.asked_last, {}, {}, {}};
    const bool left_is_smaller = middle - parent.first < parent.last - middle;
    Leaf& smaller = left_is_smaller ? left : right;
    Leaf& larger = left_is_smaller ? right : left;
    fill(smaller, learnt, gradients, hessians);
    larger.sum = parent.sum.without(smaller.sum);
    larger.histograms = std::move(parent.histograms);
    for (std::size_t c = 0; c < larger.histograms.size(); ++c) {
      for (int b = 0; b < columns_.num_bins[(*tree_columns_)[c]]; ++b) {
        Sum& sum = larger.histograms[c][static_cast<std::size_t>(b)];
        sum = sum.without(smaller.histograms[c][static_cast<std::size_t>(b)]);
      }
    }
    find_split(larger);
    leaves_[which] = std::move(left);
    leaves_.push_back(std::move(right));
  }

  void find_split(Leaf& leaf) const {
    leaf.split = {};
    if (leaf.sum.count < 2 * options_.min_leaf) return;
    for (std::size_t c = 0; c < tree_columns_->size(); ++c) {
      const std::size_t column = (*tree_columns_)[c];
      const Histogram& histogram = leaf.histograms[c];
      std::array<std::int32_t, most_bins> all;
      std::iota(all.begin(), all.end(), 0);
      const std::span bins(all.begin(), all.begin() + columns_.num_bins[column]);
      if (columns_.is_level[column]) {
        std::array<double, most_bins> pulls;
        for (std::size_t b = 0; b < bins.size(); ++b) {
          pulls[b] = histogram[b].gradient / (histogram[b].hessian + level_smoothing);
        }
        sort_by(pulls, bins);
      }
      scan(leaf, column, histogram, bins);
    }
  }

  /// The best cut of bins in this order.
  void scan(Leaf& leaf, std::size_t column, const Histogram& histogram, std::span<const std::int32_t> order) const {
    const auto quality = [&](const Sum& sum) { return sum.gradient * sum.gradient / (sum.hessian + options_.ridge); };
    const double whole = quality(leaf.sum);
    Sum left;
    for (std::size_t place = 0; place + 1 < order.size(); ++place) {
      const auto& bin = histogram[static_cast<std::size_t>(order[place])];
      if (bin.count == 0) continue;
      left.add(bin);
      if (left.count < options_.min_leaf) continue;
      const Sum right = leaf.sum.without(left);
      if (right.count < options_.min_leaf) break;
      const double gain = quality(left) + quality(right) - whole;
      if (gain <= leaf.split.gain + 1e-9) continue;
      leaf.split.gain = gain;
      leaf.split.column = column;
      leaf.split.goes_left.fill(false);
      for (std::size_t p = 0; p <= place; ++p) leaf.split.goes_left[static_cast<std::size_t>(order[p])] = true;
    }
  }

  const BinnedColumns& columns_;
  const GradientBoostingOptions& options_;
  const std::vector<std::size_t>* tree_columns_ = nullptr;
  std::vector<Leaf> leaves_;
};

/// Scores before the first tree: log odds of the classes, or the mean.
Vector first_scores(const TreeTargets& targets, const std::vector<double>& weights, std::span<const std::int32_t> rows,
                    Index columns) {
  std::vector<double> sums(static_cast<std::size_t>(targets.outputs), 0);
  double weight = 0;
  for (const std::int32_t i : rows) {
    targets.add(static_cast<std::size_t>(i), weights[static_cast<std::size_t>(i)], sums.data());
    weight += weights[static_cast<std::size_t>(i)];
  }
  Vector scores(columns);
  const auto share = [&](std::size_t k) { return (sums[k] + 0.5) / (weight + 0.5 * static_cast<double>(sums.size())); };
  for (Index k = 0; k < columns; ++k) {
    if (targets.classes.empty()) {
      scores(k) = weight > 0 ? sums[0] / weight : 0;
    } else {
      scores(k) = columns == 1 ? std::log(share(1) / share(0)) : std::log(share(static_cast<std::size_t>(k)));
    }
  }
  return scores;
}

}  // namespace

Job<void> gradient_boosting(const BinnedColumns& columns, TreeTargets targets, const std::vector<double>& weights,
                            std::span<const std::int32_t> asked, GradientBoostingOptions options, Matrix& predictions) {
  std::vector<std::int32_t> known, rows;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0) known.push_back(static_cast<std::int32_t>(i));
  }
  rows = known;
  rows.insert(rows.end(), asked.begin(), asked.end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());

  const Index trees = targets.classes.empty() || targets.outputs == 2 ? 1 : targets.outputs;
  Matrix scores = first_scores(targets, weights, known, trees).transpose().replicate(predictions.rows(), 1);
  std::vector<double> gradients(weights.size()), hessians(weights.size());
  std::vector<std::size_t> all_columns(columns.count());
  std::iota(all_columns.begin(), all_columns.end(), std::size_t{0});
  const auto num_columns =
      static_cast<std::size_t>(std::ceil(options.column_share * static_cast<double>(columns.count())));
  Random random(options.seed);
  Tree tree(columns, options);

  for (int round = 0; round < options.num_rounds; ++round) {
    std::vector<std::int32_t> sample;
    for (const std::int32_t i : known) {
      if (random.uniform() < options.row_share) sample.push_back(i);
    }
    if (sample.empty()) sample = known;
    Matrix probabilities;
    if (!targets.classes.empty()) {
      probabilities.resize(static_cast<Index>(sample.size()), trees);
      for (std::size_t r = 0; r < sample.size(); ++r) probabilities.row(static_cast<Index>(r)) = scores.row(sample[r]);
      scores_to_probabilities(probabilities);
    }
    const std::vector<std::int32_t> drawn = sample;  // a tree reorders its rows
    for (Index k = 0; k < trees; ++k) {
      for (std::size_t r = 0; r < drawn.size(); ++r) {
        const auto i = static_cast<std::size_t>(drawn[r]);
        if (targets.classes.empty()) {
          gradients[i] = weights[i] * (scores(drawn[r], 0) - targets.numbers[i]);
          hessians[i] = weights[i];
        } else {
          const double p = probabilities(static_cast<Index>(r), k);
          const bool is_target = targets.classes[i] == (trees == 1 ? 1 : k);
          gradients[i] = weights[i] * (p - is_target);
          hessians[i] = weights[i] * std::max(p * (1 - p), 1e-6);
        }
      }
      std::vector<std::size_t> tree_columns = all_columns;
      random.shuffle(std::span(tree_columns));
      tree_columns.resize(num_columns);
      tree.grow(tree_columns, sample, rows, gradients, hessians, scores.data() + k, static_cast<std::size_t>(trees));
      co_await pause((round + static_cast<double>(k) / static_cast<double>(trees)) / options.num_rounds);
    }
  }
  if (!targets.classes.empty()) scores_to_probabilities(scores);
  for (const std::int32_t i : asked) {
    if (!targets.classes.empty() && trees == 1) {
      predictions(i, 0) = 1 - scores(i, 0);
      predictions(i, 1) = scores(i, 0);
    } else {
      predictions.row(i) = scores.row(i);
    }
  }
}

}  // namespace assayer
