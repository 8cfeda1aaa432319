#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace assayer {

/// In which of `num_bars` bars of a histogram each amount of a column is counted. Bars are equally wide; where a few
/// rows are very far from all others, the first or last bar has them and all between, so that a picture still shows the
/// others.
///
/// @param amounts   m, NaN = none
/// @param codes     n rows as places in `amounts`, -1 = missing; amounts that no row has do not count
/// @param num_bars  at least 1
/// @return          m bars, `no_bar` where there is no amount
std::vector<std::uint8_t> bars_of_amounts(std::span<const double> amounts, std::span<const std::int32_t> codes,
                                          std::uint8_t num_bars);
constexpr std::uint8_t no_bar = 255;

}  // namespace assayer
