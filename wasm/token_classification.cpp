#include "assayer/token_classification.h"

#include <emscripten/bind.h>

#include <limits>

#include "label_inputs.h"

namespace assayer::wasm {
namespace {

struct OwnedTokens {
  std::vector<std::int64_t> offsets;
  std::vector<std::int32_t> labels;
  OwnedMatrix pred_probs;
  TokenLabels view() const { return {offsets, labels, pred_probs.view()}; }
};

std::vector<std::int64_t> to_offsets(const val& array) {
  const auto offsets = to_vector<std::int32_t>(array);
  return {offsets.begin(), offsets.end()};
}

OwnedTokens to_tokens(const val& offsets, const val& labels, const val& pred_probs) {
  return {to_offsets(offsets), to_vector<std::int32_t>(labels), to_owned_matrix(pred_probs)};
}

/// Pairs one after the other: sentence, token, sentence, token, ...
val from_places(const TokenPlaces& places) {
  std::vector<std::int32_t> pairs;
  for (const TokenPlace& place : places) pairs.insert(pairs.end(), {place.sentence, place.token});
  return to_typed_array(pairs);
}

TokenPlaces to_places(const val& array) {
  const auto pairs = to_vector<std::int32_t>(array);
  TokenPlaces places;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) places.push_back({pairs[i], pairs[i + 1]});
  return places;
}

template <typename Options>
struct Input {
  OwnedTokens tokens;
  Options options;
};

JobHandle issues_js(const val& offsets, const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      Input<LabelFilterOptions>{to_tokens(offsets, labels, pred_probs), to_label_filter_options(options)},
      [](const Input<LabelFilterOptions>& input) {
        return find_token_label_issues(input.tokens.view(), input.options);
      },
      from_places);
}

JobHandle scores_js(const val& offsets, const val& labels, const val& pred_probs, const val& options) {
  TokenScoreOptions score_options;
  score_options.token_score_method =
      score_method_from_name(option<std::string>(options, "tokenScoreMethod", "self_confidence"));
  score_options.temperature = option(options, "temperature", score_options.temperature);
  return hold_job(
      Input<TokenScoreOptions>{to_tokens(offsets, labels, pred_probs), score_options},
      [](const Input<TokenScoreOptions>& input) {
        return get_token_label_quality_scores(input.tokens.view(), input.options);
      },
      [](const TokenScores& scores) {
        val result = val::object();
        result.set("sentences", to_typed_array(scores.sentences));
        result.set("tokens", to_typed_array(scores.tokens));
        return result;
      });
}

val issues_from_scores_js(const val& offsets, const val& scores, double threshold) {
  return from_places(token_issues_from_scores(to_offsets(offsets), to_vector<double>(scores), threshold));
}

/// `labels` null: by word alone. `exclude`: pairs one after the other.
val common_issues_js(const val& places, const val& offsets, const val& words, const val& labels, const val& pred_probs,
                     const val& exclude) {
  OwnedTokens tokens;
  tokens.offsets = to_offsets(offsets);
  const bool by_label = !labels.isNull();
  if (by_label) {
    tokens.labels = to_vector<std::int32_t>(labels);
    tokens.pred_probs = to_owned_matrix(pred_probs);
  }
  std::vector<std::pair<std::int32_t, std::int32_t>> excluded;
  for (const TokenPlace& pair : to_places(exclude)) excluded.emplace_back(pair.sentence, pair.token);
  const CommonTokenIssues common =
      common_token_label_issues(to_places(places), tokens.view(), to_vector<std::int32_t>(words), by_label, excluded);
  val result = val::object();
  result.set("words", to_typed_array(common.words));
  result.set("givenLabels", to_typed_array(common.given_labels));
  result.set("predictedLabels", to_typed_array(common.predicted_labels));
  result.set("counts", to_typed_array(common.counts));
  return result;
}

val merge_probabilities_js(const val& pred_probs, const val& new_classes) {
  const OwnedMatrix matrix = to_owned_matrix(pred_probs);
  return from_matrix(merge_probabilities(matrix.view(), to_vector<std::int32_t>(new_classes)));
}

EMSCRIPTEN_BINDINGS(token_classification) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("tokenIssues", &issues_js, take_ownership());
  emscripten::function("tokenScores", &scores_js, take_ownership());
  emscripten::function("tokenIssuesFromScores", &issues_from_scores_js);
  emscripten::function("commonTokenIssues", &common_issues_js);
  emscripten::function("mergeProbabilities", &merge_probabilities_js);
}

}  // namespace
}  // namespace assayer::wasm
