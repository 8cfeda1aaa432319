#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "assayer/error.h"
#include "assayer/matrix.h"

namespace assayer {

/// Refuse numbers that no regression can be judged by: none at all, or one that is not finite.
inline void check_targets(std::span<const double> values, std::string_view name) {
  if (values.empty()) reject(name, "at least one example", "none");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) reject(at(name, static_cast<std::int64_t>(i)), "a finite number", values[i]);
  }
}

/// Refuse features that are not n rows of at least one finite number.
inline void check_features(MatrixView features, Index n) {
  if (features.columns() == 0) reject("features", "at least one column", "none");
  if (features.rows() != n) {
    reject("features", "as many rows as there are labels (" + std::to_string(n) + ")",
           static_cast<std::int64_t>(features.rows()));
  }
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < features.columns(); ++c) {
      if (!std::isfinite(features(i, c))) reject(at("features", i, c), "a finite number", features(i, c));
    }
  }
}

}  // namespace assayer
