#include "neighbors/cell_search.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "random.h"

namespace assayer {
namespace {

constexpr Index sample_size = 1000;

/// The coordinate that is spread widest, as a direction.
std::vector<double> widest_axis(const Points& points, const SearchRows& rows, const Cell& cell) {
  const auto d = static_cast<std::size_t>(points.columns());
  std::vector<double> point(d), sum(d), squares(d);
  const std::size_t step = std::max<std::size_t>(1, cell.size() / sample_size);
  double count = 0;
  for (std::size_t i = 0; i < cell.size(); i += step) {
    points.coordinates(rows[static_cast<std::size_t>(cell[i])], point.data());
    for (std::size_t c = 0; c < d; ++c) {
      sum[c] += point[c];
      squares[c] += point[c] * point[c];
    }
    count += 1;
  }
  for (std::size_t c = 0; c < d; ++c) squares[c] -= sum[c] * sum[c] / count;
  std::vector<double> axis(d);
  axis[static_cast<std::size_t>(std::max_element(squares.begin(), squares.end()) - squares.begin())] = 1;
  return axis;
}

std::vector<double> random_direction(Index columns, Random& random) {
  std::vector<double> direction(static_cast<std::size_t>(columns));
  for (double& component : direction) component = random.normal();
  return direction;
}

/// Cut a cell in two halves across a direction; the second is empty where all points lie at one place of it.
std::pair<Cell, Cell> halves(const Points& points, const SearchRows& rows, const Cell& cell,
                             const std::vector<double>& direction) {
  std::vector<double> point(direction.size()), positions;
  for (const std::int32_t place : cell) {
    points.coordinates(rows[static_cast<std::size_t>(place)], point.data());
    positions.push_back(std::inner_product(point.begin(), point.end(), direction.begin(), 0.0));
  }
  std::vector<double> sorted = positions;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  std::pair<Cell, Cell> result;
  const bool is_lowest = std::none_of(sorted.begin(), middle, [&](double position) { return position < *middle; });
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const bool is_first = is_lowest ? positions[i] <= *middle : positions[i] < *middle;
    (is_first ? result.first : result.second).push_back(cell[i]);
  }
  return result;
}

}  // namespace

Job<std::vector<Cell>> cut_in_cells(const Points& points, const SearchRows& rows, Index most_rows, int partition) {
  Random random(static_cast<std::uint64_t>(partition));
  std::vector<Cell> cells, waiting(1, Cell(rows.size()));
  std::iota(waiting[0].begin(), waiting[0].end(), 0);
  while (!waiting.empty()) {
    const Cell cell = std::move(waiting.back());
    waiting.pop_back();
    if (static_cast<Index>(cell.size()) > most_rows) {
      const std::vector<double> direction =
          partition == 0 ? widest_axis(points, rows, cell) : random_direction(points.columns(), random);
      auto [first, second] = halves(points, rows, cell, direction);
      co_await pause(0);
      if (!second.empty()) {
        waiting.push_back(std::move(first));
        waiting.push_back(std::move(second));
        continue;
      }
    }
    cells.push_back(cell);
  }
  co_return cells;
}

Job<SearchResult> search_cells(const Points& points, const SearchRows& rows, Index k, Index most_rows,
                               NeighborShare share) {
  SearchResult result(static_cast<Index>(rows.size()), k);
  std::vector<Neighbor> known;
  // Shares that look at the same partitions take turns with the cells.
  const Index strides = std::min<Index>(share.parts, num_partitions), first = share.part % strides;
  const auto sharers = static_cast<std::size_t>((share.parts - first - 1) / strides + 1);
  const auto turn = static_cast<std::size_t>(share.part / strides);
  for (int round = 0; round < num_partitions; ++round) {
    if (round % strides != first) continue;
    const double from = static_cast<double>(round) / num_partitions;
    const std::vector<Cell> cells = co_await within(from, from, "", cut_in_cells(points, rows, most_rows, round));
    for (std::size_t c = turn; c < cells.size(); c += sharers) {
      SearchRows cell_rows;
      for (const std::int32_t place : cells[c]) cell_rows.push_back(rows[static_cast<std::size_t>(place)]);
      const double begin = from + static_cast<double>(c) / static_cast<double>(cells.size() * num_partitions);
      const double end = from + static_cast<double>(c + 1) / static_cast<double>(cells.size() * num_partitions);
      const SearchResult found = co_await within(begin, end, "", search_exactly(points, cell_rows, k));
      for (std::size_t i = 0; i < cells[c].size(); ++i) {
        known.clear();
        for (Index m = 0; m < found.count(); ++m) {
          const Neighbor neighbor = found.at(static_cast<Index>(i), m);
          known.push_back({neighbor.distance, cells[c][static_cast<std::size_t>(neighbor.id)]});
        }
        result.copy_row(cells[c][i], known);
        keep_nearest(known, result.count());
        result.set_row(cells[c][i], known);
      }
      co_await pause(end);
    }
  }
  co_return result;
}

}  // namespace assayer
