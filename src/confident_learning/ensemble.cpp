#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/label_quality.h"
#include "assayer/validation.h"
#include "confident_learning/rows.h"
#include "confident_learning/scores.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 4> ensemble_weights_names = {"accuracy", "uniform", "log_loss_search", "custom"};

using Members = std::vector<MatrixView>;

/// -ln of the given label's probability, after every probability was raised to at least 1e-6 and the row normalised.
class LogLoss {
 public:
  void add(const std::vector<double>& row, Index label) {
    double sum = 0;
    for (const double p : row) sum += std::max(p, lowest);
    total_ -= std::log(std::max(row[static_cast<std::size_t>(label)], lowest) / sum);
    ++rows_;
  }
  double mean() const { return total_ / rows_; }

 private:
  static constexpr double lowest = 1e-6;
  double total_ = 0, rows_ = 0;
};

void add_mixed_losses(const Members& members, const Vector& weights, Labels labels, Index begin, Index end,
                      LogLoss& loss) {
  const Index num_classes = members.front().columns();
  std::vector<double> mixture(static_cast<std::size_t>(num_classes));
  for (Index i = begin; i < end; ++i) {
    std::fill(mixture.begin(), mixture.end(), 0.0);
    for (std::size_t m = 0; m < members.size(); ++m) {
      const double weight = weights(static_cast<Index>(m));
      if (weight == 0) continue;
      with_values(members[m], [&](const auto* values) {
        for (Index j = 0; j < num_classes; ++j)
          mixture[static_cast<std::size_t>(j)] += weight * static_cast<double>(values[i * num_classes + j]);
      });
    }
    loss.add(mixture, labels[static_cast<std::size_t>(i)]);
  }
}

Job<double> mixed_log_loss(Members members, Vector weights, Labels labels) {
  LogLoss loss;
  for (RowBlocks block(members.front()); block; ++block) {
    add_mixed_losses(members, weights, labels, block.begin(), block.end(), loss);
    co_await pause(block.done());
  }
  co_return loss.mean();
}

Job<Vector> weights_by_log_loss(Members members, Labels labels, std::vector<double> temperatures) {
  const auto count = static_cast<Index>(members.size());
  Vector losses(count);
  for (Index m = 0; m < count; ++m) {
    Vector alone = Vector::Unit(count, m);
    losses(m) = co_await mixed_log_loss(members, std::move(alone), labels);
  }
  Vector best_weights;
  double best_loss = std::numeric_limits<double>::infinity();
  for (const double temperature : temperatures) {
    // The same up to a factor, which the division removes, and safe from all weights vanishing.
    Vector weights = (-temperature * (losses.array() - losses.minCoeff())).exp();
    weights /= weights.sum();
    Vector tried = weights;
    const double loss = co_await mixed_log_loss(members, std::move(tried), labels);
    if (loss < best_loss) {
      best_loss = loss;
      best_weights = weights;
    }
  }
  co_return best_weights;
}

double accuracy(const MatrixView& pred_probs, Labels labels, Index begin, Index end) {
  return with_values(pred_probs, [&](const auto* values) {
    double right = 0;
    for (Index i = begin; i < end; ++i)
      right += largest_in_row(values + i * pred_probs.columns(), pred_probs.columns()) ==
               labels[static_cast<std::size_t>(i)];
    return right;
  });
}

Job<Vector> weights_by_accuracy(Members members, Labels labels) {
  Vector right = Vector::Zero(static_cast<Index>(members.size()));
  for (std::size_t m = 0; m < members.size(); ++m) {
    for (RowBlocks block(members[m]); block; ++block) {
      right(static_cast<Index>(m)) += accuracy(members[m], labels, block.begin(), block.end());
      co_await pause((static_cast<double>(m) + block.done()) / static_cast<double>(members.size()));
    }
  }
  if (right.sum() == 0) right.setOnes();
  co_return right / right.sum();
}

Job<Vector> ensemble_weights(Members members, Labels labels, EnsembleOptions options) {
  const auto count = static_cast<Index>(members.size());
  switch (options.weight_ensemble_members_by) {
    case EnsembleWeights::accuracy:
      co_return co_await weights_by_accuracy(members, labels);
    case EnsembleWeights::log_loss_search:
      co_return co_await weights_by_log_loss(members, labels, options.search_temperatures);
    case EnsembleWeights::custom:
      co_return options.custom_weights;
    case EnsembleWeights::uniform:
      break;
  }
  co_return Vector::Constant(count, 1.0 / static_cast<double>(count));
}

void check_options(const EnsembleOptions& options, std::size_t num_members) {
  const bool is_custom = options.weight_ensemble_members_by == EnsembleWeights::custom;
  if (!is_custom && options.custom_weights.size() > 0)
    reject("custom_weights", "none, except for weight_ensemble_members_by custom", "weights");
  if (is_custom && options.custom_weights.size() != static_cast<Index>(num_members))
    reject("custom_weights", "one weight for each of " + std::to_string(num_members) + " members",
           static_cast<std::int64_t>(options.custom_weights.size()));
  for (Index m = 0; m < options.custom_weights.size(); ++m) {
    const double weight = options.custom_weights(m);
    if (!(weight >= 0) || !std::isfinite(weight)) reject(at("custom_weights", m), "a number >= 0", weight);
  }
  if (options.weight_ensemble_members_by == EnsembleWeights::log_loss_search && options.search_temperatures.empty())
    reject("search_temperatures", "at least one", "none");
  for (std::size_t t = 0; t < options.search_temperatures.size(); ++t) {
    const double temperature = options.search_temperatures[t];
    if (!std::isfinite(temperature))
      reject(at("search_temperatures", static_cast<std::int64_t>(t)), "a number", temperature);
  }
}

void check_shapes(const Members& members) {
  if (members.empty()) reject("pred_probs_list", "at least one matrix", "none");
  for (std::size_t m = 1; m < members.size(); ++m) {
    if (members[m].rows() != members[0].rows() || members[m].columns() != members[0].columns())
      reject(
          at("pred_probs_list", static_cast<std::int64_t>(m)),
          "the shape of the first, " + std::to_string(members[0].rows()) + " x " + std::to_string(members[0].columns()),
          std::to_string(members[m].rows()) + " x " + std::to_string(members[m].columns()));
  }
}

}  // namespace

std::string_view ensemble_weights_name(EnsembleWeights weights) {
  return ensemble_weights_names[static_cast<std::size_t>(weights)];
}

EnsembleWeights ensemble_weights_from_name(std::string_view name) {
  for (std::size_t w = 0; w < ensemble_weights_names.size(); ++w) {
    if (ensemble_weights_names[w] == name) return static_cast<EnsembleWeights>(w);
  }
  reject("weight_ensemble_members_by", "accuracy, uniform, log_loss_search or custom", name);
}

Job<EnsembleScores> score_labels_by_ensemble(Labels labels, std::vector<MatrixView> pred_probs_list,
                                             EnsembleOptions options) {
  check_shapes(pred_probs_list);
  check_options(options, pred_probs_list.size());
  LabelQualityOptions score_options{
      .method = options.method, .adjust_pred_probs = options.adjust_pred_probs, .thresholds = {}};
  validate_score_options(score_options, pred_probs_list.front().columns());
  for (const MatrixView& member : pred_probs_list) co_await validate_labels_and_pred_probs(labels, member);

  EnsembleScores result;
  result.weights = co_await ensemble_weights(pred_probs_list, labels, options);
  result.scores = Vector::Zero(static_cast<Index>(labels.size()));
  for (std::size_t m = 0; m < pred_probs_list.size(); ++m) {
    const double from = static_cast<double>(m) / static_cast<double>(pred_probs_list.size());
    const double to = static_cast<double>(m + 1) / static_cast<double>(pred_probs_list.size());
    LabelQualityOptions member_options = score_options;
    const Vector scores =
        co_await within(from, to, "", score_labels(labels, pred_probs_list[m], std::move(member_options)));
    result.scores += result.weights(static_cast<Index>(m)) * scores;
  }
  co_return result;
}

Job<Vector> get_label_quality_ensemble_scores(Labels labels, std::vector<MatrixView> pred_probs_list,
                                              EnsembleOptions options) {
  EnsembleScores result = co_await score_labels_by_ensemble(labels, std::move(pred_probs_list), std::move(options));
  co_return std::move(result.scores);
}

}  // namespace assayer
