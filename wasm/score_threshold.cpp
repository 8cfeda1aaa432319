#include "assayer/score_threshold.h"

#include <emscripten/bind.h>

#include "convert.h"

namespace assayer::wasm {
namespace {

val issues_from_scores_js(const val& scores, double threshold, bool at_most) {
  return to_typed_array(
      issues_from_scores(to_vector<double>(scores), threshold, at_most ? ScoreCut::at_most : ScoreCut::below));
}

EMSCRIPTEN_BINDINGS(score_threshold) { emscripten::function("issuesFromScores", &issues_from_scores_js); }

}  // namespace
}  // namespace assayer::wasm
