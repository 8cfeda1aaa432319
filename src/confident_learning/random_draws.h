#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "assayer/matrix.h"
#include "random.h"

namespace assayer {

struct Bounds {
  double lowest, highest;
  std::string_view lowest_name = "min_prob", highest_name = "max_prob";  ///< what messages call them
};

/// n numbers within the bounds that sum to `sum`. @throws std::invalid_argument  where there are none
Vector draw_numbers_with_sum(Random& random, Index n, double sum, Bounds bounds);

/// Counts of n balls in k bins, each in [lowest, highest] (balls beyond k * highest are left out).
std::vector<Index> draw_bins(Random& random, Index n, Index k, Index lowest, Index highest);

/// Put the first `count` of the values into random order and places: a random sample without replacement.
template <typename T>
void draw_to_front(Random& random, std::vector<T>& values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) std::swap(values[i], values[i + random.below(values.size() - i)]);
}

}  // namespace assayer
