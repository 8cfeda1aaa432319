#include "neighbors/candidates.h"

#include <algorithm>
#include <cmath>

#include "neighbors/tile.h"

namespace assayer {
namespace {

/// How many of some keys, a multiple of 4, are at most `key`.
Index num_within(std::span<const std::int32_t> keys, std::int32_t key) {
  const Int4 limit = splat4(key);
  Int4 beyond{};
  for (std::size_t at = 0; at < keys.size(); at += 4) beyond += load4(keys.data() + at) > limit;
  return static_cast<Index>(keys.size()) + Pack<std::int32_t>::sum(beyond);  // true is -1
}

}  // namespace

const std::vector<Neighbor>& Candidates::decide(std::int32_t place) {
  finish(place);
  nearest_.clear();
  for (const std::int32_t candidate : candidates_of(place)) nearest_.offer(exactly(place, candidate));
  return nearest_.sorted();
}

void Candidates::make_room(std::int32_t place) {
  const std::int32_t capacity = capacities_[place];
  keep_possible(place);
  if (sizes_[place] <= (count_ + capacity) / 2) return;
  if (exact_) {
    cut_exactly(place);
  } else if (sizes_[place] == capacity) {
    lengthen(place);
  }
}

void Candidates::lengthen(std::int32_t place) {
  const auto size = static_cast<std::size_t>(capacities_[place]);
  if (keys_.size() + 2 * size > most_entries_) {
    --sizes_[place];
    are_complete_ = false;
    return;
  }
  const std::size_t from = begins_[place], to = keys_.size();
  keys_.resize(to + 2 * size);
  places_.resize(keys_.size());
  std::copy_n(keys_.begin() + std::ptrdiff_t(from), size, keys_.begin() + std::ptrdiff_t(to));
  std::copy_n(places_.begin() + std::ptrdiff_t(from), size, places_.begin() + std::ptrdiff_t(to));
  begins_[place] = to;
  capacities_[place] *= 2;
}

bool Candidates::has_drawn(std::int32_t place) const {
  if (packed_.num_drawn == 0) return false;
  const auto list = candidates_of(place);
  return packed_.is_drawn[place] || std::any_of(list.begin(), list.end(), [&](std::int32_t candidate) {
           return packed_.is_drawn[candidate] != 0;
         });
}

std::int32_t Candidates::key_of_nearest(std::int32_t place) {
  const auto keys = std::span(keys_).subspan(begins_[place], static_cast<std::size_t>(capacities_[place]));
  const auto list = keys.first(sizes_[place]);
  const auto [least, most] = std::minmax_element(list.begin(), list.end());
  std::int32_t below = *least - 1, within = *most;
  std::fill(keys.begin() + sizes_[place], keys.end(), std::numeric_limits<std::int32_t>::max());
  constexpr int halvings = 6;  // more would spare a fraction of a candidate
  for (int halving = 0; halving < halvings; ++halving) {
    const std::int32_t middle = below + (within - below) / 2;
    (num_within(keys, middle) >= count_ ? within : below) = middle;
  }
  return within;
}

void Candidates::keep_possible(std::int32_t place) {
  if (has_drawn(place)) return;
  const double farthest = std::sqrt(2 * (double(key_of_nearest(place)) + 1)) + 2 * packed_.rounding;
  lower_limit(place, negated_limit(farthest, packed_.rounding));
  const std::int32_t negated = negated_limits_[place];
  std::int32_t *keys = keys_.data() + begins_[place], *places = places_.data() + begins_[place];
  std::int32_t kept = 0;
  for (std::int32_t at = 0; at < sizes_[place]; ++at) {
    keys[kept] = keys[at];
    places[kept] = places[at];
    kept += std::int32_t{-keys[at] > negated};
  }
  sizes_[place] = kept;
}

void Candidates::cut_exactly(std::int32_t place) {
  exact_scratch_.clear();
  const auto list = candidates_of(place);
  for (std::size_t at = 0; at < list.size(); ++at) exact_scratch_.emplace_back(exactly(place, list[at]), Index(at));
  std::nth_element(exact_scratch_.begin(), exact_scratch_.begin() + count_ - 1, exact_scratch_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const double sum = exact_->points.largest_sum_within(exact_scratch_[count_ - 1].first.distance);
  // those that stay, in the order in which they are
  exact_scratch_.resize(static_cast<std::size_t>(count_));
  std::sort(exact_scratch_.begin(), exact_scratch_.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  std::int32_t *keys = keys_.data() + begins_[place], *places = places_.data() + begins_[place];
  for (Index kept = 0; kept < count_; ++kept) {
    keys[kept] = keys[exact_scratch_[kept].second];
    places[kept] = places[exact_scratch_[kept].second];
  }
  sizes_[place] = static_cast<std::int32_t>(count_);
  lower_limit(place, negated_limit(std::sqrt(sum) * packed_.unit, packed_.rounding));
}

void Candidates::lower_limit(std::int32_t place, std::int32_t negated) {
  if (negated <= negated_limits_[place]) return;
  negated_limits_[place] = negated;
  std::int32_t least = 0;
  const Index panel = place / panel_rows;
  for (Index i = panel * panel_rows; i < (panel + 1) * panel_rows; ++i) least = std::min(least, negated_limits_[i]);
  panel_reaches_[panel] = std::sqrt(-2 * float(least)) * 1.00001F;
}

}  // namespace assayer
