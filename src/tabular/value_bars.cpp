#include "tabular/value_bars.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "statistics.h"

namespace assayer {
namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

/// The amounts of every `step`-th row.
template <typename Use>
void visit(std::span<const double> amounts, std::span<const std::int32_t> codes, std::size_t step, Use use) {
  for (std::size_t row = 0; row < codes.size(); row += step) {
    if (codes[row] < 0) continue;
    const double amount = amounts[static_cast<std::size_t>(codes[row])];
    if (!std::isnan(amount)) use(amount);
  }
}

Range range_of_most(std::span<const double> amounts, std::span<const std::int32_t> codes) {
  Range range;
  visit(amounts, codes, 1, [&](double amount) { range = {std::min(range.low, amount), std::max(range.high, amount)}; });
  constexpr std::size_t sample_size = 4096;
  std::vector<double> sample;
  visit(amounts, codes, 1 + codes.size() / sample_size, [&](double amount) { sample.push_back(amount); });
  if (sample.empty()) return range;
  const double low = quantile(sample, 0.05), high = quantile(sample, 0.95);
  const double reach = 2 * (high - low);
  if (!(reach > 0)) return range;
  return {std::max(range.low, low - reach), std::min(range.high, high + reach)};
}

}  // namespace

std::vector<std::uint8_t> bars_of_amounts(std::span<const double> amounts, std::span<const std::int32_t> codes,
                                          std::uint8_t num_bars) {
  const Range range = range_of_most(amounts, codes);
  const double per_amount = range.high > range.low ? num_bars / (range.high - range.low) : 0;
  std::vector<std::uint8_t> bars;
  bars.reserve(amounts.size());
  for (const double amount : amounts) {
    const double place = (amount - range.low) * per_amount;  // NaN where differences are beyond all numbers
    const double bar = place > 0 ? std::min(place, double(num_bars - 1)) : 0;
    bars.push_back(std::isnan(amount) ? no_bar : static_cast<std::uint8_t>(bar));
  }
  return bars;
}

}  // namespace assayer
