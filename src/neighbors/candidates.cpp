#include "neighbors/candidates.h"

namespace assayer {

void Candidates::cut_down(std::int32_t place) {
  keep_possible(place);
  if (sizes_[place] > (count_ + capacity_) / 2) cut_exactly(place);
}

void Candidates::keep_possible(std::int32_t place) {
  const auto list = list_of(place);
  const float* half_norms = packed_.rows.half_norms.data();
  const float twice_margin = 2.1F * packed_.rows.margin;
  scratch_.clear();
  for (const Candidate& candidate : list) {
    const float reach = twice_margin * (half_norms[place] + half_norms[candidate.place]) + 1e-29F;
    scratch_.push_back(candidate.key + reach);
  }
  std::nth_element(scratch_.begin(), scratch_.begin() + count_ - 1, scratch_.end());
  lower_limit(place, -std::nextafter(scratch_[count_ - 1], std::numeric_limits<float>::infinity()));
  const float limit = -negated_limits_[place];
  const auto end = std::remove_if(list.begin(), list.end(), [&](const Candidate& c) { return c.key > limit; });
  sizes_[place] = static_cast<std::int32_t>(end - list.begin());
}

void Candidates::cut_exactly(std::int32_t place) {
  exact_scratch_.clear();
  for (const Candidate& candidate : list_of(place)) {
    exact_scratch_.push_back({exactly(place, candidate.place), candidate});
  }
  std::nth_element(exact_scratch_.begin(), exact_scratch_.begin() + count_ - 1, exact_scratch_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Candidate* list = lists_.data() + Index(place) * capacity_;
  for (Index c = 0; c < count_; ++c) list[c] = exact_scratch_[c].second;
  sizes_[place] = static_cast<std::int32_t>(count_);
  const double sum = points_.largest_sum_within(exact_scratch_[count_ - 1].first.distance);
  lower_limit(place, negated_limit(sum, packed_.unit));
}

void Candidates::lower_limit(std::int32_t place, float negated) {
  if (!(negated > negated_limits_[place])) return;
  negated_limits_[place] = negated;
  float least = 0;
  const Index panel = place / panel_rows;
  for (Index i = panel * panel_rows; i < (panel + 1) * panel_rows; ++i) {
    if (packed_.order[i] >= 0) least = std::min(least, negated_limits_[i]);
  }
  panel_reaches_[panel] = std::min(far, std::sqrt(-2 * least) * 1.00001F);
}

}  // namespace assayer
