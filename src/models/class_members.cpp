#include "models/class_members.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

constexpr const char *extra_trees_name = "extra_trees", *boosting_name = "gradient_boosting",
                     *kernel_name = "kernel_logistic", *narrow_kernel_name = "narrow_kernel_logistic",
                     *logistic_name = "logistic", *strict_name = "strict_logistic", *words_name = "naive_bayes",
                     *votes_name = "neighbors";

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

ClassMembers::ClassMembers(const EncodedTable& table, std::vector<std::int32_t> labels, int num_classes,
                           const PredictionPlan& plan, std::uint64_t seed)
    : table_(table),
      labels_(std::move(labels)),
      num_classes_(num_classes),
      plan_(plan),
      seed_(seed),
      tree_columns_(tree_columns(table)) {
  const bool has_text = table.text.cols() > 0, has_neighbors = table.neighbors.cols() > 0;
  const bool takes_all = plan.model == ModelFamily::automatic;
  const bool has_trees = plan.takes(ModelFamily::trees) && tree_columns_.count() > 0;
  const bool has_kernels = takes_all && has_neighbors && plan.num_fourier_features > 0;
  if (has_trees) names_.insert(names_.end(), {extra_trees_name, boosting_name});
  if (plan.takes(ModelFamily::linear) || !has_trees) {
    names_.insert(names_.end(), {logistic_name, has_text ? words_name : strict_name});
  }
  if (has_kernels) names_.push_back(kernel_name);
  if (has_kernels && num_classes <= most_classes_for_narrow) names_.push_back(narrow_kernel_name);
  if (takes_all && has_neighbors && plan.with_neighbors && table.neighbors.rows() > 2) names_.push_back(votes_name);
}

Job<Matrix> ClassMembers::predict(Index member, const std::vector<double>& weights, Index round) {
  const std::string& name = names_[static_cast<std::size_t>(member)];
  const std::uint64_t seed = seed_ * 1000 + static_cast<std::uint64_t>(round);
  if (name == votes_name) co_return co_await votes(weights);
  if (name == extra_trees_name) {
    ExtraTreesOptions trees;
    trees.num_trees = plan_.num_trees;
    trees.seed = seed;
    const TreeTargets targets{labels_, {}, num_classes_};
    co_return co_await extra_trees_out_of_bag(tree_columns_, targets, weights, table_.duplicate_groups, trees);
  }
  const std::vector<std::int32_t> folds = grouped_folds(labels_, table_.duplicate_groups, plan_.num_folds, seed);
  if (name == boosting_name) co_return co_await boosting(weights, folds, seed);
  if (name == words_name) co_return co_await words(weights, folds);
  if (name == kernel_name) co_return co_await kernel_logistic(fourier_, wide_kernel, seed_, weights, folds);
  if (name == narrow_kernel_name) {
    co_return co_await kernel_logistic(sharp_fourier_, narrow_kernel, seed_ + 1, weights, folds);
  }
  const bool has_text = table_.text.cols() > 0;
  const LinearDesign design(table_.linear, has_text ? &table_.text : nullptr);
  const double c = name == strict_name ? 0.05 : has_text ? 3 : 0.5;
  co_return co_await logistic(design, c, weights, folds);
}

Job<Matrix> ClassMembers::kernel_logistic(FloatMatrix& features, double sharpness, std::uint64_t seed,
                                          const std::vector<double>& weights,
                                          const std::vector<std::int32_t>& folds) const {
  if (features.cols() == 0) {
    features = co_await within(0, 0.1, nullptr,
                               random_fourier_features(table_.neighbors, plan_.num_fourier_features, sharpness, seed));
  }
  const LinearDesign design(features);
  co_return co_await within(0.1, 1, nullptr, logistic(design, kernel_c, weights, folds));
}

Job<Matrix> ClassMembers::votes(const std::vector<double>& weights) {
  if (graph_.rows == 0) {
    NeighborOptions options;
    options.k = std::min(num_neighbors, table_.neighbors.rows() - 1);
    options.metric = Metric::euclidean;
    graph_ = co_await find_neighbors(table_.neighbors, options);
  }
  co_return neighbor_votes(graph_, labels_, num_classes_, weights, table_.duplicate_groups);
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
                                   std::uint64_t seed) {
  if (binned_.count() == 0) binned_ = bin_columns(tree_columns_);
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
