#include "neighbors/points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "row_scan.h"

namespace assayer {
namespace {

// Squares of numbers in this range, and sums of many of them, neither overflow nor vanish.
constexpr double largest_safe = 0x1p500;
constexpr double smallest_safe = 0x1p-450;

double ratio(double numerator, double denominator, double over_zero) {
  return denominator == 0 ? over_zero : numerator / denominator;
}

}  // namespace

Points::Points(MatrixView features, Metric metric)
    : features_(features), metric_(choose_metric(metric, features.columns())) {
  is_scaled_ = metric_ == Metric::cosine || metric_ == Metric::correlation;
  if (geometry() == Geometry::squares) bring_into_range();
  if (is_scaled_) find_scales();
}

Geometry Points::geometry() const { return geometry_of(metric_); }

Geometry geometry_of(Metric metric) {
  switch (metric) {
    case Metric::automatic:  // chosen in the constructor
    case Metric::cosine:
    case Metric::correlation:
    case Metric::euclidean:
    case Metric::sqeuclidean:
      return Geometry::squares;
    case Metric::manhattan:
      return Geometry::absolute;
    case Metric::chebyshev:
      return Geometry::maximum;
    case Metric::canberra:
    case Metric::braycurtis:
    case Metric::hamming:
      break;
  }
  return Geometry::other;
}

/// Rescale by powers of two (exact): each row for the metrics that ignore a row's scale, else all rows alike.
void Points::bring_into_range() {
  Vector largest(rows());
  for (Index i = 0; i < rows(); ++i) {
    largest(i) = scan_row(features_, i, [&](const auto* row) { return largest_absolute(row, columns()); });
  }
  largest_ = rows() > 0 ? largest.maxCoeff() : 0;
  Vector factor = Vector::Ones(rows());
  if (is_scaled_) {
    for (Index i = 0; i < rows(); ++i) {
      if (largest(i) > largest_safe) factor(i) = 0x1p-600;
      if (largest(i) > 0 && largest(i) < smallest_safe) factor(i) = 0x1p800;
    }
  } else if (largest_ > largest_safe) {
    unit_ = 0x1p530;  // the largest double becomes 2^494, and what is next to nothing beside it may vanish
    factor.setConstant(1 / unit_);
    largest_ /= unit_;
  }
  if ((factor.array() == 1).all()) return;
  rescaled_.resize(rows(), columns());
  for (Index i = 0; i < rows(); ++i) {
    for (Index c = 0; c < columns(); ++c) rescaled_(i, c) = features_(i, c) * factor(i);
  }
  features_ = MatrixView(rescaled_);
}

void Points::find_scales() {
  const bool is_centred = metric_ == Metric::correlation;
  shift_.assign(static_cast<std::size_t>(rows()), 0);
  scale_.assign(static_cast<std::size_t>(rows()), 0);
  std::vector<double> scratch;
  for (Index i = 0; i < rows(); ++i) {
    const auto row = features_.row(i, scratch);
    const bool is_constant = std::all_of(row.begin(), row.end(), [&](double value) { return value == row.front(); });
    if (is_centred && is_constant) continue;  // decided without the rounding of the mean
    if (is_centred) shift_[i] = sum_in_order(columns(), [&](Index c) { return row[c]; }) / double(columns());
    const double norm =
        std::sqrt(sum_of_squares_in_order(columns(), [&](Index c, auto load) { return load(&row[c]) - shift_[i]; }));
    scale_[i] = norm > 0 ? 1 / norm : 0;
  }
}

void Points::coordinates(Index row, double* to) const {
  const Index d = columns();
  features_.is_float() ? coordinates_of(features_.floats() + row * d, row, to)
                       : coordinates_of(features_.doubles() + row * d, row, to);
}

template <typename Number>
void Points::coordinates_of(const Number* x, Index row, double* to) const {
  const double shift = is_scaled_ ? shift_[row] : 0, scale = is_scaled_ ? scale_[row] : 1;
  Index c = 0;
  for (; c + 2 <= columns(); c += 2) Pack<double>::store(to + c, (load2(x + c) - shift) * scale);
  if (c < columns()) to[c] = (double(x[c]) - shift) * scale;
}

double Points::distance(Index i, Index j) const {
  const Index d = columns();
  return features_.is_float() ? distance_of(features_.floats() + i * d, features_.floats() + j * d, i, j)
                              : distance_of(features_.doubles() + i * d, features_.doubles() + j * d, i, j);
}

template <typename Number>
double Points::distance_of(const Number* x, const Number* y, Index i, Index j) const {
  const Index d = columns();
  switch (metric_) {
    case Metric::canberra:
      return sum_in_order(d, [&](Index c) {
        const double a = x[c], b = y[c];
        return ratio(std::abs(a - b), std::abs(a) + std::abs(b), 0);
      });
    case Metric::braycurtis: {
      const double difference = sum_in_order(d, [&](Index c) { return std::abs(double(x[c]) - double(y[c])); });
      const double total = sum_in_order(d, [&](Index c) { return std::abs(double(x[c]) + double(y[c])); });
      return ratio(difference, total, 1);
    }
    case Metric::hamming:
      return sum_in_order(d, [&](Index c) { return x[c] != y[c] ? 1.0 : 0.0; }) / double(d);
    default:
      return distance_from_sum(i, j, sum_of(x, y, i, j));
  }
}

template <typename Number>
double Points::sum_of(const Number* x, const Number* y, Index i, Index j) const {
  const Index d = columns();
  if (metric_ == Metric::manhattan) {
    return sum_in_order(d, [&](Index c) { return std::abs(double(x[c]) - double(y[c])); });
  }
  if (metric_ == Metric::chebyshev) {
    double largest = 0;
    for (Index c = 0; c < d; ++c) largest = std::max(largest, std::abs(double(x[c]) - double(y[c])));
    return largest;
  }
  if (!is_scaled_) {
    return sum_of_squares_in_order(d, [&](Index c, auto load) { return load(x + c) - load(y + c); });
  }
  const double shift_x = shift_[i], shift_y = shift_[j], scale_x = scale_[i], scale_y = scale_[j];
  return sum_of_squares_in_order(
      d, [&](Index c, auto load) { return (load(x + c) - shift_x) * scale_x - (load(y + c) - shift_y) * scale_y; });
}

double Points::tiny_euclidean(Index i, Index j) const {
  const Index d = columns();
  return features_.is_float() ? tiny_euclidean(features_.floats() + i * d, features_.floats() + j * d)
                              : tiny_euclidean(features_.doubles() + i * d, features_.doubles() + j * d);
}

template <typename Number>
double Points::tiny_euclidean(const Number* x, const Number* y) const {
  return std::sqrt(sum_in_order(columns(),
                                [&](Index c) {
                                  const double difference = (double(x[c]) - double(y[c])) * 0x1p600;
                                  return difference * difference;
                                })) *
         0x1p-600;
}

}  // namespace assayer
