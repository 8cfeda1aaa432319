#include "assayer/table_predictions.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "assayer/error.h"
#include "assayer/label_filter.h"
#include "models/class_members.h"
#include "models/mixture.h"
#include "models/prediction_plan.h"

namespace assayer {
namespace {

constexpr int greedy_steps = 20;
constexpr double most_numbers_at_once = 1e7;

struct KnownLabels {
  std::vector<std::int32_t> labels;  ///< unknown ones as 0
  std::vector<double> weights;       ///< 0 for unknown ones
  int num_known_classes = 0;
};

KnownLabels check(const EncodedTable& table, Labels labels, int num_classes) {
  const auto n = static_cast<std::size_t>(table.linear.rows());
  if (labels.size() != n) {
    reject("labels", "one for each of the " + std::to_string(n) + " rows", static_cast<std::int64_t>(labels.size()));
  }
  if (num_classes < 1) reject("num_classes", "a number > 0", num_classes);
  KnownLabels known{std::vector<std::int32_t>(n, 0), std::vector<double>(n, 0.0), 0};
  std::vector<std::uint8_t> is_there(static_cast<std::size_t>(num_classes), 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (labels[i] < -1 || labels[i] >= num_classes) {
      reject(at("labels", static_cast<std::int64_t>(i)),
             "a class id in 0.." + std::to_string(num_classes - 1) + " or -1", labels[i]);
    }
    if (labels[i] < 0) continue;
    known.labels[i] = labels[i];
    known.weights[i] = 1;
    std::uint8_t& seen = is_there[static_cast<std::size_t>(labels[i])];
    if (!seen) ++known.num_known_classes;
    seen = 1;
  }
  if (known.num_known_classes == 0) reject("labels", "at least one known label", "none");
  return known;
}

/// Class shares for everybody: all that is left where there is nothing to learn from or to tell apart.
TablePredictions class_shares(const KnownLabels& known, int num_classes) {
  Eigen::RowVectorXd shares = Eigen::RowVectorXd::Zero(num_classes);
  for (std::size_t i = 0; i < known.labels.size(); ++i) shares(known.labels[i]) += known.weights[i];
  TablePredictions predictions;
  predictions.pred_probs = (shares / shares.sum()).replicate(static_cast<Index>(known.labels.size()), 1);
  predictions.models.set("class_shares", 1.0);
  return predictions;
}

/// Rows that the label filter flags weigh nothing.
Job<std::vector<double>> without_flagged(const KnownLabels& known, const Matrix& pred_probs) {
  std::vector<double> weights = known.weights;
  std::vector<std::int32_t> labels, rows;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    labels.push_back(known.labels[i]);
    rows.push_back(static_cast<std::int32_t>(i));
  }
  const Matrix known_probs = pred_probs(rows, Eigen::all);
  const LabelIssues issues = co_await find_label_issues(labels, known_probs);
  for (const std::int32_t place : issues.indices)
    weights[static_cast<std::size_t>(rows[static_cast<std::size_t>(place)])] = 0;
  // A class that lost everything would be forgotten: then it keeps all.
  std::vector<double> of_class(static_cast<std::size_t>(pred_probs.cols()), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) of_class[static_cast<std::size_t>(known.labels[i])] += weights[i];
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (of_class[static_cast<std::size_t>(known.labels[i])] == 0) weights[i] = known.weights[i];
  }
  co_return weights;
}

/// Rows weigh as much as their label is probable, against the most probable one.
std::vector<double> by_trust(const KnownLabels& known, const Matrix& pred_probs) {
  std::vector<double> weights = known.weights;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto row = static_cast<Index>(i);
    if (weights[i] > 0) weights[i] = std::max(0.01, pred_probs(row, known.labels[i]) / pred_probs.row(row).maxCoeff());
  }
  return weights;
}

/// Where predictions say more than they know, pulls them towards the class shares: of pure noise, or of many classes
/// with few rows each, nothing is known. What they know is the slope of the labels on them (1 where they are
/// calibrated); down to half of that, which wrong labels alone may do, they stay as they are.
void pull_to_shares(Matrix& pred_probs, const KnownLabels& known) {
  constexpr double honest_slope = 0.5;
  const Matrix shares = class_shares(known, static_cast<int>(pred_probs.cols())).pred_probs;
  double product = 0, square = 0;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    const auto at_row = static_cast<std::size_t>(i);
    if (!(known.weights[at_row] > 0)) continue;
    Eigen::RowVectorXd label = -shares.row(i);
    label(known.labels[at_row]) += 1;
    const Eigen::RowVectorXd said = pred_probs.row(i) - shares.row(i);
    product += said.dot(label);
    square += said.squaredNorm();
  }
  const double slope = square > 0 ? product / square : 0;
  if (slope >= honest_slope) return;
  const double kept = std::max(0.0, slope / honest_slope);
  pred_probs = kept * pred_probs + (1 - kept) * shares;
}

std::unique_ptr<ClassMembers> class_members(const EncodedTable& table, const KnownLabels& known, int num_classes,
                                            const PredictionPlan& plan, std::uint64_t seed) {
  const bool has_features = table.linear.cols() + table.text.cols() > 0;
  if (known.num_known_classes == 1 || !has_features || plan.num_folds < 2) return {};
  return std::make_unique<ClassMembers>(table, known.labels, num_classes, plan, seed);
}

}  // namespace

std::unique_ptr<TableModels> class_models(const EncodedTable& table, Labels labels, int num_classes,
                                          const PredictOptions& options) {
  const PredictionPlan plan = plan_predictions(table, num_classes, options);
  return class_members(table, check(table, labels, num_classes), num_classes, plan, options.seed);
}

Job<TablePredictions> predict_table(const EncodedTable& table, Labels labels, int num_classes, PredictOptions options) {
  const KnownLabels known = check(table, labels, num_classes);
  const PredictionPlan plan = plan_predictions(table, num_classes, options);
  const auto members = class_members(table, known, num_classes, plan, options.seed);
  if (!members) co_return class_shares(known, num_classes);

  TablePredictions result;
  std::vector<double> shares;
  const auto mix_round = [&](const std::vector<Member>& predicted, const std::vector<double>& weights) {
    const auto loss = [&](const Matrix& mixture) { return log_loss(mixture, known.labels, weights); };
    shares = greedy_shares(predicted, greedy_steps, loss);
    return mix(predicted, shares);
  };
  const double first_share = 1.0 / plan.num_rounds;
  std::vector<std::vector<double>> weights{known.weights};
  auto rounds = co_await within(0, first_share, "models", predict_rounds(*members, options.queue, weights, 0));
  const Matrix first = mix_round(rounds[0], known.weights);
  for (std::size_t m = 0; m < shares.size(); ++m) result.models.set(rounds[0][m].name, shares[m]);

  // Every second look is at rows that are surely right, every third at all, as far as they are to be trusted.
  weights.clear();
  for (int round = 1; round < plan.num_rounds; ++round) {
    if (round % 2 == 1) {
      weights.push_back(co_await within(first_share, first_share, nullptr, without_flagged(known, first)));
    } else {
      weights.push_back(by_trust(known, first));
    }
  }
  result.pred_probs = first;
  // The more at once, the better others can help; but all members' predictions must be kept meanwhile.
  const double numbers = static_cast<double>(first.size()) * static_cast<double>(members->names().size());
  const std::size_t at_once = numbers < most_numbers_at_once ? std::max<std::size_t>(1, weights.size()) : 1;
  for (std::size_t begin = 0; begin < weights.size(); begin += at_once) {
    const std::vector<std::vector<double>> some(weights.begin() + static_cast<std::ptrdiff_t>(begin),
                                                weights.begin() + static_cast<std::ptrdiff_t>(begin + at_once));
    const auto round = static_cast<Index>(begin) + 1;
    const double from = first_share * static_cast<double>(round);
    rounds = co_await within(from, from + first_share * static_cast<double>(at_once), "models",
                             predict_rounds(*members, options.queue, some, round));
    for (std::size_t r = 0; r < at_once; ++r) result.pred_probs += mix_round(rounds[r], some[r]);
  }
  result.pred_probs /= plan.num_rounds;
  pull_to_shares(result.pred_probs, known);
  co_return result;
}

}  // namespace assayer
