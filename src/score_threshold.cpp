#include "assayer/score_threshold.h"

#include <algorithm>

#include "assayer/error.h"

namespace assayer {

Rows issues_from_scores(std::span<const double> scores, double threshold, ScoreCut cut) {
  if (!(threshold >= 0 && threshold <= 1)) reject("threshold", "a number in [0, 1]", threshold);
  Rows rows;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] < threshold || (cut == ScoreCut::at_most && scores[i] == threshold)) {
      rows.push_back(static_cast<std::int32_t>(i));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [scores](std::int32_t a, std::int32_t b) {
    return scores[static_cast<std::size_t>(a)] < scores[static_cast<std::size_t>(b)];
  });
  return rows;
}

}  // namespace assayer
