#pragma once

#include <cstdint>
#include <vector>

#include "assayer/matrix.h"

namespace assayer::bench {

/// A synthetic data set that JavaScript, Python and C++ make with the same bits: clusters with 10 % wrong labels, 1 %
/// strays and 1 % copies (every second one with a trace of noise), and predicted probabilities that lean to the truth.
struct Workload {
  Matrix features;                   ///< n x d
  std::vector<std::int32_t> labels;  ///< n, as given
  Matrix pred_probs;                 ///< n x K
};

/// d = 0 makes labels and pred_probs only.
Workload make_workload(Index n, Index d, Index num_classes);

/// n x d normal draws: data without clusters, the worst case of every search that leaves something out.
Matrix make_noise(Index n, Index d);

}  // namespace assayer::bench
