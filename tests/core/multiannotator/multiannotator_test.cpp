#include "assayer/multiannotator.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace assayer;
using doctest::Approx;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Matrix table(std::initializer_list<std::initializer_list<double>> rows) {
  Matrix result(static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size()));
  Index i = 0;
  for (const auto& row : rows) {
    Index j = 0;
    for (const double value : row) result(i, j++) = value;
    ++i;
  }
  return result;
}

Annotations annotate(std::initializer_list<std::initializer_list<double>> rows) {
  const Matrix labels = table(rows);
  return annotations_from_table(labels);
}

/// The example worked in the specification.
struct Worked {
  Annotations annotations = annotate({{0, 0, none}, {0, 1, 1}, {1, 1, none}, {none, 1, 0}, {1, none, none}});
  Matrix pred_probs = table({{.9, .1}, {.3, .7}, {.2, .8}, {.6, .4}, {.4, .6}});
};

}  // namespace

TEST_CASE("annotations: a table and its entries in any order are the same") {
  const Annotations from_table = annotate({{0, none}, {2, 1}});
  const std::vector<std::int32_t> examples = {1, 0, 1}, annotators = {1, 0, 0}, labels = {1, 0, 2};
  const Annotations from_entries = annotations_from_entries(2, 2, examples, annotators, labels);

  CHECK(from_entries.offsets == from_table.offsets);
  CHECK(from_entries.annotators == from_table.annotators);
  CHECK(from_entries.labels == from_table.labels);
  const std::vector<double> values = {.1, .2, .3};
  const Matrix back = table_of(from_table, values);
  CHECK(back(0, 0) == .1);
  CHECK(std::isnan(back(0, 1)));
  CHECK(back(1, 1) == .3);
}

TEST_CASE("annotations: refuses tables with empty rows, silent annotators and labels that are no class ids") {
  CHECK_THROWS_WITH_AS(annotate({{0, 1}, {none, none}}),
                       "labels_multiannotator[1]: expected a label for every example, got none", std::invalid_argument);
  CHECK_THROWS_WITH_AS(annotate({{0, none}, {1, none}}),
                       "labels_multiannotator: expected a label by every annotator, got none by annotator 1",
                       std::invalid_argument);
  CHECK_THROWS_AS(annotate({{0}, {1}}), std::invalid_argument);
  CHECK_THROWS_AS(annotate({{0, .5}, {1, 1}}), std::invalid_argument);
  CHECK_THROWS_AS(annotate({{0, -1}, {1, 1}}), std::invalid_argument);
  const std::vector<std::int32_t> twice = {0, 0}, zeros = {0, 0};
  CHECK_THROWS_AS(annotations_from_entries(1, 2, twice, zeros, zeros), std::invalid_argument);
}

TEST_CASE("multiannotator: majority vote, ties by probability, then the rarest class, then the better annotators") {
  const Worked worked;
  CHECK(get_majority_vote_label(worked.annotations, {worked.pred_probs}) == std::vector<std::int32_t>{0, 1, 1, 0, 1});

  CHECK(get_majority_vote_label(annotate({{0, 1}, {1, 1}})) == std::vector<std::int32_t>{0, 1});
  // Both classes are named four times; annotator 2 agrees with the clear examples, annotator 1 does not.
  CHECK(get_majority_vote_label(annotate({{0, 1, 0}, {1, 0, 1}, {none, 0, 1}})) == std::vector<std::int32_t>{0, 1, 1});
  CHECK(get_majority_vote_label(annotate({{0, 1}, {1, 0}})) == std::vector<std::int32_t>{0, 0});
}

TEST_CASE("multiannotator: CROWDLAB gives the numbers of the specification's example") {
  const Worked worked;
  const MultiannotatorQuality quality = run(get_label_quality_multiannotator(worked.annotations, {worked.pred_probs}));

  CHECK(quality.consensus_label == std::vector<std::int32_t>{0, 1, 1, 0, 1});
  const double expected[] = {.886578, .711357, .798968, .551473, .6};
  for (int i = 0; i < 5; ++i) CHECK(quality.consensus_quality_score(i) == Approx(expected[i]).epsilon(1e-5));
  CHECK(quality.model_weight(0) == Approx(std::sqrt(2)));
  CHECK(quality.annotator_weight(1) == Approx(.2));
  CHECK(quality.annotator_agreement(1) == Approx(2.0 / 3));
  CHECK(quality.num_annotations == std::vector<std::int32_t>{2, 3, 2, 2, 1});
  CHECK(quality.annotation_quality[2] == Approx(1 - quality.consensus_quality_score(1)));
}

TEST_CASE("multiannotator: votes alone count by class, or packed as the reference counts them") {
  const Annotations annotations = annotate({{1, 1}, {0, 1}, {1, 1}});
  const Matrix pred_probs = table({{.1, .9}, {.6, .4}, {.2, .8}});
  MultiannotatorOptions options;
  options.quality_method = AnnotatorQualityMethod::agreement;
  const MultiannotatorQuality by_class = run(get_label_quality_multiannotator(annotations, {pred_probs}, options));
  options.vote_count = VoteCount::packed;
  const MultiannotatorQuality packed = run(get_label_quality_multiannotator(annotations, {pred_probs}, options));

  CHECK(by_class.consensus_label == std::vector<std::int32_t>{1, 0, 1});
  CHECK(by_class.consensus_quality_score(0) == 1);
  CHECK(by_class.model_weight.size() == 0);
  CHECK(packed.consensus_label == std::vector<std::int32_t>{0, 0, 0});
  CHECK(packed.consensus_quality_score(0) == 0);
}

TEST_CASE("multiannotator: an annotator who always disagrees is the worst, in the class that is wrong") {
  Annotations annotations = annotate({{0, 0, 1}, {1, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 1}});
  const Matrix pred_probs = table({{.9, .1}, {.1, .9}, {.8, .2}, {.3, .7}, {.9, .1}});
  const AnnotatorStats stats = run(get_label_quality_multiannotator(annotations, {pred_probs})).annotator_stats;

  CHECK(stats.order == Rows{2, 0, 1});
  CHECK(stats.agreement_with_consensus(2) == Approx(.2));
  CHECK(stats.agreement_with_consensus(0) == 1);
  CHECK(stats.worst_class[2] == 0);
  CHECK(stats.num_examples_labeled == std::vector<std::int32_t>{5, 5, 5});
}

TEST_CASE("multiannotator: who shares no example has a quality that is not known, and comes last") {
  const Annotations annotations = annotate({{0, 0, none}, {1, 1, none}, {0, 1, none}, {none, none, 1}});
  const Matrix pred_probs = table({{.9, .1}, {.3, .7}, {.6, .4}, {.2, .8}});
  const MultiannotatorQuality quality = run(get_label_quality_multiannotator(annotations, {pred_probs}));

  CHECK(quality.annotator_stats.annotator_quality(1) == Approx(.666667).epsilon(1e-5));
  CHECK(quality.annotator_stats.annotator_quality(0) == Approx(.733334).epsilon(1e-5));
  CHECK(std::isnan(quality.annotator_stats.annotator_quality(2)));
  CHECK(quality.annotator_stats.order == Rows{1, 0, 2});
  CHECK(quality.model_weight(0) == Approx(1.3228756555));
}

TEST_CASE("multiannotator: temperature scaling sharpens and flattens, and finds the temperature that fits the votes") {
  const Matrix pred_probs = table({{.9, .1}});
  CHECK(scale_by_temperature(pred_probs, .5)(0, 0) == Approx(.987805).epsilon(1e-6));
  CHECK(scale_by_temperature(pred_probs, 1)(0, 0) == Approx(.9));
  CHECK_THROWS_AS(scale_by_temperature(pred_probs, 0), std::invalid_argument);

  // Three of four votes on the class that the model gives .9: ln 9 / T = ln 3 at T = 2.
  const Annotations three_to_one = annotate({{0, 0, 0, 1}, {1, 1, 1, 0}});
  const Matrix sure = table({{.9, .1}, {.1, .9}}), unsure = table({{.52, .48}, {.48, .52}});
  CHECK(run(find_best_temperature(three_to_one, sure)) == 2);
  CHECK(run(find_best_temperature(three_to_one, unsure)) == Approx(.1));

  const Annotations unanimous = annotate({{1, 1}, {0, 0}});
  const Matrix wrong_way = table({{.1, .9}, {.9, .1}});
  CHECK(run(find_best_temperature(unanimous, wrong_way)) == Approx(.1));
  CHECK(run(find_best_temperature(unanimous, wrong_way, VoteCount::packed)) != Approx(.1));
}

TEST_CASE("multiannotator: active learning scores of single labels, and of examples without labels") {
  const Annotations single = annotate({{0, none}, {none, 1}, {1, none}});
  const Matrix first = table({{.9, .1}, {.9, .1}, {.2, .8}}), second = table({{.7, .3}, {.6, .4}, {.3, .7}});
  const Matrix first_unlabeled = table({{.5, .5}, {.9, .1}}), second_unlabeled = table({{.3, .7}, {.8, .2}});

  const ActiveLearningScores one = run(get_active_learning_scores(&single, {first}, {first_unlabeled}));
  CHECK(one.labeled(0) == Approx(.766667).epsilon(1e-5));
  CHECK(one.labeled(1) == Approx(.233333).epsilon(1e-5));
  CHECK(one.labeled(2) == Approx(.7));
  CHECK(one.unlabeled(0) == Approx(.5));
  CHECK(one.unlabeled(1) == Approx(.7));

  const ActiveLearningScores two =
      run(get_active_learning_scores(&single, {first, second}, {first_unlabeled, second_unlabeled}));
  CHECK(two.labeled(0) == Approx(.725));
  CHECK(two.labeled(1) == Approx(.3125));
  CHECK(two.unlabeled(0) == Approx(.566667).epsilon(1e-5));
  CHECK(two.unlabeled(1) == Approx(.733333).epsilon(1e-5));

  const ActiveLearningScores unlabeled = run(get_active_learning_scores(nullptr, {}, {first_unlabeled}));
  CHECK(unlabeled.labeled.size() == 0);
  CHECK(unlabeled.unlabeled(1) == Approx(.7));
}

TEST_CASE("multiannotator: refuses what there is nothing to compare in") {
  const Worked worked;
  const Annotations single = annotate({{0, none}, {none, 1}});
  const Matrix two_rows = table({{.9, .1}, {.2, .8}}), one_class = table({{1}, {1}, {1}, {1}, {1}});
  Matrix not_probabilities = worked.pred_probs;
  not_probabilities(2, 1) = none;
  MultiannotatorOptions votes;
  votes.quality_method = AnnotatorQualityMethod::agreement;

  CHECK_THROWS_AS(run(get_label_quality_multiannotator(single, {two_rows})), std::invalid_argument);
  CHECK_THROWS_AS(run(get_label_quality_multiannotator(worked.annotations, {two_rows})), std::invalid_argument);
  CHECK_THROWS_AS(run(get_label_quality_multiannotator(worked.annotations, {one_class})), std::invalid_argument);
  CHECK_THROWS_AS(run(get_label_quality_multiannotator(worked.annotations, {not_probabilities})),
                  std::invalid_argument);
  CHECK_THROWS_AS(run(get_label_quality_multiannotator(worked.annotations, {})), std::invalid_argument);
  CHECK_THROWS_AS(
      run(get_label_quality_multiannotator(worked.annotations, {worked.pred_probs, worked.pred_probs}, votes)),
      std::invalid_argument);
  CHECK_THROWS_AS(run(get_active_learning_scores(nullptr, {}, {})), std::invalid_argument);
  CHECK_THROWS_AS(run(get_active_learning_scores(nullptr, {two_rows}, {})), std::invalid_argument);
}
