#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace assayer {

/// Mean of the values, each weighted by exp(-value / temperature): the minimum at temperature 0 (floored at 1e-6), the
/// plain mean at an infinite one. At least one value.
inline double softmin(std::span<const double> values, double temperature) {
  constexpr double lowest_temperature = 1e-6;
  const double scale = std::max(temperature, lowest_temperature);
  const double smallest = *std::min_element(values.begin(), values.end());
  double sum = 0, weights = 0;
  for (const double value : values) {
    const double weight = std::exp((smallest - value) / scale);
    sum += value * weight;
    weights += weight;
  }
  return sum / weights;
}

}  // namespace assayer
