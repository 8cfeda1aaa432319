#include "assayer/multilabel.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace assayer;
using doctest::Approx;

namespace {

/// Three classes, 12 examples: class 0 alternates, class 1 every third, class 2 nobody; sure predictions, but example 4
/// is predicted to lack class 0 and example 5 to have class 1.
struct Data {
  ClassLists labels;
  Matrix pred_probs = Matrix::Constant(12, 3, 0.05);
  Data() {
    for (int i = 0; i < 12; ++i) {
      Rows classes;
      if (i % 2 == 0) classes.push_back(0);
      if (i % 3 == 0) classes.push_back(1);
      for (const std::int32_t c : classes) pred_probs(i, c) = 0.95;
      labels.push_back(classes);
    }
    pred_probs(4, 0) = 0.02;
    pred_probs(5, 1) = 0.98;
  }
};

const std::vector<double>& numbers(const Table& table, std::size_t column) {
  return std::get<std::vector<double>>(table.columns[column].values);
}
const std::vector<std::int32_t>& integers(const Table& table, std::size_t column) {
  return std::get<std::vector<std::int32_t>>(table.columns[column].values);
}

}  // namespace

TEST_CASE("multilabel: aggregates class scores by moving average or softmin") {
  const ClassLists labels = {{0, 1, 2}, {0, 1, 2}};
  Matrix pred_probs(2, 3);
  pred_probs << .9, .9, .8, .8, .3, .9;
  const Vector average = run(get_multilabel_quality_scores(labels, pred_probs));
  const Vector soft =
      run(get_multilabel_quality_scores(labels, pred_probs, {.aggregation = MultilabelAggregation::softmin}));
  const Vector lowest = run(get_multilabel_quality_scores(labels, pred_probs, {.alpha = 1}));
  const Vector by_size = run(get_multilabel_quality_scores(labels, pred_probs, {.alpha = std::nullopt}));

  CHECK(average(0) == Approx(.82));
  CHECK(average(1) == Approx(.404));
  CHECK(soft(0) == Approx(.842388).epsilon(1e-6));
  CHECK(soft(1) == Approx(.304812).epsilon(1e-6));
  CHECK(lowest(1) == Approx(.3));
  CHECK(by_size(1) == Approx(.5 * .3 + .5 * (.5 * .8 + .5 * .9)));
}

TEST_CASE("multilabel: finds a class too many and a class too few") {
  const Data data;
  for (const FilterBy filter_by :
       {FilterBy::prune_by_noise_rate, FilterBy::prune_by_class, FilterBy::both, FilterBy::confident_learning,
        FilterBy::predicted_neq_given, FilterBy::low_self_confidence, FilterBy::low_normalized_margin}) {
    MultilabelFilterOptions options;
    options.filter_by = filter_by;
    const MultilabelIssues issues = run(find_multilabel_issues(data.labels, data.pred_probs, options));

    CHECK(issues.indices.size() == 2);
    CHECK(issues.mask[4] == 1);
    CHECK(issues.mask[5] == 1);
  }
}

TEST_CASE("multilabel: names the class that is wrong") {
  const Data data;
  const Flags by_class = run(find_multilabel_issues_per_class(data.labels, data.pred_probs)).mask;

  for (std::size_t place = 0; place < by_class.size(); ++place) {
    CHECK(by_class[place] == (place == 4 * 3 + 0 || place == 5 * 3 + 1));
  }
}

TEST_CASE("multilabel: a class that all have, one that none has, and examples without classes are no obstacle") {
  const ClassLists labels = {{0}, {0}, {0}};
  Matrix pred_probs(3, 2);
  pred_probs << .9, .1, .8, .2, .7, .1;
  const ClassLists none(3);

  CHECK(run(find_multilabel_issues(labels, pred_probs)).indices.empty());
  CHECK(run(find_multilabel_issues(none, pred_probs)).mask.size() == 3);
  CHECK(run(get_multilabel_quality_scores(labels, pred_probs))(0) == Approx(.9));
}

TEST_CASE("multilabel: counts to remove are of examples that are given the class, whatever the filter") {
  const Data data;
  for (const FilterBy filter_by : {FilterBy::prune_by_noise_rate, FilterBy::prune_by_class, FilterBy::both}) {
    MultilabelFilterOptions options;
    options.filter_by = filter_by;
    options.num_to_remove_per_class = {1, 0, 0};
    const Flags by_class = run(find_multilabel_issues_per_class(data.labels, data.pred_probs, options)).mask;

    CHECK(std::count(by_class.begin(), by_class.end(), 1) == 1);
    CHECK(by_class[4 * 3 + 0] == 1);
  }
}

TEST_CASE("multilabel: the summary counts both kinds of error by class") {
  const Data data;
  const MultilabelHealth health = run(summarize_multilabel_health(data.labels, data.pred_probs));

  CHECK(health.health_score == Approx(1 - 2.0 / 12));
  CHECK(integers(health.classes, 0) == std::vector<std::int32_t>{0, 1, 2});
  CHECK(integers(health.classes, 1) == std::vector<std::int32_t>{1, 0, 0});
  CHECK(integers(health.classes, 2) == std::vector<std::int32_t>{0, 1, 0});
  CHECK(numbers(health.classes, 5)[0] == Approx(11.0 / 12));
  CHECK(integers(health.common_issues, 0) == std::vector<std::int32_t>{0, 1, 0, 1, 2, 2});
  CHECK(std::get<Flags>(health.common_issues.columns[1].values) == Flags{1, 0, 0, 1, 1, 0});
  CHECK(integers(health.common_issues, 3) == std::vector<std::int32_t>{1, 1, 0, 0, 0, 0});
  CHECK(numbers(health.common_issues, 4)[0] == Approx(1.0 / 12));
}

TEST_CASE("multilabel: refuses lists and probabilities that are not valid") {
  const Data data;
  const auto refuses = [](const ClassLists& labels, const Matrix& pred_probs, const MultilabelFilterOptions& options) {
    CHECK_THROWS_AS(run(find_multilabel_issues(labels, pred_probs, options)), std::invalid_argument);
  };
  ClassLists out_of_range = data.labels, twice = data.labels;
  out_of_range[7] = {3};
  twice[7] = {1, 1};
  Matrix missing = data.pred_probs;
  missing(3, 1) = std::numeric_limits<double>::quiet_NaN();
  MultilabelFilterOptions few_counts, few_joints, no_softmin;
  few_counts.num_to_remove_per_class = {1};
  few_joints.confident_joint = {Matrix::Identity(2, 2)};
  no_softmin.rank_by.temperature = 0;

  refuses(out_of_range, data.pred_probs, {});
  refuses(twice, data.pred_probs, {});
  refuses({}, data.pred_probs, {});
  refuses({{0}}, data.pred_probs, {});
  refuses(data.labels, missing, {});
  refuses(data.labels, data.pred_probs, few_counts);
  refuses(data.labels, data.pred_probs, few_joints);
  refuses(data.labels, data.pred_probs, no_softmin);
}
