#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "assayer/error.h"
#include "assayer/table_predictions.h"
#include "models/extra_trees.h"
#include "models/gradient_boosting.h"
#include "models/grouped_folds.h"
#include "models/prediction_plan.h"
#include "models/ridge_regression.h"
#include "models/table_models.h"
#include "ordering.h"
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
  Matrix predictions = Matrix::Zero(design.rows(), 1), scores;
  DenseRows<double> dense;
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
      design.find(some, dense);
      design.multiply(some, dense, weights, scores);
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

constexpr const char *ridge_name = "ridge", *strict_name = "strict_ridge", *extra_trees_name = "extra_trees",
                     *boosting_name = "gradient_boosting";

class NumberMembers : public TableModels {
 public:
  NumberMembers(const EncodedTable& table, KnownTargets known, const PredictionPlan& plan, std::uint64_t seed)
      : table_(table),
        known_(std::move(known)),
        plan_(plan),
        seed_(seed),
        columns_(tree_columns(table)),
        folds_(make_folds(table, known_, plan.num_folds, seed)) {
    const bool has_trees = plan.takes(ModelFamily::trees) && columns_.count() > 0;
    if (plan.takes(ModelFamily::linear) || !has_trees) names_ = {ridge_name, strict_name};
    if (has_trees) names_.insert(names_.end(), {extra_trees_name, boosting_name});
  }

  const std::vector<std::string>& names() const override { return names_; }

  Job<Matrix> predict(Index model, const std::vector<double>& weights, Index) override {
    const std::string& name = names_[static_cast<std::size_t>(model)];
    const TreeTargets numbers{{}, known_.values, 1};
    if (name == extra_trees_name) {
      ExtraTreesOptions trees;
      trees.num_trees = plan_.num_trees;
      trees.seed = seed_;
      co_return co_await extra_trees_out_of_bag(columns_, numbers, weights, table_.duplicate_groups, trees);
    }
    if (name == boosting_name) {
      GradientBoostingOptions boosting;
      boosting.num_rounds = 2 * plan_.num_boosting_rounds;
      boosting.seed = seed_ + 100;
      const BinnedColumns binned = bin_columns(columns_);
      co_return co_await cross_validated_boosting(binned, numbers, folds_, boosting);
    }
    const LinearDesign design(table_.linear, table_.text.cols() > 0 ? &table_.text : nullptr);
    co_return co_await cross_validated_ridge(design, known_, folds_, name == strict_name ? 30 : 1);
  }

 private:
  const EncodedTable& table_;
  KnownTargets known_;
  PredictionPlan plan_;
  std::uint64_t seed_;
  TreeColumns columns_;
  std::vector<Fold> folds_;
  std::vector<std::string> names_;
};

std::unique_ptr<NumberMembers> number_members(const EncodedTable& table, const KnownTargets& known,
                                              const PredictOptions& options) {
  const PredictionPlan plan = plan_predictions(table, 1, options);
  const bool has_features = table.linear.cols() + table.text.cols() > 0;
  if (!has_features || plan.num_folds < 2) return {};
  return std::make_unique<NumberMembers>(table, known, plan, options.seed);
}

}  // namespace

std::unique_ptr<TableModels> number_models(const EncodedTable& table, std::span<const double> targets,
                                           const PredictOptions& options) {
  return number_members(table, check(table, targets), options);
}

Job<TablePredictions> predict_table_regression(const EncodedTable& table, std::span<const double> targets,
                                               PredictOptions options) {
  const KnownTargets known = check(table, targets);
  TablePredictions result;
  const auto models = number_members(table, known, options);
  if (!models) {
    result.predictions = Vector::Constant(table.linear.rows(), known.mean);
    result.models.set("mean", 1.0);
    co_return result;
  }
  std::vector<std::vector<double>> weights{known.weights};
  const auto rounds = co_await within(0, 1, "models", predict_rounds(*models, options.queue, std::move(weights), 0));
  const std::vector<Member>& members = rounds[0];
  const auto loss = [&](const Matrix& mixture) { return squared_error(mixture, known.values, known.weights); };
  const std::vector<double> shares = greedy_shares(members, 20, loss);
  result.predictions = (known.mean + known.deviation * mix(members, shares).col(0).array()).matrix();
  for (std::size_t m = 0; m < members.size(); ++m) result.models.set(members[m].name, shares[m]);
  co_return result;
}

}  // namespace assayer
