#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "assayer/error.h"

namespace assayer {

/// Refuse numbers that no regression can be judged by: none at all, or one that is not finite.
inline void check_targets(std::span<const double> values, std::string_view name) {
  if (values.empty()) reject(name, "at least one example", "none");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) reject(at(name, static_cast<std::int64_t>(i)), "a finite number", values[i]);
  }
}

}  // namespace assayer
