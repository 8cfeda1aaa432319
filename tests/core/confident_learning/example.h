#pragma once

#include <vector>

#include "assayer/matrix.h"

/// The running example of the specification: ten examples, three classes; rows 2, 5 and 8 are label issues.
namespace example {

inline const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};

inline const assayer::Matrix pred_probs{{.8, .1, .1},   {.6, .3, .1}, {.1, .8, .1}, {.2, .7, .1},   {.1, .6, .3},
                                        {.75, .15, .1}, {.1, .1, .8}, {.2, .1, .7}, {.1, .75, .15}, {.3, .4, .3}};

/// Numbers >= 0 rounded to as many digits as the specification gives.
inline std::vector<double> rounded(const assayer::Vector& values, double digits = 1e6) {
  std::vector<double> result;
  for (const double value : values)
    result.push_back(static_cast<double>(static_cast<long long>(value * digits + .5)) / digits);
  return result;
}

}  // namespace example
