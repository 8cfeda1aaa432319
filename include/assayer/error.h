#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace assayer {

/// Refuse an argument: throws std::invalid_argument with the message `<argument>: expected <expected>, got <got>`.
///
/// Every refusal of the library is worded here, so that it reads the same in C++, JavaScript, on the command line and
/// on the page. `argument` may name a place in it: `pred_probs[12, 3]`, `labels[7]`.
[[noreturn]] void reject(std::string_view argument, std::string_view expected, std::string_view got);
[[noreturn]] void reject(std::string_view argument, std::string_view expected, double got);
[[noreturn]] void reject(std::string_view argument, std::string_view expected, std::int64_t got);
/// Any other integer type: which of them std::int64_t and Index are differs between platforms.
template <std::integral Integer>
[[noreturn]] void reject(std::string_view argument, std::string_view expected, Integer got) {
  reject(argument, expected, static_cast<std::int64_t>(got));
}

/// A number as messages show it: the shortest of up to 6 significant digits ("0.5", "1e+06", "nan").
std::string format_number(double value);

/// `name[i]` and `name[i, j]`: how messages name a place in an array.
std::string at(std::string_view name, std::int64_t i);
std::string at(std::string_view name, std::int64_t i, std::int64_t j);

}  // namespace assayer
