#include "models/mixture.h"

#include <cmath>

namespace assayer {

double log_loss(const Matrix& probabilities, Labels labels, const std::vector<double>& weights) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    sum -= weights[i] * std::log(std::max(probabilities(static_cast<Index>(i), labels[i]), 1e-6));
    weight += weights[i];
  }
  return weight > 0 ? sum / weight : 0;
}

double squared_error(const Matrix& predictions, std::span<const double> targets, const std::vector<double>& weights) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    const double error = predictions(static_cast<Index>(i), 0) - targets[i];
    sum += weights[i] * error * error;
    weight += weights[i];
  }
  return weight > 0 ? sum / weight : 0;
}

Matrix mix(const std::vector<Member>& members, const std::vector<double>& shares) {
  Matrix mixture = Matrix::Zero(members[0].predictions.rows(), members[0].predictions.cols());
  for (std::size_t m = 0; m < members.size(); ++m) mixture += shares[m] * members[m].predictions;
  return mixture;
}

}  // namespace assayer
