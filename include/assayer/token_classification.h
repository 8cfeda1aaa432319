#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "assayer/job.h"
#include "assayer/label_filter.h"
#include "assayer/label_quality.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int64_t> offsets = {0, 2, 5};  // two sentences, of 2 and of 3 tokens
///     const std::vector<std::int32_t> labels = {0, 1, 0, 0, 1};
///     // Token 1 of sentence 1 looks like class 1.
///     const Matrix pred_probs{{.9, .1}, {.2, .8}, {.8, .2}, {.1, .9}, {.3, .7}};
///     const TokenLabels tokens{offsets, labels, pred_probs};

/// Sentences whose every token has a label. All tokens of all sentences stand one after the other: token t of sentence
/// i is row offsets[i] + t of `labels` and `pred_probs`, and all of them are judged together, as examples of their own.
/// What a view looks at must outlive the jobs.
struct TokenLabels {
  std::span<const std::int64_t> offsets;  ///< number of sentences + 1, from 0 to the number of tokens, rising
  Labels labels;                          ///< one for each token
  MatrixView pred_probs;                  ///< tokens x K, out of sample

  Index num_sentences() const { return static_cast<Index>(offsets.size()) - 1; }
};

/// A token: its sentence, and its place there.
struct TokenPlace {
  std::int32_t sentence = 0;
  std::int32_t token = 0;
  bool operator==(const TokenPlace&) const = default;
};
using TokenPlaces = std::vector<TokenPlace>;

/// Find the tokens whose label is probably wrong, worst first.
/// @throws std::invalid_argument  what `find_label_issues` refuses, offsets that are out of order
/// Example:
///     run(find_token_label_issues(tokens)) == TokenPlaces{{1, 1}}
Job<TokenPlaces> find_token_label_issues(TokenLabels tokens, LabelFilterOptions options = {});

struct TokenScoreOptions {
  ScoreMethod token_score_method = ScoreMethod::self_confidence;
  /// Of the softmin that makes a sentence's score of its tokens': 0, the minimum; infinity, the mean; 0.05 is a good
  /// choice where several slightly doubtful tokens should count.
  double temperature = 0;
};

struct TokenScores {
  Vector sentences;  ///< one for each sentence, in [0, 1], low is suspicious; 1 for a sentence without tokens
  Vector tokens;     ///< one for each token, in [0, 1]
};

/// Score all tokens, and sentences by their worst tokens.
/// Source: Wang and Mueller 2022, "Detecting Label Errors in Token Classification Data"; cleanlab 2.9, which fails on
/// empty sentences.
/// Example:
///     const TokenScores scores = run(get_token_label_quality_scores(tokens));
///     scores.sentences(1) == Approx(0.1)  // its worst token
///     scores.tokens(0) == Approx(0.9)
Job<TokenScores> get_token_label_quality_scores(TokenLabels tokens, TokenScoreOptions options = {});

/// Tokens with a score below the threshold, lowest first.
/// Example:
///     const std::vector<double> scores = {.9, .8, .8, .05, .7};
///     token_issues_from_scores(offsets, scores) == TokenPlaces{{1, 1}}
TokenPlaces token_issues_from_scores(std::span<const std::int64_t> offsets, std::span<const double> token_scores,
                                     double threshold = 0.1);

/// How often issues fall on the same word with the same given and predicted label.
struct CommonTokenIssues {
  std::vector<std::int32_t> words;                           ///< word id
  std::vector<std::int32_t> given_labels, predicted_labels;  ///< class ids; empty where not asked by labels
  std::vector<std::int32_t> counts;                          ///< falling; ties in order of first appearance by
                                                             ///< word, given and predicted label
};

/// @param words     a word id for each token, for example its number in a vocabulary
/// @param by_label  count each pair of given and predicted label (the most probable class) for itself
/// @param exclude   pairs of given and predicted label that do not count; with `by_label`
/// @throws std::invalid_argument  a place that is no token, words or labels of another length
/// Example:
///     const std::vector<std::int32_t> words = {0, 1, 2, 3, 3};
///     const CommonTokenIssues common = common_token_label_issues({{1, 1}}, tokens, words);
///     common.words == Rows{3}
///     common.predicted_labels == Rows{1}
CommonTokenIssues common_token_label_issues(const TokenPlaces& issues, TokenLabels tokens,
                                            std::span<const std::int32_t> words, bool by_label = true,
                                            const std::vector<std::pair<std::int32_t, std::int32_t>>& exclude = {});

/// Probabilities of merged classes: column c is added to column `new_classes[c]`; -1 drops it, and the rows are then
/// divided by what is left of them (a row of which nothing is left: NaN).
/// @throws std::invalid_argument  not one new class for each column, new classes that are not 0, 1, ... without a gap
/// Example:
///     const std::vector<std::int32_t> new_classes = {0, 0, 1};
///     const Matrix three{{.5, .3, .2}};
///     merge_probabilities(three, new_classes)(0, 0) == Approx(0.8)
Matrix merge_probabilities(MatrixView pred_probs, std::span<const std::int32_t> new_classes);

}  // namespace assayer
