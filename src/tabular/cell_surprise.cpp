#include "tabular/cell_surprise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tabular/scale.h"
#include "tabular/text_surprise.h"

namespace assayer {
namespace {

constexpr std::size_t few_values = 5;  ///< below, nothing is odd

/// The deviation that a normal distribution exceeds, on both sides, with probability p in (0, 1].
/// Abramowitz and Stegun 1964, 26.2.23; absolute error below 4.5e-4.
double two_sided_deviation(double p) {
  const double t = std::sqrt(-2 * std::log(p / 2));
  const double deviation =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return std::max(0.0, deviation);
}

std::vector<float> surprise_of_amounts(const std::vector<double>& amounts) {
  const TailScale tail{amounts};
  std::vector<float> surprise;
  surprise.reserve(amounts.size());
  for (double amount : amounts) {
    surprise.push_back(std::isnan(amount) ? 0.0F : static_cast<float>(std::min(tail(amount), 1e30)));
  }
  return surprise;
}

std::vector<float> surprise_of_levels(const TypedColumn& column) {
  // Levels stand by falling count: the mass of all that are as rare or rarer is a sum from the end.
  std::vector<double> mass(column.counts.size());
  double rows = 0;
  for (std::size_t l = column.counts.size(); l-- > 0;) mass[l] = rows += static_cast<double>(column.counts[l]);
  for (std::size_t l = 1; l < mass.size(); ++l) {
    if (column.counts[l] == column.counts[l - 1]) mass[l] = mass[l - 1];
  }
  std::vector<float> surprise;
  surprise.reserve(column.levels.size());
  for (std::int32_t level : column.levels) {
    surprise.push_back(
        level < 0 ? 0.0F : static_cast<float>(two_sided_deviation(mass[static_cast<std::size_t>(level)] / rows)));
  }
  return surprise;
}

}  // namespace

TailScale::TailScale(std::span<const double> values) {
  std::vector<double> sorted = present_values(values);
  if (sorted.size() < few_values) return;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double q) {
    const double place = q * static_cast<double>(sorted.size() - 1);
    const auto lower = static_cast<std::size_t>(place);
    const double upper_share = place - static_cast<double>(lower);
    return sorted[lower] * (1 - upper_share) + sorted[std::min(lower + 1, sorted.size() - 1)] * upper_share;
  };
  center_ = at(0.5);
  constexpr std::array<std::pair<double, double>, 3> marks = {{{0.75, 0.6745}, {0.95, 1.6449}, {0.99, 2.3263}}};
  for (const auto& [q, deviations] : marks) {
    width_above_ = std::max(width_above_, std::min(at(q) / deviations - center_ / deviations, 1e300));
    width_below_ = std::max(width_below_, std::min(center_ / deviations - at(1 - q) / deviations, 1e300));
  }
  const double spread = sorted.front() < sorted.back() ? robust_scale(sorted).scale : 0;
  if (!(width_above_ > 0)) width_above_ = std::max(width_below_, spread);
  if (!(width_below_ > 0)) width_below_ = width_above_;
}

Job<std::vector<float>> cell_surprise(const TypedColumn& column) {
  co_await pause(0);
  if (column.has_amounts()) co_return surprise_of_amounts(column.amounts);
  if (column.kind == ColumnKind::text) co_return co_await within(0, 1, "", text_surprise(column));
  co_return surprise_of_levels(column);
}

}  // namespace assayer
