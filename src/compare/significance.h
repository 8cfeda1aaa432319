#pragma once

#include <vector>

namespace assayer {

/// Probability of a Kolmogorov-Smirnov distance of two samples of one distribution that is at least so large: the
/// asymptotic one with Stephens' correction; too large where values repeat.
double kolmogorov_smirnov_p(double distance, double n_old, double n_new);

/// Probability that a chi-square variable is at least `statistic` (>= 0); 1 without degrees of freedom.
double chi_square_p(double statistic, int degrees);

/// Chi-square test of two rows of counts: whether both sides spread over the cells alike.
double homogeneity_p(const std::vector<double>& old_counts, const std::vector<double>& new_counts);

/// p-values adjusted so that flags below a limit are wrong at that rate (Benjamini and Hochberg 1995).
std::vector<double> adjust_p_values(const std::vector<double>& p_values);

}  // namespace assayer
