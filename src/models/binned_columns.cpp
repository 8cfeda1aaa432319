#include <algorithm>
#include <cmath>

#include "models/gradient_boosting.h"

namespace assayer {
namespace {

constexpr std::size_t most_bins = 63;  ///< without the one of the missing

/// Upper ends of bins: between distinct values where those are few, else at quantiles of a sample.
std::vector<float> bin_limits(std::span<const float> values) {
  std::vector<float> sample;
  const std::size_t every = std::max<std::size_t>(1, values.size() / 20'000);
  for (std::size_t i = 0; i < values.size(); i += every) {
    if (!std::isnan(values[i])) sample.push_back(values[i]);
  }
  std::sort(sample.begin(), sample.end());
  std::vector<float> distinct = sample;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<float> limits;
  if (distinct.size() <= most_bins) {
    for (std::size_t v = 0; v + 1 < distinct.size(); ++v) limits.push_back(distinct[v]);
    return limits;
  }
  for (std::size_t bin = 1; bin < most_bins; ++bin) {
    const float limit = sample[bin * sample.size() / most_bins];
    if ((limits.empty() || limit > limits.back()) && limit < sample.back()) limits.push_back(limit);
  }
  return limits;
}

}  // namespace

BinnedColumns bin_columns(const TreeColumns& columns) {
  BinnedColumns binned;
  for (std::size_t c = 0; c < columns.count(); ++c) {
    const std::span<const float> values = columns.values[c];
    const std::vector<float> limits = bin_limits(values);
    std::vector<std::uint8_t>& bins = binned.bins.emplace_back();
    bins.reserve(values.size());
    for (const float value : values) {
      const auto place = std::lower_bound(limits.begin(), limits.end(), value) - limits.begin();
      bins.push_back(std::isnan(value) ? 0 : static_cast<std::uint8_t>(1 + place));
    }
    binned.num_bins.push_back(static_cast<int>(limits.size()) + 2);
    binned.is_level.push_back(columns.levels[c] > 2);
  }
  return binned;
}

}  // namespace assayer
