#include "models/prediction_plan.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"

namespace assayer {
namespace {

// Nanoseconds of native code on one core for a unit of work of each kind, rough, measured on the planted tables.
constexpr double per_tree_visit = 6, per_boosting_visit = 6, per_linear_term = 100, per_distance_term = 0.5;

struct Size {
  double rows, outputs, tree_columns, linear_terms, neighbor_columns;
};

Size size_of(const EncodedTable& table, Index num_outputs) {
  const auto n = static_cast<double>(table.linear.rows());
  return {n, static_cast<double>(num_outputs),
          static_cast<double>(std::ssize(table.ordinal) + table.text_reduced.cols()),
          static_cast<double>(table.linear.cols()) + 2 * static_cast<double>(table.text.nonZeros()) / std::max(n, 1.0),
          static_cast<double>(table.neighbors.cols())};
}

double trees_cost(const Size& size, int trees) {
  return per_tree_visit * trees * size.rows * std::log2(size.rows + 2) * (std::sqrt(size.tree_columns) + 1) *
         (1 + size.outputs / 16);
}
double boosting_cost(const Size& size, int rounds, int folds) {
  const double trees = size.outputs > 2 ? size.outputs : 1;
  return per_boosting_visit * rounds * folds * trees * (size.rows * (0.5 * size.tree_columns + 10) + 2000);
}
double linear_cost(const Size& size, double rows, double terms) {
  const double outputs = size.outputs > 2 ? size.outputs : 1;
  return per_linear_term * rows * terms * outputs;
}
double neighbors_cost(const Size& size) { return per_distance_term * size.rows * size.rows * size.neighbor_columns; }

double budget(Effort effort, double rows) {
  const double growth = 1e5 * rows;
  if (effort == Effort::fast) return 0.8e9 + 0.3 * growth;
  if (effort == Effort::thorough) return 16e9 + 4 * growth;
  return 5e9 + growth;
}

}  // namespace

PredictionPlan plan_predictions(const EncodedTable& table, Index num_outputs, const PredictOptions& options) {
  if (options.folds < 2) reject("folds", "a whole number from 2", options.folds);
  const Effort effort = options.effort;
  const Size size = size_of(table, num_outputs);
  PredictionPlan plan;
  plan.model = options.model;
  const int num_groups = table.duplicate_groups.empty()
                             ? 0
                             : 1 + *std::max_element(table.duplicate_groups.begin(), table.duplicate_groups.end());
  plan.num_folds = std::min(options.folds, num_groups);
  plan.num_rounds = effort == Effort::fast ? 1 : 3;
  if (effort == Effort::fast) plan.num_trees = 80;
  if (effort == Effort::thorough) plan.num_trees = 300;
  const double whole = budget(effort, size.rows);
  double left = whole;
  if (neighbors_cost(size) < 0.25 * whole) {
    left -= neighbors_cost(size);  // once, for all rounds
  } else {
    plan.with_neighbors = false;
  }
  if (effort == Effort::fast) plan.num_fourier_features = 0;

  // Too much? First fewer rows for the linear models, then smaller kernels, smaller ensembles, fewer rounds.
  const double kernels = num_outputs <= 6 ? 2 : 1;
  const auto round_cost = [&](double linear_share, double ensemble_share) {
    const double terms = 2 * size.linear_terms + kernels * static_cast<double>(plan.num_fourier_features);
    return linear_cost(size, linear_share * size.rows, terms) +
           ensemble_share *
               (trees_cost(size, plan.num_trees) + boosting_cost(size, plan.num_boosting_rounds, plan.num_folds));
  };
  double linear_share = 1, ensemble_share = 1;
  while (plan.num_rounds * round_cost(linear_share, ensemble_share) > left) {
    if (linear_share * size.rows > 2000 && linear_share > 0.25) {
      linear_share *= 0.8;
    } else if (plan.num_fourier_features > 0) {
      plan.num_fourier_features = plan.num_fourier_features > 64 ? plan.num_fourier_features / 2 : 0;
    } else if (ensemble_share > 0.5) {
      ensemble_share *= 0.8;
    } else if (plan.num_rounds > 1) {
      --plan.num_rounds;
    } else {
      break;
    }
  }
  plan.linear_rows = static_cast<Index>(std::ceil(linear_share * size.rows));
  plan.num_trees = std::max(30, static_cast<int>(ensemble_share * plan.num_trees));
  plan.num_boosting_rounds = std::max(30, static_cast<int>(ensemble_share * plan.num_boosting_rounds));
  return plan;
}

ModelFamily model_family_from_name(std::string_view name) {
  if (name == "auto") return ModelFamily::automatic;
  if (name == "linear") return ModelFamily::linear;
  if (name == "trees") return ModelFamily::trees;
  reject("model", "\"auto\", \"linear\" or \"trees\"", name);
}

std::string_view effort_name(Effort effort) {
  switch (effort) {
    case Effort::fast:
      return "fast";
    case Effort::balanced:
      return "balanced";
    case Effort::thorough:
      return "thorough";
  }
  return {};
}

Effort effort_from_name(std::string_view name) {
  for (const Effort effort : {Effort::fast, Effort::balanced, Effort::thorough}) {
    if (name == effort_name(effort)) return effort;
  }
  reject("effort", "\"fast\", \"balanced\" or \"thorough\"", name);
}

}  // namespace assayer
