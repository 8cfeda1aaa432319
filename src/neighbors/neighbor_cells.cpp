#include "assayer/neighbor_cells.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "neighbors/nearest_list.h"
#include "neighbors/points.h"
#include "random.h"

namespace assayer {
namespace {

constexpr int rounds = 8;             ///< of moving the centres
constexpr Index smallest_share = 4;   ///< cells of less than a quarter of the sample's rows each are given up
constexpr Index rows_at_a_time = 64;  ///< between pauses

void check(const MatrixView& features, const CellOptions& options) {
  if (options.sample_rows < 1 || options.sample_rows > features.rows()) {
    reject("sample_rows", "1 to " + std::to_string(features.rows()), std::int64_t{options.sample_rows});
  }
  if (options.num_cells < 1) reject("num_cells", "a number >= 1", std::int64_t{options.num_cells});
  if (options.copies < 1) reject("copies", "a number >= 1", std::int64_t{options.copies});
  if (options.k < 1) reject("k", "a number >= 1", std::int64_t{options.k});
  if (std::ssize(options.queries) > options.sample_rows) {
    reject("queries", "at most as many as rows of the sample", std::int64_t{std::ssize(options.queries)});
  }
}

double squared_distance(const double* a, const double* b, Index size) {
  return sum_of_squares_in_order(size, [&](Index c, auto load) { return load(a + c) - load(b + c); });
}

/// The centres nearest to a point, nearest first.
class NearestCentres {
 public:
  NearestCentres(const Matrix& centres, Index count)
      : centres_(centres), count_(std::min(count, centres.rows())), order_(static_cast<std::size_t>(centres.rows())) {}

  std::span<const Neighbor> of(const double* point) {
    for (Index cell = 0; cell < centres_.rows(); ++cell) {
      order_[static_cast<std::size_t>(cell)] = {squared_distance(point, centres_.row(cell).data(), centres_.cols()),
                                                static_cast<std::int32_t>(cell)};
    }
    std::partial_sort(order_.begin(), order_.begin() + count_, order_.end());
    return {order_.data(), static_cast<std::size_t>(count_)};
  }
  Index count() const { return count_; }

 private:
  const Matrix& centres_;
  Index count_;
  std::vector<Neighbor> order_;
};

/// Centres of clusters of the sample (Lloyd 1982), without those of few rows.
Job<Matrix> find_centres(const Points& points, const CellOptions& options) {
  const Index sample = options.sample_rows, d = points.columns();
  std::vector<std::int32_t> order(static_cast<std::size_t>(sample));
  std::iota(order.begin(), order.end(), 0);
  Random(options.seed).shuffle(std::span(order));
  Matrix centres(std::min(options.num_cells, sample), d);
  for (Index cell = 0; cell < centres.rows(); ++cell) {
    points.coordinates(order[static_cast<std::size_t>(cell)], centres.row(cell).data());
  }
  Vector sizes;
  std::vector<double> point(static_cast<std::size_t>(d));
  for (int round = 0; round < rounds; ++round) {
    Matrix sums = Matrix::Zero(centres.rows(), d);
    sizes = Vector::Zero(centres.rows());
    NearestCentres nearest(centres, 1);
    for (Index i = 0; i < sample; ++i) {
      if (i % rows_at_a_time == 0) co_await pause((round + double(i) / double(sample)) / rounds);
      points.coordinates(i, point.data());
      const std::int32_t cell = nearest.of(point.data())[0].id;
      for (Index c = 0; c < d; ++c) sums(cell, c) += point[static_cast<std::size_t>(c)];
      sizes(cell) += 1;
    }
    for (Index cell = 0; cell < centres.rows(); ++cell) {
      if (sizes(cell) > 0) centres.row(cell) = sums.row(cell) / sizes(cell);
    }
  }
  Index kept = 0;
  const double least = double(sample) / double(centres.rows() * smallest_share);
  for (Index cell = 0; cell < centres.rows(); ++cell) {
    if (sizes(cell) < least) continue;
    centres.row(kept++) = centres.row(cell);
  }
  co_return centres.topRows(kept);
}

double distance_between(const Points& points, Index i, Index j) {
  return points.is_null(i) || points.is_null(j) ? Points::null_distance : points.distance(i, j);
}

}  // namespace

Job<CellPlacement> place_in_cells(MatrixView features, CellOptions options) {
  check(features, options);
  const Points points(features, options.metric);
  if (points.geometry() != Geometry::squares) {
    reject("metric", "one that is a sum of squares", metric_name(points.metric()));
  }
  const Matrix centres = co_await within(0, 0.3, "", find_centres(points, options));
  NearestCentres nearest(centres, options.copies);
  const auto num_queries = static_cast<Index>(options.queries.size());
  std::vector<NearestList> nearest_rows(options.queries.size(), NearestList(options.k));

  CellPlacement placement;
  placement.copies = nearest.count();
  std::vector<double> point(static_cast<std::size_t>(features.columns()));
  const Index rows = features.rows() - options.sample_rows;
  for (Index row = 0; row < rows; ++row) {
    if (row % rows_at_a_time == 0) co_await pause(0.3 + 0.7 * double(row) / double(rows));
    const Index i = options.sample_rows + row;
    points.coordinates(i, point.data());
    for (const Neighbor& centre : nearest.of(point.data())) placement.cells.push_back(centre.id);
    for (Index q = 0; q < num_queries; ++q) {
      if (options.queries[static_cast<std::size_t>(q)] == row) continue;
      nearest_rows[static_cast<std::size_t>(q)].offer({distance_between(points, q, i), static_cast<std::int32_t>(row)});
    }
  }
  placement.query_distances = Matrix::Constant(num_queries, options.k, std::numeric_limits<double>::infinity());
  for (Index q = 0; q < num_queries; ++q) {
    Index m = 0;
    for (const Neighbor& row : nearest_rows[static_cast<std::size_t>(q)].sorted()) {
      placement.query_distances(q, m++) = row.distance;
    }
  }
  co_return placement;
}

}  // namespace assayer
