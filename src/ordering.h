#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace assayer {

/// A view of a comparison of two positions: whether the first comes before the second. Valid while what it views is.
class ComesBefore {
 public:
  template <std::predicate<std::int32_t, std::int32_t> Compare>
  requires(!std::same_as<std::remove_cvref_t<Compare>, ComesBefore>) ComesBefore(const Compare& compare)
      : compare_(&compare), call_([](const void* viewed, std::int32_t a, std::int32_t b) -> bool {
          return (*static_cast<const Compare*>(viewed))(a, b);
        }) {}

  bool operator()(std::int32_t a, std::int32_t b) const { return call_(compare_, a, b); }

 private:
  const void* compare_;
  bool (*call_)(const void*, std::int32_t, std::int32_t);
};

/// Sorts positions, equal ones in the order that they had. Every comparison shares one compiled sort, for each further
/// one costs visitors a kilobyte: where comparing takes most of the time, std::sort is faster.
void sort_positions(std::span<std::int32_t> positions, ComesBefore before);

/// Positions 0 to size - 1 in that order.
std::vector<std::int32_t> sorted_positions(std::size_t size, ComesBefore before);

/// Sorts positions by ascending value, equal ones in the order that they had. `values[p]` for each of them.
void sort_by(std::span<const double> values, std::span<std::int32_t> positions);

/// All positions by ascending value, equal ones by position.
std::vector<std::int32_t> argsort(std::span<const double> values);

}  // namespace assayer
