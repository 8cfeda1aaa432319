#include "compare/significance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ordering.h"

namespace assayer {

double kolmogorov_smirnov_p(double distance, double n_old, double n_new) {
  if (n_old == 0 || n_new == 0 || distance <= 0) return 1;
  const double root = std::sqrt(n_old * n_new / (n_old + n_new));
  const double x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.2) return 1;  // the series below converges slowly to 1
  double sum = 0;
  for (int j = 1; j <= 100; ++j) {
    const double term = std::exp(-2.0 * j * j * x * x);
    sum += j % 2 ? term : -term;
    if (term < 1e-17) break;
  }
  return std::clamp(2 * sum, 0.0, 1.0);
}

double chi_square_p(double statistic, int degrees) {
  if (degrees <= 0 || statistic <= 0) return 1;
  // finite sums for whole degrees of freedom (Abramowitz and Stegun 26.4.4, 26.4.5), each term by its logarithm
  const double half = statistic / 2;
  double p = degrees % 2 ? std::erfc(std::sqrt(half)) : 0;
  for (double power = degrees % 2 ? 0.5 : 0; power < degrees / 2.0; ++power) {
    p += std::exp(power * std::log(half) - half - std::lgamma(power + 1));
  }
  return std::min(p, 1.0);
}

double homogeneity_p(const std::vector<double>& old_counts, const std::vector<double>& new_counts) {
  const double n_old = std::accumulate(old_counts.begin(), old_counts.end(), 0.0);
  const double n_new = std::accumulate(new_counts.begin(), new_counts.end(), 0.0);
  if (n_old == 0 || n_new == 0) return 1;
  double statistic = 0;
  int cells = 0;
  for (std::size_t l = 0; l < old_counts.size(); ++l) {
    const double both = old_counts[l] + new_counts[l];
    if (both == 0) continue;
    ++cells;
    const double expected_old = both * n_old / (n_old + n_new), expected_new = both - expected_old;
    statistic += (old_counts[l] - expected_old) * (old_counts[l] - expected_old) / expected_old +
                 (new_counts[l] - expected_new) * (new_counts[l] - expected_new) / expected_new;
  }
  return chi_square_p(statistic, cells - 1);
}

std::vector<double> adjust_p_values(const std::vector<double>& p_values) {
  const std::vector<std::int32_t> order = argsort(p_values);
  std::vector<double> adjusted(p_values.size());
  double smallest = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const auto test = static_cast<std::size_t>(order[rank - 1]);
    smallest = std::min(smallest, p_values[test] * static_cast<double>(order.size()) / static_cast<double>(rank));
    adjusted[test] = smallest;
  }
  return adjusted;
}

}  // namespace assayer
