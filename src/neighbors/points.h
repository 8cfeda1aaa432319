#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/neighbors.h"
#include "simd.h"

namespace assayer {

/// sum of term(0..size-1), always added in the same order (four partial sums), so that every search method finds the
/// same bits. Rounding is monotone: with smaller terms the sum is never larger, which makes pruning by it exact.
template <typename Term>
double sum_in_order(Index size, Term term) {
  double a = 0, b = 0, c = 0, d = 0;
  Index i = 0;
  for (; i + 4 <= size; i += 4) {
    a += term(i);
    b += term(i + 1);
    c += term(i + 2);
    d += term(i + 3);
  }
  if (i < size) a += term(i++);
  if (i < size) b += term(i++);
  if (i < size) c += term(i++);
  return (a + b) + (c + d);
}

/// The sum of squares in that order, two terms in a register: `difference(i, load)` is that of the numbers which `load`
/// takes from the pointers to number i.
template <typename Difference>
double sum_of_squares_in_order(Index size, Difference difference) {
  const auto load_two = [](const auto* from) { return load2(from); };
  const auto load_one = [](const auto* from) { return double(*from); };
  Double2 ab{}, cd{};
  Index i = 0;
  for (; i + 4 <= size; i += 4) {
    const Double2 first = difference(i, load_two), second = difference(i + 2, load_two);
    ab += first * first;
    cd += second * second;
  }
  double rest[3] = {0, 0, 0};
  for (Index r = 0; i < size; ++i, ++r) {
    const double last = difference(i, load_one);
    rest[r] = last * last;
  }
  return ((ab[0] + rest[0]) + (ab[1] + rest[1])) + ((cd[0] + rest[2]) + cd[1]);
}

/// What kind of sum the distance is; searches are written for these.
enum class Geometry {
  squares,   ///< grows with the sum of squared differences of coordinates
  absolute,  ///< the sum of absolute differences
  maximum,   ///< the largest absolute difference
  other,
};

/// Of a metric that is not `automatic`.
Geometry geometry_of(Metric metric);

/// The rows of a feature matrix as points of a metric: what every search compares, and the exact distances that decide.
///
/// Metrics of the `squares` geometry are a function of |a - b|^2 where a, b are the rows' coordinates: the features for
/// euclidean, features / norm for cosine (1 - cos = |a - b|^2 / 2, without the cancellation of 1 - cos), likewise after
/// the mean is taken away for correlation.
class Points {
 public:
  /// Features must be finite and outlive this.
  Points(MatrixView features, Metric metric);
  Points(const Points&) = delete;
  Points& operator=(const Points&) = delete;

  Index rows() const { return features_.rows(); }
  Index columns() const { return features_.columns(); }
  Metric metric() const { return metric_; }
  Geometry geometry() const;
  /// A zero vector under cosine, a constant one under correlation: at distance 1 from everything but its copies.
  bool is_null(Index row) const { return is_scaled_ && scale_[row] == 0; }
  static constexpr double null_distance = 1;

  /// The exact distance of two rows that are not null; symmetric to the last bit.
  double distance(Index i, Index j) const;
  /// The same where the sum of squares, absolute values or the maximum over the coordinates is known already.
  double distance_from_sum(Index i, Index j, double sum) const;
  /// No pair whose sum is larger than this is as near as `distance`.
  double largest_sum_within(double distance) const;
  /// No coordinate is larger; for the geometry squares.
  double largest_coordinate() const { return is_scaled_ ? 2 : largest_; }
  /// The coordinates of a row.
  void coordinates(Index row, double* to) const;

 private:
  template <typename Number>
  double distance_of(const Number* x, const Number* y, Index i, Index j) const;
  template <typename Number>
  void coordinates_of(const Number* x, Index row, double* to) const;
  template <typename Number>
  double sum_of(const Number* x, const Number* y, Index i, Index j) const;
  /// The euclidean distance where squares would vanish.
  double tiny_euclidean(Index i, Index j) const;
  template <typename Number>
  double tiny_euclidean(const Number* x, const Number* y) const;
  void bring_into_range();
  void find_scales();

  /// A sum of squares below this may have lost terms.
  static constexpr double smallest_safe_sum = 0x1p-960;

  MatrixView features_;
  Metric metric_;
  Matrix rescaled_;         ///< a copy, only where squares of the features would overflow or vanish
  double largest_ = 0;      ///< of the features
  double unit_ = 1;         ///< distances are in units of this (1 unless euclidean features were rescaled)
  bool is_scaled_ = false;  ///< coordinates are (feature - shift) * scale
  std::vector<double> shift_, scale_;
};

inline double Points::distance_from_sum(Index i, Index j, double sum) const {
  switch (metric_) {
    case Metric::cosine:
    case Metric::correlation:
      return std::min(sum / 2, 2.0);
    case Metric::euclidean:
    case Metric::sqeuclidean: {
      const double distance = sum < smallest_safe_sum ? tiny_euclidean(i, j) : std::sqrt(sum);
      if (metric_ == Metric::euclidean) return distance * unit_;
      return sum < smallest_safe_sum || unit_ != 1 ? distance * unit_ * (distance * unit_) : sum;
    }
    default:
      return sum;
  }
}

inline double Points::largest_sum_within(double distance) const {
  constexpr double rounded_up = 1 + 0x1p-48;
  switch (metric_) {
    case Metric::cosine:
    case Metric::correlation:
      return distance < 2 ? distance * 2 * rounded_up : std::numeric_limits<double>::infinity();
    case Metric::euclidean:
      return std::max(smallest_safe_sum, distance / unit_ * (distance / unit_) * rounded_up);
    case Metric::sqeuclidean:
      return std::max(smallest_safe_sum, distance / unit_ / unit_ * rounded_up);
    default:
      return distance;
  }
}

}  // namespace assayer
