#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Quantile q in [0, 1] of the values, with linear interpolation between the two order statistics around q (n - 1);
/// NaN where there are none. O(n): selects, does not sort.
double quantile(std::span<const double> values, double q);
double quantile(const Vector& values, double q);

/// The middle value, or the mean of the two middle ones: quantile 0.5.
double median(std::span<const double> values);
double median(const Vector& values);

/// Arithmetic mean; NaN where there are no values. Added from left to right: the same bits on every platform.
double mean(std::span<const double> values);
double mean(const Vector& values);

/// Population standard deviation (divisor n); NaN where there are no values.
double standard_deviation(std::span<const double> values);

/// Position of the largest value; the first of equal ones. At least one value.
Index argmax(std::span<const double> values);

/// Round to an integer, halves to the even one (whatever the floating-point environment says).
double round_half_even(double value);

}  // namespace assayer
