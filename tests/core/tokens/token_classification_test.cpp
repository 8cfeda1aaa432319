#include "assayer/token_classification.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "assayer/score_threshold.h"

using namespace assayer;
using doctest::Approx;

namespace {

/// Three sentences of 3, 0 and 2 tokens; the second token of the last one is labelled 0 and looks like 1.
struct Data {
  std::vector<std::int64_t> offsets = {0, 3, 3, 5};
  std::vector<std::int32_t> labels = {0, 1, 0, 1, 0};
  Matrix pred_probs = Matrix(5, 2);
  Data() { pred_probs << .9, .1, .3, .7, .95, .05, .1, .9, .15, .85; }
  TokenLabels view() const { return {offsets, labels, pred_probs}; }
};

}  // namespace

TEST_CASE("tokens: a sentence is as good as its worst token, or by softmin, and an empty one is fine") {
  const Data data;
  const TokenScores worst = run(get_token_label_quality_scores(data.view()));
  const TokenScores soft = run(get_token_label_quality_scores(data.view(), {.temperature = .05}));
  const TokenScores plain =
      run(get_token_label_quality_scores(data.view(), {.temperature = std::numeric_limits<double>::infinity()}));

  CHECK(worst.sentences(0) == Approx(.7));
  CHECK(worst.sentences(1) == 1);
  CHECK(worst.sentences(2) == Approx(.15));
  CHECK(worst.tokens(4) == Approx(.15));
  CHECK(soft.sentences(0) == Approx(.705217).epsilon(1e-6));
  CHECK(plain.sentences(0) == Approx(.85));
}

TEST_CASE("tokens: finds the token whose label is wrong") {
  const Data data;
  CHECK(run(find_token_label_issues(data.view())) == TokenPlaces{{2, 1}});
}

TEST_CASE("tokens: places below a threshold come lowest first, also when all or none are") {
  const std::vector<std::int64_t> offsets = {0, 2, 3};
  const std::vector<double> scores = {.2, .05, .2};

  CHECK(token_issues_from_scores(offsets, scores) == TokenPlaces{{0, 1}});
  CHECK(token_issues_from_scores(offsets, scores, 1) == TokenPlaces{{0, 1}, {0, 0}, {1, 0}});
  CHECK(issues_from_scores(scores, 0.01).empty());
  CHECK(issues_from_scores(scores, 0.2) == Rows{1});
  CHECK(issues_from_scores(scores, 0.2, ScoreCut::at_most) == Rows{1, 0, 2});
  CHECK_THROWS_AS(issues_from_scores(scores, 1.5), std::invalid_argument);
}

TEST_CASE("tokens: counts issues by word and labels") {
  const Data data;
  const std::vector<std::int32_t> words = {7, 8, 7, 9, 8};
  const TokenPlaces issues = {{2, 1}, {0, 0}, {0, 2}};
  const CommonTokenIssues common = common_token_label_issues(issues, data.view(), words);

  CHECK(common.words == std::vector<std::int32_t>{7, 8});
  CHECK(common.counts == std::vector<std::int32_t>{2, 1});
  CHECK(common.given_labels == std::vector<std::int32_t>{0, 0});
  CHECK(common.predicted_labels == std::vector<std::int32_t>{0, 1});
  CHECK(common_token_label_issues(issues, data.view(), words, true, {{0, 0}}).words == std::vector<std::int32_t>{8});
  CHECK(common_token_label_issues(issues, data.view(), words, false).given_labels.empty());
  CHECK_THROWS_AS(common_token_label_issues({{1, 0}}, data.view(), words), std::invalid_argument);
}

TEST_CASE("tokens: merged classes add up, dropped ones leave the rest to sum to one") {
  Matrix pred_probs(2, 3);
  pred_probs << .5, .3, .2, 0, 0, 1;
  const std::vector<std::int32_t> merge = {0, 0, 1}, drop = {0, 1, -1}, gap = {0, 2, 2};

  CHECK(merge_probabilities(pred_probs, merge)(0, 0) == Approx(.8));
  CHECK(merge_probabilities(pred_probs, drop)(0, 0) == Approx(.625));
  CHECK(std::isnan(merge_probabilities(pred_probs, drop)(1, 0)));
  CHECK_THROWS_AS(merge_probabilities(pred_probs, gap), std::invalid_argument);
}

TEST_CASE("tokens: refuses offsets that do not fit the labels") {
  const Data data;
  const std::vector<std::int64_t> too_short = {0, 3}, falling = {0, 4, 3, 5};
  CHECK_THROWS_AS(run(find_token_label_issues({too_short, data.labels, data.pred_probs})), std::invalid_argument);
  CHECK_THROWS_AS(run(get_token_label_quality_scores({falling, data.labels, data.pred_probs})), std::invalid_argument);
}
