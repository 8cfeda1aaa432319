#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "assayer/error.h"
#include "assayer/multiannotator.h"
#include "assayer/validation.h"
#include "multiannotator/votes.h"

namespace assayer {
namespace {

constexpr std::array<double, 9> coarse_temperatures = {.1, .2, .5, .8, 1, 2, 3, 5, 8};
constexpr int steps_between = 4;  // fine temperatures between two coarse ones
constexpr double smallest_probability = 1e-30;
constexpr Index values_between_pauses = 100000;

void scale_row(MatrixView pred_probs, Index i, double temperature, std::vector<double>& scaled) {
  double sum = 0, largest = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < scaled.size(); ++k) {
    scaled[k] = std::max(pred_probs(i, static_cast<Index>(k)), smallest_probability);
    sum += scaled[k];
  }
  for (double& value : scaled) {
    value = std::log(value / sum) / temperature;
    largest = std::max(largest, value);
  }
  sum = 0;
  for (double& value : scaled) sum += value = std::exp(value - largest);
  for (double& value : scaled) value /= sum;
}

/// Mean cross entropy between the votes and the scaled probabilities, in units of ln K.
Job<double> compute_loss(const Annotations& annotations, MatrixView pred_probs, double temperature,
                         VoteCount vote_count) {
  const auto num_classes = static_cast<std::size_t>(pred_probs.columns());
  const Index step = std::max<Index>(1, values_between_pauses / pred_probs.columns());
  std::vector<double> scaled(num_classes), votes(num_classes);
  double sum = 0;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    scale_row(pred_probs, i, temperature, scaled);
    count_votes(annotations, i, vote_count, votes);
    for (std::size_t k = 0; k < num_classes; ++k) {
      if (votes[k] > 0) sum -= votes[k] * std::log(std::max(scaled[k], smallest_probability));
    }
    if (i % step == 0) co_await pause(static_cast<double>(i) / static_cast<double>(pred_probs.rows()));
  }
  co_return sum / static_cast<double>(pred_probs.rows()) / std::log(static_cast<double>(num_classes));
}

/// The first of `temperatures` with the smallest loss.
Job<std::size_t> find_best(const Annotations& annotations, MatrixView pred_probs, std::vector<double> temperatures,
                           VoteCount vote_count) {
  std::size_t best = 0;
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t t = 0; t < temperatures.size(); ++t) {
    const auto size = static_cast<double>(temperatures.size());
    Job<double> job = compute_loss(annotations, pred_probs, temperatures[t], vote_count);
    const double loss =
        co_await within(static_cast<double>(t) / size, static_cast<double>(t + 1) / size, "", std::move(job));
    if (loss < lowest) {
      lowest = loss;
      best = t;
    }
  }
  co_return best;
}

}  // namespace

Matrix scale_by_temperature(MatrixView pred_probs, double temperature) {
  if (!(temperature > 0)) reject("temperature", "a number > 0", temperature);
  Matrix result(pred_probs.rows(), pred_probs.columns());
  std::vector<double> row(static_cast<std::size_t>(pred_probs.columns()));
  for (Index i = 0; i < result.rows(); ++i) {
    scale_row(pred_probs, i, temperature, row);
    std::copy(row.begin(), row.end(), result.row(i).data());
  }
  return result;
}

Job<double> find_best_temperature(const Annotations& annotations, MatrixView pred_probs, VoteCount vote_count) {
  check_shapes(annotations, {pred_probs});
  Job<void> validation = validate_pred_probs(pred_probs);
  co_await std::move(validation);
  std::vector<double> coarse(coarse_temperatures.begin(), coarse_temperatures.end());
  Job<std::size_t> coarse_job = find_best(annotations, pred_probs, coarse, vote_count);
  const std::size_t best = co_await within(0, 0.5, "", std::move(coarse_job));

  std::vector<double> fine;
  const auto add = [&](double from, double to, int count) {
    for (int s = 0; s < count; ++s) fine.push_back(from + (to - from) * s / steps_between);
  };
  if (best > 0) add(coarse[best - 1], coarse[best], steps_between);
  if (best + 1 < coarse.size()) add(coarse[best], coarse[best + 1], steps_between + 1);
  Job<std::size_t> fine_job = find_best(annotations, pred_probs, fine, vote_count);
  co_return fine[co_await within(0.5, 1, "", std::move(fine_job))];
}

}  // namespace assayer
