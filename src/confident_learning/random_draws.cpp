#include "confident_learning/random_draws.h"

#include <algorithm>

#include "assayer/error.h"
#include "assayer/label_noise.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double slack = 1e-6;

/// Flat on the simplex by the gaps between sorted uniform numbers: no logarithm, the same bits everywhere.
Vector draw_from_simplex(Random& random, Index n) {
  std::vector<double> cuts{0};
  for (Index i = 1; i < n; ++i) cuts.push_back(random.uniform());
  cuts.push_back(1);
  std::sort(cuts.begin(), cuts.end());
  Vector gaps(n);
  for (Index i = 0; i < n; ++i) gaps(i) = cuts[static_cast<std::size_t>(i) + 1] - cuts[static_cast<std::size_t>(i)];
  return gaps;
}

}  // namespace

Vector draw_numbers_with_sum(Random& random, Index n, double sum, Bounds bounds) {
  if (n == 0) return {};
  const auto [lowest, highest, lowest_name, highest_name] = bounds;
  const double mean = sum / static_cast<double>(n);
  if (!(highest + slack >= mean)) reject(highest_name, "at least the mean " + format_number(mean), highest);
  if (!(lowest <= mean + slack)) reject(lowest_name, "at most the mean " + format_number(mean), lowest);
  Vector x = draw_from_simplex(random, n) * sum;
  Index top = 0, bottom = 0;
  while (x.maxCoeff(&top) > highest + slack) {
    x.minCoeff(&bottom);
    const double low = x(bottom) + (x(top) - highest);
    const double gain = (highest - low) * random.uniform();
    x(bottom) = low + gain;
    x(top) = highest - gain;
  }
  while (x.minCoeff(&bottom) < lowest - slack) {
    x.maxCoeff(&top);
    const double high = x(top) - (lowest - x(bottom));
    const double loss = (high - lowest) * random.uniform();
    x(top) = high - loss;
    x(bottom) = lowest + loss;
  }
  return x;
}

std::vector<Index> draw_bins(Random& random, Index n, Index k, Index lowest, Index highest) {
  std::vector<Index> counts(static_cast<std::size_t>(k));
  n = std::min(n, highest * k);
  if (n == 0) return counts;
  const auto balls = static_cast<double>(n);
  const double low = std::min(static_cast<double>(lowest), balls / static_cast<double>(k));
  const double high = std::min(static_cast<double>(highest), balls);
  const Vector shares = draw_numbers_with_sum(random, k, 1, {low / balls, high / balls});
  Index sum = 0;
  for (std::size_t bin = 0; bin < counts.size(); ++bin)
    sum += counts[bin] = static_cast<Index>(round_half_even(balls * shares(static_cast<Index>(bin))));
  for (; sum > n; --sum) --*std::max_element(counts.begin(), counts.end());
  for (; sum < n; ++sum) ++*std::min_element(counts.begin(), counts.end());
  return counts;
}

Vector generate_n_rand_probabilities_that_sum_to_m(Index n, double m, double max_prob, double min_prob,
                                                   std::uint64_t seed) {
  if (n < 0) reject("n", "a number >= 0", static_cast<std::int64_t>(n));
  if (!(m >= 0)) reject("m", "a number >= 0", m);
  if (!(min_prob >= 0)) reject("min_prob", "a number >= 0", min_prob);
  Random random(seed);
  return draw_numbers_with_sum(random, n, m, {min_prob, max_prob});
}

std::vector<Index> randomly_distribute_n_balls_into_k_bins(Index n, Index k, Index max_per_bin, Index min_per_bin,
                                                           std::uint64_t seed) {
  if (n < 0) reject("n", "a number >= 0", static_cast<std::int64_t>(n));
  if (k < 1) reject("k", "a number >= 1", static_cast<std::int64_t>(k));
  if (min_per_bin < 0) reject("min_per_bin", "a number >= 0", static_cast<std::int64_t>(min_per_bin));
  Random random(seed);
  return draw_bins(random, n, k, min_per_bin, max_per_bin < 0 ? n : max_per_bin);
}

}  // namespace assayer
