#include "ordering.h"

#include <algorithm>
#include <numeric>

namespace assayer {
namespace {

std::vector<std::int32_t> all_positions(std::size_t size) {
  std::vector<std::int32_t> positions(size);
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

}  // namespace

void sort_positions(std::span<std::int32_t> positions, ComesBefore before) {
  std::stable_sort(positions.begin(), positions.end(), before);
}

std::vector<std::int32_t> sorted_positions(std::size_t size, ComesBefore before) {
  std::vector<std::int32_t> positions = all_positions(size);
  sort_positions(positions, before);
  return positions;
}

void sort_by(std::span<const double> values, std::span<std::int32_t> positions) {
  std::stable_sort(positions.begin(), positions.end(), [values](std::int32_t a, std::int32_t b) {
    return values[static_cast<std::size_t>(a)] < values[static_cast<std::size_t>(b)];
  });
}

std::vector<std::int32_t> argsort(std::span<const double> values) {
  std::vector<std::int32_t> positions = all_positions(values.size());
  sort_by(values, positions);
  return positions;
}

}  // namespace assayer
