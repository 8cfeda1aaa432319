#include "assayer/score_threshold.h"

#include "assayer/error.h"
#include "ordering.h"

namespace assayer {

Rows issues_from_scores(std::span<const double> scores, double threshold, ScoreCut cut) {
  if (!(threshold >= 0 && threshold <= 1)) reject("threshold", "a number in [0, 1]", threshold);
  Rows rows;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] < threshold || (cut == ScoreCut::at_most && scores[i] == threshold)) {
      rows.push_back(static_cast<std::int32_t>(i));
    }
  }
  sort_by(scores, rows);
  return rows;
}

}  // namespace assayer
