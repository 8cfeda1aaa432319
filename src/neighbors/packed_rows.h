#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "neighbors/search.h"
#include "neighbors/tile.h"

namespace assayer {

/// A group is 8 panels: 64 rows.
constexpr Index group_panels = 8;
constexpr Index group_rows = group_panels * panel_rows;

/// Vectors as floats in panels, with what is needed to bound the distance of two of them from below:
///   |x - y|^2 / 2 >= half_norms[x] + half_norms[y] - fl(x . y)
/// for the vectors as they were in double: half_norms are |x|^2 / 2 less all that rounding to float and summing in
/// float can do, which is at most margin * (|x|^2 + |y|^2) / 2 (Higham 2002, section 3.1) and a trace for underflow.
struct Panels {
  Index dimensions = 0;
  float margin = 0;
  std::vector<float> values;      ///< panels x dimensions x 8
  std::vector<float> half_norms;  ///< panels x 8; places without a row: far away from everything

  Panels() = default;
  Panels(Index num_panels, Index dimensions);
  const float* panel(Index p) const { return values.data() + p * dimensions * panel_rows; }
  /// Put a vector in its place.
  void set(Index place, const double* vector);
  /// Make a place one without a row.
  void clear(Index place);
};

/// Packed length of a coordinate of length 1, a power of two, where no coordinate is longer than `largest`: squares
/// neither overflow nor vanish.
double packing_unit(double largest);

/// - limit of a row as floats keep it: of all pairs whose sum of squares is at most `sum` in units of 1 / unit, none
/// has a larger key.
float negated_limit(double sum, double unit);

/// The rows of a search, scaled by a power of two, moved to a middle, in an order that keeps near ones together.
/// Panels of 8 of them are enclosed in balls, in a space of few dimensions in which distances are never larger.
struct PackedRows {
  std::vector<std::int32_t> order;  ///< row (place in SearchRows) of each packed place; -1: none
  double unit = 1;                  ///< packed length of a coordinate of length 1, a power of two
  Panels rows;
  Panels ball_centres;            ///< one vector for each panel of rows
  std::vector<float> ball_radii;  ///< likewise, rounded up; places without a panel: negative and huge

  Index num_panels() const { return static_cast<Index>(order.size()) / panel_rows; }
  Index num_groups() const { return static_cast<Index>(order.size()) / group_rows; }
};

/// For the geometry `squares`. Cost: O(rows (d + log rows)).
Job<PackedRows> pack_rows(const Points& points, const SearchRows& rows);

}  // namespace assayer
