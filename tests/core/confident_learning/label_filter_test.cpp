#include "assayer/label_filter.h"

#include <doctest/doctest.h>

#include "assayer/confident_joint.h"
#include "confident_learning/example.h"
#include "confident_learning/prune.h"
#include "random.h"

using namespace assayer;

namespace {

const std::vector<FilterBy> filters = {
    FilterBy::prune_by_noise_rate, FilterBy::prune_by_class,      FilterBy::both,
    FilterBy::confident_learning,  FilterBy::predicted_neq_given, FilterBy::low_normalized_margin,
    FilterBy::low_self_confidence};

LabelFilterOptions by(FilterBy filter_by) {
  LabelFilterOptions options;
  options.filter_by = filter_by;
  return options;
}

struct Data {
  std::vector<std::int32_t> labels;
  Matrix pred_probs;
};

/// Noisy labels and predictions that lean to the true class.
Data simulate(Index n, Index num_classes, std::uint64_t seed) {
  Random random(seed);
  Data data{{}, Matrix(n, num_classes)};
  for (Index i = 0; i < n; ++i) {
    const auto truth = static_cast<Index>(random.below(static_cast<std::uint64_t>(num_classes)));
    const bool flips = random.uniform() < 0.3;
    data.labels.push_back(
        static_cast<std::int32_t>(flips ? random.below(static_cast<std::uint64_t>(num_classes)) : truth));
    for (Index j = 0; j < num_classes; ++j) data.pred_probs(i, j) = random.uniform() + (j == truth ? 1 : 0);
    data.pred_probs.row(i) /= data.pred_probs.row(i).sum();
  }
  return data;
}

}  // namespace

TEST_CASE("label filter: every filter finds the specification's issues, worst first") {
  for (const FilterBy filter_by : filters) {
    CAPTURE(filter_by_name(filter_by));
    const LabelIssues issues = run(find_label_issues(example::labels, example::pred_probs, by(filter_by)));
    if (filter_by == FilterBy::predicted_neq_given)
      CHECK(issues.indices == Rows{2, 5, 8, 9});  // .1, .15, .15, .3
    else
      CHECK(issues.indices == Rows{2, 5, 8});
    CHECK(issues.mask == (filter_by == FilterBy::predicted_neq_given ? Flags{0, 0, 1, 0, 0, 1, 0, 0, 1, 1}
                                                                     : Flags{0, 0, 1, 0, 0, 1, 0, 0, 1, 0}));
  }
}

TEST_CASE("label filter: perfect predictions are no issues; one class has none") {
  const std::vector<std::int32_t> labels = {0, 1, 2, 1};
  const Matrix one_hot{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}};
  const std::vector<std::int32_t> ones = {1, 1, 1};
  const Matrix sure{{.1, .9}, {.2, .8}, {.3, .7}};
  for (const FilterBy filter_by : filters) {
    CAPTURE(filter_by_name(filter_by));
    CHECK(run(find_label_issues(labels, one_hot, by(filter_by))).indices.empty());
    CHECK(run(find_label_issues(ones, sure, by(filter_by))).indices.empty());
    CHECK(run(find_label_issues(std::vector<std::int32_t>{0, 0}, Matrix::Ones(2, 1).eval(), by(filter_by)))
              .indices.empty());
  }
}

TEST_CASE("label filter: permuted examples give permuted flags, floats the same, in steps the same") {
  const Data data = simulate(700, 5, 11);
  std::vector<std::int32_t> order(700);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
  Random(5).shuffle(std::span(order));
  Data permuted{{}, Matrix(700, 5)};
  for (std::size_t i = 0; i < order.size(); ++i) {
    permuted.labels.push_back(data.labels[static_cast<std::size_t>(order[i])]);
    permuted.pred_probs.row(static_cast<Index>(i)) = data.pred_probs.row(order[i]);
  }
  const FloatMatrix floats = data.pred_probs.cast<float>();
  for (const FilterBy filter_by : filters) {
    CAPTURE(filter_by_name(filter_by));
    const Flags mask = run(find_label_issues(data.labels, data.pred_probs, by(filter_by))).mask;
    const Flags permuted_mask = run(find_label_issues(permuted.labels, permuted.pred_probs, by(filter_by))).mask;
    for (std::size_t i = 0; i < order.size(); ++i)
      REQUIRE(permuted_mask[i] == mask[static_cast<std::size_t>(order[i])]);
    CHECK(run(find_label_issues(data.labels, floats, by(filter_by))).mask == mask);

    Job<LabelIssues> job = find_label_issues(data.labels, data.pred_probs, by(filter_by));
    double fraction = 0;
    while (!job.step(std::chrono::nanoseconds(1))) {
      CHECK(job.progress().fraction >= fraction);
      fraction = job.progress().fraction;
    }
    CHECK(job.result().mask == mask);
  }
}

TEST_CASE("label filter: both is the part of the two prune filters, and confident_learning counts off_diagonal") {
  const Data data = simulate(2000, 4, 3);
  const Flags rate = run(find_label_issues(data.labels, data.pred_probs, by(FilterBy::prune_by_noise_rate))).mask;
  const Flags of_class = run(find_label_issues(data.labels, data.pred_probs, by(FilterBy::prune_by_class))).mask;
  const Flags both = run(find_label_issues(data.labels, data.pred_probs, by(FilterBy::both))).mask;
  for (std::size_t i = 0; i < both.size(); ++i) REQUIRE(both[i] == (rate[i] & of_class[i]));
  CHECK(static_cast<Index>(
            run(find_label_issues(data.labels, data.pred_probs, by(FilterBy::confident_learning))).indices.size()) ==
        run(num_label_issues(data.labels, data.pred_probs)));
}

TEST_CASE("label filter: the prune matrix of the specification") {
  const Vector counts = Eigen::Vector3d(30, 16, 11);
  LabelFilterOptions options;
  options.frac_noise = .5;
  const Matrix joint = Matrix{{20, 5, 0}, {7, 10, 2}, {3, 1, 9}}.transpose();
  CHECK(count_to_prune(joint, counts, options) == Matrix{{25, 2, 0}, {3, 13, 1}, {1, 0, 10}});

  options.frac_noise = 1;
  options.min_examples_per_class = 3;
  const Matrix small = Matrix{{2, 1, 0}, {1, 2, 1}, {0, 0, 3}}.transpose();
  CHECK(count_to_prune(small, counts, options) == Matrix{{3, 0, 0}, {0, 3, 1}, {0, 0, 3}});
}

TEST_CASE("label filter: small classes are left alone, a class of one example only where asked to") {
  std::vector<std::int32_t> labels = example::labels;
  LabelFilterOptions options = by(FilterBy::prune_by_noise_rate);
  options.min_examples_per_class = 3;
  CHECK(run(find_label_issues(labels, example::pred_probs, options)).indices == Rows{8});  // class 2 has 4 examples

  const std::vector<std::int32_t> lone = {0, 0, 0, 1};
  const Matrix pred_probs{{.9, .1}, {.8, .2}, {.9, .1}, {.95, .05}};
  options = by(FilterBy::prune_by_class);
  options.confident_joint = Matrix{{3, 0}, {1, 0}};
  CHECK(run(find_label_issues(lone, pred_probs, options)).indices.empty());
  options.min_examples_per_class = 0;
  CHECK(run(find_label_issues(lone, pred_probs, options)).indices == Rows{3});
}

TEST_CASE("label filter: numbers to remove per class") {
  LabelFilterOptions options = by(FilterBy::prune_by_class);
  options.num_to_remove_per_class = {1, 0, 1};
  CHECK(run(find_label_issues(example::labels, example::pred_probs, options)).indices == Rows{2, 8});
}

TEST_CASE("label filter: options that do not fit are refused") {
  const auto refused = [](const LabelFilterOptions& options) {
    CHECK_THROWS_AS(run(find_label_issues(example::labels, example::pred_probs, options)), std::invalid_argument);
  };
  LabelFilterOptions options;
  options.frac_noise = 1.5;
  refused(options);
  options = {};
  options.min_examples_per_class = -1;
  refused(options);
  options = by(FilterBy::confident_learning);
  options.num_to_remove_per_class = {1, 1, 1};
  refused(options);
  options.filter_by = FilterBy::both;
  options.num_to_remove_per_class = {1, 1};
  refused(options);
  options.num_to_remove_per_class = {1, 1, 0.5};
  refused(options);
  options = {};
  options.confident_joint = Matrix::Identity(2, 2);
  refused(options);
  options = {};
  options.adjust_pred_probs = true;
  options.rank_by = ScoreMethod::confidence_weighted_entropy;
  refused(options);
  CHECK_THROWS_AS(filter_by_from_name("prune"), std::invalid_argument);
}
