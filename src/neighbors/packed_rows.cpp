#include "neighbors/packed_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "linear_algebra.h"
#include "random.h"

namespace assayer {
namespace {

constexpr Index ball_dimensions = 16;
constexpr Index sample_size = 1024;
constexpr float far_away = 1e17F;               // squares are finite
constexpr std::int32_t far_from_all = 1 << 29;  // with any other half norm and product, a key still fits 32 bits

float rounded_up(double value) { return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::max()); }

/// A few rows, evenly spread.
Matrix take_sample(const Points& points, const SearchRows& rows) {
  const auto m = static_cast<Index>(rows.size());
  const Index size = std::min(sample_size, m);
  Matrix sample(size, points.columns());
  for (Index s = 0; s < size; ++s) points.coordinates(rows[s * m / size], sample.row(s).data());
  return sample;
}

/// The median of every column: unlike the mean it is not drawn away by a few huge values.
Vector column_medians(const Matrix& sample) {
  Vector medians(sample.cols());
  std::vector<double> column(static_cast<std::size_t>(sample.rows()));
  for (Index c = 0; c < sample.cols(); ++c) {
    for (Index s = 0; s < sample.rows(); ++s) column[s] = sample(s, c);
    const auto middle = column.begin() + sample.rows() / 2;
    std::nth_element(column.begin(), middle, column.end());
    medians(c) = *middle;
  }
  return medians;
}

/// d x p: about the directions in which the rows differ most, by subspace iteration (Halko et al. 2011). Any
/// orthonormal basis is right; a good one prunes more.
Matrix main_directions(const Matrix& centred, Index p) {
  Random random(20240607);
  Matrix basis(p, centred.cols());
  for (Index c = 0; c < basis.cols(); ++c) {
    for (Index b = 0; b < p; ++b) basis(b, c) = random.normal();
  }
  Matrix clipped = centred;  // so that a few strays do not take the directions for themselves
  const Vector norms = centred.rowwise().norm();
  std::vector<double> sorted(norms.begin(), norms.end());
  std::nth_element(sorted.begin(), sorted.begin() + Index(sorted.size()) / 2, sorted.end());
  const double most = 2 * sorted[sorted.size() / 2];
  for (Index s = 0; s < clipped.rows(); ++s) {
    if (norms(s) > most && norms(s) > 0) clipped.row(s) *= most / norms(s);
  }
  for (int iteration = 0; iteration < 3; ++iteration) {
    orthonormalize_rows(basis);
    const Matrix projected = clipped * basis.transpose();
    basis.noalias() = projected.transpose() * clipped;
  }
  orthonormalize_rows(basis);
  return basis.transpose();
}

/// Order places so that panels and groups hold rows that are near each other: halved again and again across the widest
/// dimension, at multiples of the group and then of the panel.
class LocalOrder {
 public:
  LocalOrder(const Matrix& vectors, std::vector<std::int32_t>& order) : vectors_(vectors), order_(order) {}

  [[gnu::noinline]] void split(Index begin, Index end, std::vector<std::pair<Index, Index>>& open) {
    const Index size = end - begin;
    if (size <= panel_rows) return;
    const Index multiple = size > group_rows ? group_rows : panel_rows;
    const Index middle = begin + std::max(multiple, size / 2 / multiple * multiple);
    const Index widest = widest_dimension(begin, end);
    std::nth_element(order_.begin() + begin, order_.begin() + middle, order_.begin() + end,
                     [&](std::int32_t a, std::int32_t b) {
                       const double x = vectors_(a, widest), y = vectors_(b, widest);
                       return x < y || (x == y && a < b);
                     });
    open.emplace_back(begin, middle);
    open.emplace_back(middle, end);
  }

 private:
  /// By variance on some of the rows: strays count little.
  Index widest_dimension(Index begin, Index end) const {
    const Index step = 1 + (end - begin) / 256;
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(vectors_.cols()), squares = sum;
    double count = 0;
    for (Index i = begin; i < end; i += step) {
      const auto row = vectors_.row(order_[i]);
      sum += row;
      squares += row.cwiseAbs2();
      ++count;
    }
    Index widest = 0;
    (squares - sum.cwiseAbs2() / count).maxCoeff(&widest);
    return widest;
  }

  const Matrix& vectors_;
  std::vector<std::int32_t>& order_;
};

Job<std::vector<std::int32_t>> order_locally(const Matrix& vectors) {
  std::vector<std::int32_t> order(static_cast<std::size_t>(vectors.rows()));
  std::iota(order.begin(), order.end(), 0);
  LocalOrder local(vectors, order);
  std::vector<std::pair<Index, Index>> open{{0, vectors.rows()}};
  Index work = 0;
  while (!open.empty()) {
    const auto [begin, end] = open.back();
    open.pop_back();
    local.split(begin, end, open);
    work += end - begin;
    if (work > 20000) {
      work = 0;
      co_await pause(1 - double(open.size()) / 64);
    }
  }
  order.resize((order.size() + group_rows - 1) / group_rows * group_rows, -1);
  co_return order;
}

/// The vectors in the space of the balls: their parts along the directions and, as one more coordinate, the length of
/// the rest. Distances never grow: ||r| - |s|| <= |r - s|.
struct BallSpace {
  Matrix directions;  ///< d x 16, the last one zero; empty: the space is that of the rows
  Index dimensions = 0;

  /// @param row  d
  /// @return     its length
  double project(const double* row, double* to) const {
    if (directions.size() == 0) {
      std::copy_n(row, dimensions, to);
      return Eigen::Map<const Vector>(row, dimensions).norm();
    }
    constexpr Index registers = ball_dimensions / Pack<double>::size;
    Double2 parts[registers] = {};
    double squares = 0;
    for (Index c = 0; c < directions.rows(); ++c) {
      const double* direction = directions.row(c).data();
      const Double2 factor = Pack<double>::splat(row[c]);
      for (Index r = 0; r < registers; ++r) parts[r] += factor * load2(direction + r * Pack<double>::size);
      squares += row[c] * row[c];
    }
    double rest = squares;
    for (Index r = 0; r < registers; ++r) {
      Pack<double>::store(to + r * Pack<double>::size, parts[r]);
      rest -= Pack<double>::sum(parts[r] * parts[r]);
    }
    to[ball_dimensions - 1] = std::sqrt(std::max(0.0, rest));
    return std::sqrt(squares);
  }
};

/// The farthest row's distance from the middle; where single rows are very far away, that of the farthest of the
/// others.
double radius_of_most(const Vector& lengths) {
  constexpr double far_away_of_median = 16;
  std::vector<double> sorted(lengths.begin(), lengths.end());
  const auto quantile = [&](double share) {
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(share * double(sorted.size() - 1));
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  };
  const double longest = quantile(1);
  const double radius = std::min(longest, std::max(quantile(0.998), far_away_of_median * quantile(0.5)));
  return radius > 0 ? radius : 1;
}

/// The steps of `pack_rows`, for some rows at a time: loops are slow in a coroutine, where their variables live in its
/// frame.
class RowPacking {
 public:
  RowPacking(const Points& points, const SearchRows& rows)
      : points_(points),
        rows_(rows),
        row_(points.columns()),
        safe_(safe_unit(2 * points.largest_coordinate())),
        lengths_(static_cast<Index>(rows.size())) {
    Matrix sample = take_sample(points, rows);
    middle_ = column_medians(sample);
    const Index d = points.columns();
    balls_.dimensions = std::min(d, ball_dimensions);
    if (d > ball_dimensions) {
      sample = ((sample.rowwise() - middle_.transpose()) * safe_).eval();
      balls_.directions = Matrix::Zero(d, ball_dimensions);
      balls_.directions.leftCols(ball_dimensions - 1) = main_directions(sample, ball_dimensions - 1);
    }
    vectors_.resize(lengths_.size(), balls_.dimensions);
  }

  /// Some rows into the space of the balls.
  [[gnu::noinline]] void project(Index begin, Index end) {
    for (Index i = begin; i < end; ++i) lengths_(i) = balls_.project(centred_row(i, safe_), vectors_.row(i).data());
  }
  /// Once all are there: so that the longest is as long as integers allow.
  [[gnu::noinline]] void scale() {
    radius_ = radius_of_most(lengths_);
    packed_.unit = safe_ * (longest_packed(points_.columns()) / radius_);
    for (Index i = 0; i < lengths_.size(); ++i) vectors_.row(i) *= factor(i);
  }
  const Matrix& vectors() const { return vectors_; }

  void start(std::vector<std::int32_t> order) {
    packed_.order = std::move(order);
    packed_.rows = Panels(packed_.num_panels(), points_.columns());
    packed_.is_drawn.assign(packed_.order.size(), 0);
  }
  /// The rows of some places.
  [[gnu::noinline]] void pack(Index begin, Index end) {
    for (Index place = begin; place < end; ++place) {
      const std::int32_t row = packed_.order[place];
      const double moved = packed_.rows.set(place, centred_row(row, safe_ * factor(row)));
      packed_.rounding = std::max(packed_.rounding, moved);
      packed_.is_drawn[place] = lengths_(row) > radius_ ? 1 : 0;
      packed_.num_drawn += packed_.is_drawn[place];
    }
  }
  PackedRows finish() {
    enclose();
    return std::move(packed_);
  }

 private:
  /// What a row around the middle is multiplied by.
  double factor(Index i) const { return longest_packed(points_.columns()) / std::max(radius_, lengths_(i)); }
  /// A row around the middle, in units of which `unit` make a coordinate's 1; valid until the next call.
  const double* centred_row(Index i, double unit) {
    points_.coordinates(rows_[static_cast<std::size_t>(i)], row_.data());
    const Index d = row_.size();
    Index c = 0;
    for (; c + 2 <= d; c += 2) {
      Pack<double>::store(row_.data() + c, (load2(row_.data() + c) - load2(middle_.data() + c)) * unit);
    }
    if (c < d) row_(c) = (row_(c) - middle_(c)) * unit;
    return row_.data();
  }

  /// Centre and radius of the ball around the rows of each panel.
  [[gnu::noinline]] void enclose() {
    const Index p = vectors_.cols();
    packed_.ball_centres = Panels(packed_.num_groups(), p);
    packed_.ball_radii.assign(static_cast<std::size_t>(packed_.num_panels()), -far_away);
    for (Index panel = 0; panel < packed_.num_panels(); ++panel) {
      const auto begin = packed_.order.begin() + panel * panel_rows;
      const auto end = std::find(begin, begin + panel_rows, -1);
      if (begin == end) continue;
      Eigen::RowVectorXd centre = Eigen::RowVectorXd::Zero(p);
      for (auto row = begin; row != end; ++row) centre += vectors_.row(*row);
      centre /= double(end - begin);
      double radius = 0;
      for (auto row = begin; row != end; ++row) {
        // The last term: what rounding does to the length of the rest.
        radius =
            std::max(radius, (vectors_.row(*row) - centre).norm() + 1e-6 * (vectors_.row(*row).norm() + centre.norm()));
      }
      packed_.ball_radii[panel] = rounded_up(radius + packed_.ball_centres.set(panel, centre.data()));
    }
  }

  const Points& points_;
  const SearchRows& rows_;
  Vector middle_, row_;
  double safe_;
  BallSpace balls_;
  Matrix vectors_;
  Vector lengths_;     ///< of the rows around the middle
  double radius_ = 0;  ///< longer ones are drawn to it
  PackedRows packed_;
};

}  // namespace

Panels::Panels(Index num_panels, Index num_dimensions)
    : dimensions(num_dimensions),
      pairs((num_dimensions + 1) / 2),
      values(static_cast<std::size_t>(num_panels * pairs * pair_stride)),
      half_norms(static_cast<std::size_t>(num_panels * panel_rows), far_from_all) {}

double Panels::set(Index place, const double* vector) {
  std::int16_t* to = values.data() + place / panel_rows * pairs * pair_stride + place % panel_rows * 2;
  // Added to a number, this leaves the nearest integer in its last bits.
  const Double2 to_integer = Pack<double>::splat(0x1.8p52);
  Double2 squares{}, moved{};
  const auto set_pair = [&](Double2 pair, std::int16_t* two) {
    const Double2 shifted = pair + to_integer, rounded = shifted - to_integer, rest = pair - rounded;
    const auto integers = std::bit_cast<std::array<std::int64_t, 2>>(shifted);
    two[0] = static_cast<std::int16_t>(integers[0]);
    two[1] = static_cast<std::int16_t>(integers[1]);
    squares += rounded * rounded;
    moved += rest * rest;
  };
  Index c = 0;
  for (; c + 2 <= dimensions; c += 2, to += pair_stride) set_pair(load2(vector + c), to);
  if (c < dimensions) set_pair(Double2{vector[c], 0}, to);
  half_norms[place] = static_cast<std::int32_t>((squares[0] + squares[1]) / 2);
  return std::sqrt(moved[0] + moved[1]) + 1e-6;
}

void Panels::clear(Index place) { half_norms[place] = far_from_all; }

// Squared lengths stay below 2^30 after rounding.
double longest_packed(Index dimensions) { return 32766 - std::sqrt(double(dimensions)) / 2; }

double safe_unit(double largest) { return largest > 0 ? std::ldexp(1.0, std::min(1000, 20 - std::ilogb(largest))) : 1; }

std::int32_t negated_limit(double reach, double rounding) {
  const double rounded_reach = reach * (1 + 0x1p-40) + 2 * rounding;
  const double limit = rounded_reach * rounded_reach / 2 + 2;
  constexpr auto all = std::numeric_limits<std::int32_t>::min();
  return limit < -double(all) ? -static_cast<std::int32_t>(limit) : all;
}

Job<PackedRows> pack_rows(const Points& points, const SearchRows& rows) {
  constexpr Index block = 64;
  const auto m = static_cast<Index>(rows.size());
  RowPacking packing(points, rows);
  co_await pause(0.2);
  for (Index i = 0; i < m; i += block) {
    packing.project(i, std::min(i + block, m));
    co_await pause(0.2 + 0.3 * double(i) / double(m));
  }
  packing.scale();
  std::vector<std::int32_t> order = co_await within(0.5, 0.7, "", order_locally(packing.vectors()));
  packing.start(std::move(order));
  for (Index place = 0; place < m; place += block) {
    packing.pack(place, std::min(place + block, m));
    co_await pause(0.7 + 0.3 * double(place) / double(m));
  }
  co_return packing.finish();
}

}  // namespace assayer
