#pragma once

#include <span>
#include <vector>

namespace assayer {

/// Where most values of a column lie, without being moved by a few extreme ones. Missing (NaN) values do not count.
struct RobustScale {
  double center = 0;  ///< median
  double scale = 1;   ///< > 0: the standard deviation a normal distribution of the same middle part would have

  /// Deviations from the centre, safe for values near the limits of double.
  double operator()(double value) const { return value / scale - center / scale; }
};

/// Takes the interquartile range; where that is 0 (most values equal) the range of the middle 90 %, then the standard
/// deviation; 1 for constants.
RobustScale robust_scale(std::span<const double> values);

/// The finite values, in order.
std::vector<double> present_values(std::span<const double> values);

/// Linear up to `limit`, logarithmic beyond: far stays far, but cannot drown everything else.
double squash(double deviation, double limit);

}  // namespace assayer
