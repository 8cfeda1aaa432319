#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Rows packed in panels of 8, each panel by pairs of dimensions, so that a register holds one pair of 4 rows.
constexpr Index panel_rows = 8;
/// Numbers of one pair of dimensions of a panel.
constexpr Index pair_stride = 2 * panel_rows;
/// A group is 8 panels: 64 rows.
constexpr Index group_panels = 8;
constexpr Index group_rows = group_panels * panel_rows;

/// Vectors rounded to integers in panels, and half their squared lengths. Of two of them the key
///   half_norms[x] + half_norms[y] - x . y
/// is half the squared distance of the rounded vectors, or up to 1 less where halves are rounded down. All of it fits
/// 32 bits where vectors are no longer than `longest_packed`.
struct Panels {
  Index dimensions = 0;
  Index pairs = 0;                       ///< of dimensions; of an odd number the last is 0
  std::vector<std::int16_t> values;      ///< panels x pairs x 8 x 2
  std::vector<std::int32_t> half_norms;  ///< panels x 8; places without a row: far away from everything

  Panels() = default;
  Panels(Index num_panels, Index dimensions);
  const std::int16_t* panel(Index p) const { return values.data() + p * pairs * pair_stride; }
  /// Put a vector, no longer than `longest_packed(dimensions)`, in its place.
  /// @return  how far it was moved by rounding, rounded up
  double set(Index place, const double* vector);
  /// Make a place one without a row.
  void clear(Index place);
};

/// The rows of a search, scaled, moved to a middle, in an order that keeps near ones together. The few that are very
/// far away from the middle are drawn to a sphere around it, so that the integers tell the others apart: distances only
/// become smaller by it. Panels of 8 rows are enclosed in balls, in a space of few dimensions in which distances are
/// never larger.
struct PackedRows {
  std::vector<std::int32_t> order;     ///< row, in the order of the search, of each packed place; -1: none
  double unit = 1;                     ///< packed length of a coordinate of length 1
  double rounding = 0;                 ///< no row was moved farther by rounding
  std::vector<std::uint8_t> is_drawn;  ///< of each packed place: whether its row was drawn to the sphere
  Index num_drawn = 0;
  Panels rows;
  Panels ball_centres;            ///< one vector for each panel of rows
  std::vector<float> ball_radii;  ///< likewise, rounded up; places without a panel: negative and huge

  Index num_rows() const { return static_cast<Index>(order.size() - std::count(order.begin(), order.end(), -1)); }
  Index num_panels() const { return static_cast<Index>(order.size()) / panel_rows; }
  Index num_groups() const { return static_cast<Index>(order.size()) / group_rows; }
};

}  // namespace assayer
