#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "neighbors/packed_rows.h"

namespace assayer {

/// What exact distances are made of.
struct ExactRows {
  const Points& points;
  const SearchRows& rows;

  /// @param row, other  places in `rows`
  double distance(std::int32_t row, std::int32_t other) const { return points.distance(rows[row], rows[other]); }
};

/// For each packed row the rows that may be among its nearest, until exact distances decide.
///
/// No row is farther away than the rounded rows are from each other and both were moved by rounding. So with k
/// candidates within some key there is a limit: what is certainly farther away is not among the k nearest. A full list
/// is cut down to that limit; where this leaves it too long (ties, points that are nearer to each other than rounded
/// ones can tell, rows that were drawn to the sphere) the exact distances are taken at once.
class Candidates {
 public:
  /// @param exact  null where nobody knows the features: then lists become longer where keys tell too little, and where
  ///               that would take too much memory candidates are dropped: `are_complete` is no more
  Candidates(const PackedRows& packed, Index count, const ExactRows* exact)
      : exact_(exact),
        packed_(packed),
        count_(count),
        nearest_(count),
        sizes_(packed.order.size(), 0),
        capacities_(packed.order.size(), (2 * static_cast<std::int32_t>(count) + 7) / 4 * 4),
        begins_(packed.order.size()),
        keys_(packed.order.size() * static_cast<std::size_t>((2 * count + 7) / 4 * 4)),
        places_(keys_.size()),
        most_entries_(2 * keys_.size()),
        negated_limits_(packed.order.size(), std::numeric_limits<std::int32_t>::min()),
        panel_reaches_(static_cast<std::size_t>(packed.num_panels()), beyond_all) {
    for (std::size_t place = 0; place < packed.order.size(); ++place) {
      begins_[place] = place * static_cast<std::size_t>(capacities_[place]);
      if (packed.order[place] < 0) negated_limits_[place] = std::numeric_limits<std::int32_t>::max();
    }
  }

  /// - limit of each packed row: a pair is of interest to a row if its - key is larger.
  const std::int32_t* negated_limits() const { return negated_limits_.data(); }
  /// Of each panel: no row of it has any interest in what is farther away than this.
  const float* panel_reaches() const { return panel_reaches_.data(); }

  /// A pair that is of interest to `place`.
  void add(std::int32_t place, std::int32_t other, std::int32_t key) {
    const std::size_t at = begins_[place] + static_cast<std::size_t>(sizes_[place]++);
    keys_[at] = key;
    places_[at] = other;
    if (sizes_[place] == capacities_[place]) make_room(place);
  }

  /// A pair that may be of interest to `place`.
  void offer(std::int32_t place, std::int32_t other, std::int32_t key) {
    if (-key > negated_limits_[place]) add(place, other, key);
  }

  bool are_complete() const { return are_complete_; }

  /// Drop what keys tell to be too far away.
  void finish(std::int32_t place) {
    if (sizes_[place] > count_) keep_possible(place);
  }
  std::span<const std::int32_t> candidates_of(std::int32_t place) const {
    return {places_.data() + begins_[place], static_cast<std::size_t>(sizes_[place])};
  }
  std::span<const std::int32_t> keys_of(std::int32_t place) const {
    return {keys_.data() + begins_[place], static_cast<std::size_t>(sizes_[place])};
  }
  /// The nearest of a row, ascending, by exact distances; ids are places in SearchRows.
  const std::vector<Neighbor>& decide(std::int32_t place);

 private:
  static constexpr float beyond_all = 1e5F;  ///< no two packed rows are so far from each other

  Neighbor exactly(std::int32_t place, std::int32_t other) const {
    const std::int32_t row = packed_.order[place], other_row = packed_.order[other];
    return {exact_->distance(row, other_row), other_row};
  }
  /// Whether keys tell nothing of how far a row or one of its candidates is at most.
  bool has_drawn(std::int32_t place) const;
  /// A key that at least `count` of a row's candidates are within, and few more.
  std::int32_t key_of_nearest(std::int32_t place);
  /// Lower the limit, and drop what is beyond it.
  void keep_possible(std::int32_t place);
  void make_room(std::int32_t place);
  void cut_exactly(std::int32_t place);
  /// A list of twice the length.
  void lengthen(std::int32_t place);
  void lower_limit(std::int32_t place, std::int32_t negated);

  const ExactRows* exact_;
  const PackedRows& packed_;
  Index count_;
  NearestList nearest_;
  std::vector<std::int32_t> sizes_, capacities_;
  std::vector<std::size_t> begins_;  ///< of each place's list in these:
  std::vector<std::int32_t> keys_, places_;
  std::size_t most_entries_;
  std::vector<std::int32_t> negated_limits_;
  std::vector<float> panel_reaches_;
  std::vector<std::pair<Neighbor, Index>> exact_scratch_;
  bool are_complete_ = true;
};

}  // namespace assayer
