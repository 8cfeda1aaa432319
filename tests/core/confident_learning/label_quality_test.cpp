#include "assayer/label_quality.h"

#include <doctest/doctest.h>

#include "confident_learning/example.h"

using namespace assayer;
using doctest::Approx;

namespace {

Vector scores(ScoreMethod method, bool adjust = false) {
  return run(get_label_quality_scores(example::labels, example::pred_probs,
                                      {.method = method, .adjust_pred_probs = adjust, .thresholds = {}}));
}

}  // namespace

TEST_CASE("label quality: scores of the specification") {
  CHECK(example::rounded(scores(ScoreMethod::self_confidence)) ==
        std::vector<double>{.8, .6, .1, .7, .6, .15, .8, .7, .15, .3});
  CHECK(example::rounded(scores(ScoreMethod::normalized_margin)) ==
        std::vector<double>{.85, .65, .15, .75, .65, .2, .85, .75, .2, .45});
  CHECK(example::rounded(scores(ScoreMethod::confidence_weighted_entropy)) ==
        std::vector<double>{.751541, .631027, .329976, .685034, .631027, .381776, .751541, .685034, .381776, .441759});
  CHECK(example::rounded(scores(ScoreMethod::self_confidence, true)) ==
        std::vector<double>{.777328, .582996, .097166, .696356, .59919, .161943, .789474, .692308, .157895, .303644});
}

TEST_CASE("label quality: entropy of a one-hot prediction, by the reference and by its limits") {
  const std::vector<std::int32_t> labels = {0, 1};
  const Matrix one_hot{{1, 0}, {1, 0}};
  LabelQualityOptions options{.method = ScoreMethod::confidence_weighted_entropy, .thresholds = {}};
  CHECK(run(get_label_quality_scores(labels, one_hot, options)) == Eigen::Vector2d(0, 0));
  options.entropy_limits = true;
  CHECK(run(get_label_quality_scores(labels, one_hot, options)) == Eigen::Vector2d(1, 0));
}

TEST_CASE("label quality: a single class cannot be wrong") {
  for (const ScoreMethod method :
       {ScoreMethod::self_confidence, ScoreMethod::normalized_margin, ScoreMethod::confidence_weighted_entropy})
    CHECK(run(get_label_quality_scores(std::vector<std::int32_t>{0, 0}, Matrix::Ones(2, 1).eval(),
                                       {.method = method, .thresholds = {}})) == Eigen::Vector2d(1, 1));
}

TEST_CASE("label quality: what does not go together is refused") {
  CHECK_THROWS_AS(scores(ScoreMethod::confidence_weighted_entropy, true), std::invalid_argument);
  CHECK_THROWS_AS(score_method_from_name("margin"), std::invalid_argument);
  CHECK_THROWS_AS(find_top_issues(Vector::Ones(3), -1), std::invalid_argument);
  CHECK_THROWS_AS(run(order_label_issues(Flags{1}, example::labels, example::pred_probs)), std::invalid_argument);
}

TEST_CASE("label quality: the lowest scores first, ties by id") {
  CHECK(find_top_issues(Eigen::Vector4d(.3, .1, .1, .2), 2) == Rows{1, 2});
  CHECK(find_top_issues(Eigen::Vector4d(.3, .1, .1, .2), 9) == Rows{1, 2, 3, 0});
  CHECK(run(order_label_issues(Flags{0, 1, 1, 0, 0, 0, 0, 0, 1, 0}, example::labels, example::pred_probs)) ==
        Rows{2, 8, 1});
}

TEST_CASE("ensemble: members are weighted by their accuracy") {
  Matrix swapped = example::pred_probs;
  swapped.col(1) = example::pred_probs.col(2);
  swapped.col(2) = example::pred_probs.col(1);
  const EnsembleScores result = run(score_labels_by_ensemble(example::labels, {example::pred_probs, swapped}));

  CHECK(result.weights(0) == Approx(.6 / (.6 + .4)));  // 6 of 10 right, and 4 of 10
  CHECK(example::rounded(result.scores) == std::vector<double>{.8, .6, .1, .46, .48, .13, .52, .46, .39, .34});
}

TEST_CASE("ensemble: members that are all wrong count the same; the better one wins the search") {
  const std::vector<std::int32_t> labels = {0, 0};
  const Matrix wrong{{.1, .9}, {.2, .8}}, worse{{0, 1}, {0, 1}};
  CHECK(run(score_labels_by_ensemble(labels, {wrong, worse})).weights == Eigen::Vector2d(.5, .5));

  EnsembleOptions options;
  options.weight_ensemble_members_by = EnsembleWeights::log_loss_search;
  const Vector weights = run(score_labels_by_ensemble(labels, {wrong, worse}, options)).weights;
  CHECK(weights(0) == Approx(1));
}

TEST_CASE("ensemble: what does not fit is refused") {
  const Matrix two = Matrix::Constant(10, 2, .5);
  EnsembleOptions custom;
  custom.weight_ensemble_members_by = EnsembleWeights::custom;
  CHECK_THROWS_AS(run(score_labels_by_ensemble(example::labels, {})), std::invalid_argument);
  CHECK_THROWS_AS(run(score_labels_by_ensemble(example::labels, {example::pred_probs, two})), std::invalid_argument);
  CHECK_THROWS_AS(run(score_labels_by_ensemble(example::labels, {example::pred_probs}, custom)), std::invalid_argument);
  custom.custom_weights = Vector::Constant(1, -1);
  CHECK_THROWS_AS(run(score_labels_by_ensemble(example::labels, {example::pred_probs}, custom)), std::invalid_argument);
  EnsembleOptions uniform;
  uniform.weight_ensemble_members_by = EnsembleWeights::uniform;
  uniform.custom_weights = Vector::Ones(1);
  CHECK_THROWS_AS(run(score_labels_by_ensemble(example::labels, {example::pred_probs}, uniform)),
                  std::invalid_argument);
}
