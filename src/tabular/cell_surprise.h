#pragma once

#include <span>
#include <vector>

#include "assayer/job.h"
#include "tabular/typed_column.h"

namespace assayer {

/// How odd the cells of a column are, n values >= 0 in the unit of normal deviations (3 is odd, 6 very odd); 0 where a
/// cell is missing. Amounts: distance from the median in widths of the column's own tail on that side. Levels: how
/// seldom levels as rare as this one are. Texts: how unlike the others in letters and in words.
Job<std::vector<float>> cell_surprise(const TypedColumn& column);

/// Distance above the median in widths of the upper half: the widest of those that the quartile, the 95 % and the 99 %
/// quantile give, each measured in deviations of a normal distribution. So 3 is odd however heavy the tail is.
class TailScale {
 public:
  explicit TailScale(std::span<const double> values);
  double above(double value) const { return width_above_ > 0 ? value / width_above_ - center_ / width_above_ : 0; }
  double below(double value) const { return width_below_ > 0 ? center_ / width_below_ - value / width_below_ : 0; }
  /// On the side where the value lies, >= 0.
  double operator()(double value) const { return value > center_ ? above(value) : below(value); }

 private:
  double center_ = 0, width_above_ = 0, width_below_ = 0;
};

}  // namespace assayer
