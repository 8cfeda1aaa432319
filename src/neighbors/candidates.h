#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "neighbors/packed_rows.h"

namespace assayer {

/// For each packed row the rows that may be among its nearest, until exact distances decide.
///
/// A candidate has a key that is never larger than half its squared distance, and its half squared distance is never
/// larger than key + reach. So the k-th smallest key + reach of a row's candidates is a limit: what has a larger key is
/// not among the k nearest. A full list is cut down to that limit; where this leaves it too long (ties, points that are
/// nearer to each other than floats can tell) the exact distances are taken at once.
class Candidates {
 public:
  Candidates(const Points& points, const SearchRows& search_rows, const PackedRows& packed, Index count)
      : points_(points),
        search_rows_(search_rows),
        packed_(packed),
        count_(count),
        capacity_(2 * count + 4),
        nearest_(count),
        sizes_(packed.order.size(), 0),
        lists_(packed.order.size() * static_cast<std::size_t>(capacity_)),
        negated_limits_(packed.order.size(), -std::numeric_limits<float>::infinity()),
        panel_reaches_(static_cast<std::size_t>(packed.num_panels()), far) {
    for (std::size_t place = 0; place < packed.order.size(); ++place) {
      if (packed.order[place] < 0) negated_limits_[place] = std::numeric_limits<float>::infinity();
    }
  }

  /// - limit of each packed row: a pair is of interest to a row if its - key is not smaller.
  const float* negated_limits() const { return negated_limits_.data(); }
  /// Of each panel: no row of it has any interest in what is farther away than this.
  const float* panel_reaches() const { return panel_reaches_.data(); }

  /// A pair that is of interest to `place`.
  void add(std::int32_t place, std::int32_t other, float key) {
    Candidate* list = lists_.data() + Index(place) * capacity_;
    list[sizes_[place]++] = {key, other};
    if (sizes_[place] == capacity_) cut_down(place);
  }

  /// The nearest of a row, ascending, by exact distances; ids are places in SearchRows.
  const std::vector<Neighbor>& decide(std::int32_t place) {
    if (sizes_[place] > count_) keep_possible(place);
    nearest_.clear();
    for (const Candidate& candidate : list_of(place)) nearest_.offer(exactly(place, candidate.place));
    return nearest_.sorted();
  }

 private:
  struct Candidate {
    float key;
    std::int32_t place;
  };
  static constexpr float far = 1e18F;  // squares of it are finite

  std::span<Candidate> list_of(std::int32_t place) {
    return {lists_.data() + Index(place) * capacity_, static_cast<std::size_t>(sizes_[place])};
  }
  Neighbor exactly(std::int32_t place, std::int32_t other) const {
    const std::int32_t row = packed_.order[place], other_row = packed_.order[other];
    return {points_.distance(search_rows_[row], search_rows_[other_row]), other_row};
  }
  /// Lower the limit, and drop what is beyond it.
  void keep_possible(std::int32_t place);
  void cut_down(std::int32_t place);
  void cut_exactly(std::int32_t place);
  void lower_limit(std::int32_t place, float negated);

  const Points& points_;
  const SearchRows& search_rows_;
  const PackedRows& packed_;
  Index count_, capacity_;
  NearestList nearest_;
  std::vector<std::int32_t> sizes_;
  std::vector<Candidate> lists_;
  std::vector<float> negated_limits_, panel_reaches_;
  std::vector<float> scratch_;
  std::vector<std::pair<Neighbor, Candidate>> exact_scratch_;
};

}  // namespace assayer
