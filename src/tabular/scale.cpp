#include "tabular/scale.h"

#include <algorithm>
#include <cmath>

#include "statistics.h"

namespace assayer {
namespace {

// Widths of these ranges of a normal distribution, in standard deviations.
constexpr double width_of_quartiles = 1.3489795;
constexpr double width_of_middle_90 = 3.2897073;

/// Differences of numbers near 1e308 overflow; anything so wide is taken as the largest sensible scale.
double width(double low, double high) {
  const double difference = high / 2 - low / 2;
  return std::min(2 * difference, 1e300);
}

}  // namespace

std::vector<double> present_values(std::span<const double> values) {
  std::vector<double> present;
  present.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(present),
               [](double value) { return std::isfinite(value); });
  return present;
}

RobustScale robust_scale(std::span<const double> values) {
  std::vector<double> sorted = present_values(values);
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double q) {
    return sorted[static_cast<std::size_t>(std::lround(q * static_cast<double>(sorted.size() - 1)))];
  };
  RobustScale scale{at(0.5), 0};
  scale.scale = width(at(0.25), at(0.75)) / width_of_quartiles;
  if (!(scale.scale > 0)) scale.scale = width(at(0.05), at(0.95)) / width_of_middle_90;
  if (!(scale.scale > 0)) {
    const double size = std::max(std::abs(sorted.front()), std::abs(sorted.back()));
    for (double& value : sorted) value /= size > 0 ? size : 1;  // squares of large numbers overflow
    scale.scale = standard_deviation(sorted) * size;
  }
  if (!(scale.scale > 1e-300)) scale.scale = 1;
  return scale;
}

double squash(double deviation, double limit) {
  const double size = std::abs(deviation);
  if (size <= limit) return deviation;
  return std::copysign(limit * (1 + std::log(size / limit)), deviation);
}

}  // namespace assayer
