#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "assayer/table_predictions.h"
#include "models/extra_trees.h"
#include "models/gradient_boosting.h"
#include "models/grouped_folds.h"
#include "models/mixture.h"
#include "models/prediction_plan.h"
#include "models/ridge_regression.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr int num_strata = 10;

struct KnownTargets {
  std::vector<double> values;   ///< in standard deviations from the mean; 0 where unknown
  std::vector<double> weights;  ///< 0 where unknown
  double mean = 0, deviation = 1;
};

KnownTargets check(const EncodedTable& table, std::span<const double> targets) {
  const auto n = static_cast<std::size_t>(table.linear.rows());
  if (targets.size() != n) {
    reject("targets", "one for each of the " + std::to_string(n) + " rows", static_cast<std::int64_t>(targets.size()));
  }
  std::vector<double> present;
  for (std::size_t i = 0; i < n; ++i) {
    if (std::isinf(targets[i]))
      reject(at("targets", static_cast<std::int64_t>(i)), "a finite number or NaN", targets[i]);
    if (!std::isnan(targets[i])) present.push_back(targets[i]);
  }
  if (present.empty()) reject("targets", "at least one known number", "none");
  KnownTargets known;
  known.mean = mean(present);
  known.deviation = standard_deviation(present);
  if (!(known.deviation > 0)) known.deviation = 1;
  for (const double target : targets) {
    const bool is_known = !std::isnan(target);
    known.values.push_back(is_known ? (target - known.mean) / known.deviation : 0);
    known.weights.push_back(is_known ? 1 : 0);
  }
  return known;
}

/// Tenths of the range of the targets by rank: every fold gets some of each.
std::vector<std::int32_t> target_strata(const std::vector<double>& values) {
  std::vector<std::int32_t> strata(values.size());
  const std::vector<std::int32_t> order = argsort(values);
  for (std::size_t place = 0; place < order.size(); ++place) {
    strata[static_cast<std::size_t>(order[place])] = static_cast<std::int32_t>(place * num_strata / order.size());
  }
  return strata;
}

struct Fold {
  std::vector<std::int32_t> training, test;
  std::vector<double> weights;  ///< of all rows, 0 for the test rows
};

std::vector<Fold> make_folds(const EncodedTable& table, const KnownTargets& known, int num_folds, std::uint64_t seed) {
  const std::vector<std::int32_t> fold_of =
      grouped_folds(target_strata(known.values), table.duplicate_groups, num_folds, seed);
  std::vector<Fold> folds(static_cast<std::size_t>(num_folds), Fold{{}, {}, known.weights});
  for (std::size_t i = 0; i < fold_of.size(); ++i) {
    for (std::size_t f = 0; f < folds.size(); ++f) {
      const bool is_test = fold_of[i] == static_cast<std::int32_t>(f);
      if (is_test) {
        folds[f].test.push_back(static_cast<std::int32_t>(i));
        folds[f].weights[i] = 0;
      } else if (known.weights[i] > 0) {
        folds[f].training.push_back(static_cast<std::int32_t>(i));
      }
    }
  }
  return folds;
}

Job<Matrix> cross_validated_ridge(const LinearDesign& design, const KnownTargets& known, const std::vector<Fold>& folds,
                                  double penalty) {
  Matrix predictions = Matrix::Zero(design.rows(), 1), block, scores;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    const double from = static_cast<double>(f) / static_cast<double>(folds.size());
    const double to = static_cast<double>(f + 1) / static_cast<double>(folds.size());
    if (folds[f].training.empty()) continue;
    const Matrix fitted =
        co_await within(from, to, {}, ridge_regression(design, known.values, folds[f].training, penalty));
    const LinearWeights<double> weights = design.split<double>(fitted);
    for (std::size_t first = 0; first < folds[f].test.size(); first += 256) {
      const auto some =
          std::span(folds[f].test).subspan(first, std::min<std::size_t>(256, folds[f].test.size() - first));
      design.gather(some, block);
      design.multiply(some, block, weights, scores);
      for (std::size_t r = 0; r < some.size(); ++r) predictions(some[r], 0) = scores(static_cast<Index>(r), 0);
      co_await pause(to);
    }
  }
  co_return predictions;
}

Job<Matrix> cross_validated_boosting(const BinnedColumns& columns, TreeTargets targets, const std::vector<Fold>& folds,
                                     GradientBoostingOptions options) {
  Matrix predictions = Matrix::Zero(static_cast<Index>(targets.numbers.size()), 1);
  for (std::size_t f = 0; f < folds.size(); ++f) {
    options.seed += 1;
    const double from = static_cast<double>(f) / static_cast<double>(folds.size());
    const double to = static_cast<double>(f + 1) / static_cast<double>(folds.size());
    co_await within(from, to, {},
                    gradient_boosting(columns, targets, folds[f].weights, folds[f].test, options, predictions));
  }
  co_return predictions;
}

}  // namespace

Job<TablePredictions> predict_table_regression(const EncodedTable& table, std::span<const double> targets,
                                               PredictOptions options) {
  const KnownTargets known = check(table, targets);
  TablePredictions result;
  PredictionPlan plan = plan_predictions(table, 1, options.effort);
  const int num_groups = 1 + *std::max_element(table.duplicate_groups.begin(), table.duplicate_groups.end());
  plan.num_folds = std::min(plan.num_folds, num_groups);
  const bool has_features = table.linear.cols() + table.text.cols() > 0;
  if (!has_features || plan.num_folds < 2) {
    result.predictions = Vector::Constant(table.linear.rows(), known.mean);
    result.models.set("mean", 1.0);
    co_return result;
  }

  const std::vector<Fold> folds = make_folds(table, known, plan.num_folds, options.seed);
  std::vector<Member> members;
  // One statement for each co_await: GCC 12 loses track of temporaries beside one.
  const LinearDesign design(table.linear, table.text.cols() > 0 ? &table.text : nullptr);
  Matrix ridge = co_await within(0, 0.15, "models", cross_validated_ridge(design, known, folds, 1));
  members.push_back({"ridge", std::move(ridge)});
  Matrix strict = co_await within(0.15, 0.3, "models", cross_validated_ridge(design, known, folds, 30));
  members.push_back({"strict_ridge", std::move(strict)});

  const TreeColumns columns = tree_columns(table);
  if (columns.count() > 0) {
    const TreeTargets numbers{{}, known.values, 1};
    ExtraTreesOptions trees;
    trees.num_trees = plan.num_trees;
    trees.seed = options.seed;
    Matrix votes = co_await within(
        0.3, 0.6, "models", extra_trees_out_of_bag(columns, numbers, known.weights, table.duplicate_groups, trees));
    members.push_back({"extra_trees", std::move(votes)});
    GradientBoostingOptions boosting;
    boosting.num_rounds = 2 * plan.num_boosting_rounds;
    boosting.seed = options.seed + 100;
    const BinnedColumns binned = bin_columns(columns);
    Matrix boosted = co_await within(0.6, 1, "models", cross_validated_boosting(binned, numbers, folds, boosting));
    members.push_back({"gradient_boosting", std::move(boosted)});
  }

  const auto loss = [&](const Matrix& mixture) { return squared_error(mixture, known.values, known.weights); };
  const std::vector<double> shares = greedy_shares(members, 20, loss);
  result.predictions = (known.mean + known.deviation * mix(members, shares).col(0).array()).matrix();
  for (std::size_t m = 0; m < members.size(); ++m) result.models.set(members[m].name, shares[m]);
  co_return result;
}

}  // namespace assayer
