#include "assayer/token_classification.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "assayer/error.h"
#include "assayer/score_threshold.h"
#include "softmin.h"
#include "tokens/places.h"

namespace assayer {

void check_offsets(std::span<const std::int64_t> offsets, std::size_t num_tokens) {
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != static_cast<std::int64_t>(num_tokens) ||
      !std::is_sorted(offsets.begin(), offsets.end())) {
    reject("offsets", "rising numbers from 0 to the number of tokens (" + std::to_string(num_tokens) + ")", "others");
  }
}

TokenPlaces places_of(std::span<const std::int64_t> offsets, const Rows& rows) {
  TokenPlaces places;
  places.reserve(rows.size());
  for (const std::int32_t row : rows) {
    const auto sentence = std::upper_bound(offsets.begin(), offsets.end(), row) - offsets.begin() - 1;
    const std::int64_t token = row - offsets[static_cast<std::size_t>(sentence)];
    places.push_back({static_cast<std::int32_t>(sentence), static_cast<std::int32_t>(token)});
  }
  return places;
}

Job<TokenPlaces> find_token_label_issues(TokenLabels tokens, LabelFilterOptions options) {
  check_offsets(tokens.offsets, tokens.labels.size());
  Job<LabelIssues> job = find_label_issues(tokens.labels, tokens.pred_probs, std::move(options));
  const LabelIssues issues = co_await std::move(job);
  co_return places_of(tokens.offsets, issues.indices);
}

Job<TokenScores> get_token_label_quality_scores(TokenLabels tokens, TokenScoreOptions options) {
  check_offsets(tokens.offsets, tokens.labels.size());
  if (!(options.temperature >= 0)) reject("temperature", "0 or more", options.temperature);
  LabelQualityOptions score_options;
  score_options.method = options.token_score_method;
  Job<Vector> job = get_label_quality_scores(tokens.labels, tokens.pred_probs, score_options);
  TokenScores scores;
  scores.tokens = co_await std::move(job);
  scores.sentences = Vector::Ones(tokens.num_sentences());
  for (Index i = 0; i < scores.sentences.size(); ++i) {
    const std::int64_t begin = tokens.offsets[static_cast<std::size_t>(i)];
    const auto size = static_cast<std::size_t>(tokens.offsets[static_cast<std::size_t>(i) + 1] - begin);
    const std::span<const double> of_sentence(scores.tokens.data() + begin, size);
    if (size == 0) continue;
    scores.sentences(i) = options.temperature == 0 ? *std::min_element(of_sentence.begin(), of_sentence.end())
                                                   : softmin(of_sentence, options.temperature);
  }
  co_return scores;
}

TokenPlaces token_issues_from_scores(std::span<const std::int64_t> offsets, std::span<const double> token_scores,
                                     double threshold) {
  check_offsets(offsets, token_scores.size());
  return places_of(offsets, issues_from_scores(token_scores, threshold));
}

}  // namespace assayer
