#include "models/class_members.h"

#include <algorithm>
#include <cmath>

#include "assayer/neighbors.h"
#include "models/extra_trees.h"
#include "models/grouped_folds.h"
#include "models/logistic_fit.h"
#include "models/naive_bayes.h"
#include "models/neighbor_votes.h"
#include "models/random_features.h"

namespace assayer {
namespace {

constexpr Index num_neighbors = 20;
constexpr double wide_kernel = 1.0, narrow_kernel = 4.0;  ///< sharpness
constexpr int most_classes_for_narrow = 6;
constexpr double kernel_c = 5.0;
constexpr double word_sharpness = 1.5;

/// Weights of the rows that a fold's model learns from: the others' are 0.
std::vector<double> outside(const std::vector<double>& weights, const std::vector<std::int32_t>& folds, int fold) {
  std::vector<double> result = weights;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (folds[i] == fold) result[i] = 0;
  }
  return result;
}

std::vector<std::int32_t> inside(const std::vector<std::int32_t>& folds, int fold) {
  std::vector<std::int32_t> rows;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    if (folds[i] == fold) rows.push_back(static_cast<std::int32_t>(i));
  }
  return rows;
}

}  // namespace

ClassMembers::ClassMembers(const EncodedTable& table, Labels labels, int num_classes, const PredictionPlan& plan,
                           std::uint64_t seed)
    : table_(table), labels_(labels), num_classes_(num_classes), plan_(plan), seed_(seed) {}

Job<void> ClassMembers::prepare() {
  tree_columns_ = tree_columns(table_);
  co_await pause(0.1);
  binned_ = bin_columns(tree_columns_);
  co_await pause(0.2);
  if (table_.neighbors.cols() == 0) co_return;
  if (plan_.num_fourier_features > 0) {
    fourier_ = co_await within(
        0.2, 0.35, {}, random_fourier_features(table_.neighbors, plan_.num_fourier_features, wide_kernel, seed_));
    if (num_classes_ <= most_classes_for_narrow) {
      sharp_fourier_ = co_await within(
          0.35, 0.5, {},
          random_fourier_features(table_.neighbors, plan_.num_fourier_features, narrow_kernel, seed_ + 1));
    }
  }
  if (plan_.with_neighbors && table_.neighbors.rows() > 2) {
    NeighborOptions options;
    options.k = std::min(num_neighbors, table_.neighbors.rows() - 1);
    options.metric = Metric::euclidean;
    graph_ = co_await within(0.5, 1, {}, find_neighbors(table_.neighbors, options));
  }
}

Job<std::vector<Member>> ClassMembers::predict(const std::vector<double>& weights, int round) const {
  const std::uint64_t seed = seed_ * 1000 + static_cast<std::uint64_t>(round);
  const std::vector<std::int32_t> folds = grouped_folds(labels_, table_.duplicate_groups, plan_.num_folds, seed);
  const bool has_text = table_.text.cols() > 0;
  std::vector<Member> members;

  ExtraTreesOptions trees;
  trees.num_trees = plan_.num_trees;
  trees.seed = seed;
  const TreeTargets targets{labels_, {}, num_classes_};
  // One statement for each co_await: GCC 12 loses track of temporaries beside one.
  if (tree_columns_.count() > 0) {
    Matrix votes = co_await within(
        0, 0.2, {}, extra_trees_out_of_bag(tree_columns_, targets, weights, table_.duplicate_groups, trees));
    members.push_back({"extra_trees", std::move(votes)});
    Matrix boosted = co_await within(0.2, 0.4, {}, boosting(weights, folds, seed));
    members.push_back({"gradient_boosting", std::move(boosted)});
  }
  const LinearDesign design(table_.linear, has_text ? &table_.text : nullptr);
  Matrix linear = co_await within(0.4, 0.6, {}, logistic(design, has_text ? 3 : 0.5, weights, folds));
  members.push_back({"logistic", std::move(linear)});
  if (has_text) {
    Matrix by_words = co_await within(0.6, 0.62, {}, words(weights, folds));
    members.push_back({"naive_bayes", std::move(by_words)});
  } else {
    Matrix strict = co_await within(0.6, 0.8, {}, logistic(design, 0.05, weights, folds));
    members.push_back({"strict_logistic", std::move(strict)});
  }
  if (fourier_.cols() > 0) {
    const LinearDesign kernel(fourier_);
    Matrix curved = co_await within(0.82, 0.9, {}, logistic(kernel, kernel_c, weights, folds));
    members.push_back({"kernel_logistic", std::move(curved)});
  }
  if (sharp_fourier_.cols() > 0) {
    const LinearDesign kernel(sharp_fourier_);
    Matrix curved = co_await within(0.9, 0.98, {}, logistic(kernel, kernel_c, weights, folds));
    members.push_back({"narrow_kernel_logistic", std::move(curved)});
  }
  if (graph_.rows > 0) {
    members.push_back({"neighbors", neighbor_votes(graph_, labels_, num_classes_, weights, table_.duplicate_groups)});
  }
  co_return members;
}

Job<Matrix> ClassMembers::logistic(const LinearDesign& design, double c, const std::vector<double>& weights,
                                   const std::vector<std::int32_t>& folds) const {
  LogisticRegressionOptions options;
  options.c = c;
  options.tolerance = 0.01 * std::sqrt(static_cast<double>(weights.size()));  // more than the mixture can tell apart
  // More rows than the plan allows: every model learns from a part of its fold, evenly spread.
  const double share = std::min(1.0, static_cast<double>(plan_.linear_rows) / static_cast<double>(weights.size()));
  std::vector<std::uint8_t> is_used(weights.size(), 0);
  double owed = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    owed += share;
    if (owed < 1) continue;
    owed -= 1;
    is_used[i] = weights[i] > 0;
  }
  const SharedStart start = co_await within(0, 0.1, {}, prepare_start(design, labels_, weights, options));
  Matrix probabilities = Matrix::Zero(design.rows(), num_classes_);
  for (int fold = 0; fold < plan_.num_folds; ++fold) {
    std::vector<std::int32_t> training;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold && is_used[i]) training.push_back(static_cast<std::int32_t>(i));
    }
    const std::vector<std::int32_t> test = inside(folds, fold);
    const double from = 0.1 + 0.9 * fold / plan_.num_folds, to = 0.1 + 0.9 * (fold + 1) / plan_.num_folds;
    if (training.empty()) {
      for (const std::int32_t i : test) probabilities.row(i).setConstant(1.0 / num_classes_);
      continue;
    }
    const LogisticModel model =
        co_await within(from, to, {}, fit_logistic(design, labels_, std::move(training), weights, options, &start));
    co_await within(to, to, {}, predict_logistic(model, design, test, probabilities));
  }
  co_return probabilities;
}

Job<Matrix> ClassMembers::boosting(const std::vector<double>& weights, const std::vector<std::int32_t>& folds,
                                   std::uint64_t seed) const {
  Matrix probabilities = Matrix::Zero(table_.linear.rows(), num_classes_);
  const TreeTargets targets{labels_, {}, num_classes_};
  for (int fold = 0; fold < plan_.num_folds; ++fold) {
    GradientBoostingOptions options;
    options.num_rounds = plan_.num_boosting_rounds;
    options.seed = seed + 100 + static_cast<std::uint64_t>(fold);
    const std::vector<double> training = outside(weights, folds, fold);
    const std::vector<std::int32_t> test = inside(folds, fold);
    co_await within(1.0 * fold / plan_.num_folds, 1.0 * (fold + 1) / plan_.num_folds, {},
                    gradient_boosting(binned_, targets, training, test, options, probabilities));
  }
  co_return probabilities;
}

Job<Matrix> ClassMembers::words(const std::vector<double>& weights, const std::vector<std::int32_t>& folds) const {
  Matrix probabilities = Matrix::Zero(table_.linear.rows(), num_classes_);
  for (int fold = 0; fold < plan_.num_folds; ++fold) {
    const std::vector<double> training = outside(weights, folds, fold);
    const std::vector<std::int32_t> test = inside(folds, fold);
    co_await within(1.0 * fold / plan_.num_folds, 1.0 * (fold + 1) / plan_.num_folds, {},
                    naive_bayes(table_.text, labels_, num_classes_, training, test, word_sharpness, probabilities));
  }
  co_return probabilities;
}

}  // namespace assayer
