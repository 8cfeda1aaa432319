#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "row_scan.h"

namespace assayer {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::span<const double> span_of(const Vector& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

}  // namespace

double quantile(std::span<const double> values, double q) {
  if (values.empty()) return nothing;
  std::vector<double> sorted(values.begin(), values.end());
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), sorted.size() - 1);
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const double fraction = place - static_cast<double>(below);
  if (fraction == 0 || middle + 1 == sorted.end()) return *middle;
  const double above = *std::min_element(middle + 1, sorted.end());
  return *middle + (above - *middle) * fraction;
}

double quantile(const Vector& values, double q) { return quantile(span_of(values), q); }

double median(std::span<const double> values) { return quantile(values, 0.5); }

double median(const Vector& values) { return quantile(values, 0.5); }

double mean(std::span<const double> values) {
  if (values.empty()) return nothing;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double mean(const Vector& values) { return mean(span_of(values)); }

double standard_deviation(std::span<const double> values) {
  const double center = mean(values);
  const auto in_units_of = [&](double unit) {
    double sum = 0;
    for (const double value : values) sum += (value - center) / unit * ((value - center) / unit);
    return unit * std::sqrt(sum / static_cast<double>(values.size()));
  };
  const double result = in_units_of(1);
  if (!std::isinf(result)) return result;
  double largest = 0;  // the squares overflow, not the deviation
  for (const double value : values) largest = std::max(largest, std::abs(value - center));
  return in_units_of(largest);
}

Index argmax(std::span<const double> values) {
  return largest_in_row(values.data(), static_cast<Index>(values.size()));
}

double round_half_even(double value) {
  const double rounded = std::round(value);  // halves away from zero
  return std::abs(value - std::trunc(value)) == 0.5 ? 2 * std::round(value / 2) : rounded;
}

}  // namespace assayer
