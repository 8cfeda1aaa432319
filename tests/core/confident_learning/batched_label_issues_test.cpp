#include "assayer/batched_label_issues.h"

#include <doctest/doctest.h>

#include "confident_learning/example.h"
#include "random.h"

using namespace assayer;

namespace {

struct Data {
  std::vector<std::int32_t> labels;
  Matrix pred_probs;
};

/// Predictions that lean to the true class; the last class occurs in the last tenth only.
Data simulate(Index n, Index num_classes, double noise, std::uint64_t seed) {
  Random random(seed);
  Data data{{}, Matrix(n, num_classes)};
  for (Index i = 0; i < n; ++i) {
    const Index classes = i < n - n / 10 ? num_classes - 1 : num_classes;
    const auto truth = static_cast<Index>(random.below(static_cast<std::uint64_t>(classes)));
    const bool flips = random.uniform() < noise;
    data.labels.push_back(static_cast<std::int32_t>(flips ? random.below(static_cast<std::uint64_t>(classes)) : truth));
    for (Index j = 0; j < num_classes; ++j) data.pred_probs(i, j) = random.uniform() + (j == truth ? 1 : 0);
    data.pred_probs.row(i) /= data.pred_probs.row(i).sum();
  }
  return data;
}

}  // namespace

TEST_CASE("batched label issues: the specification's example, whatever the size of the batches") {
  for (const Index size : {1, 3, 7, 10, 1000})
    CHECK(run(find_label_issues_batched(example::labels, example::pred_probs, size)).indices == Rows{2, 5, 8});
}

TEST_CASE("batched label issues: independent of the size of the batches, and counted like the full method") {
  const Data data = simulate(3000, 4, 0.3, 8);
  for (const EstimationMethod method : {EstimationMethod::off_diagonal, EstimationMethod::off_diagonal_calibrated}) {
    BatchedLabelIssuesOptions options;
    options.estimation_method = method;
    const LabelIssues whole = run(find_label_issues_batched(data.labels, data.pred_probs, 3000, options));
    CHECK(whole.indices.size() > 100);
    for (const Index size : {7, 1000})
      CHECK(run(find_label_issues_batched(data.labels, data.pred_probs, size, options)).indices == whole.indices);
  }
  BatchedLabelIssues search(4);
  run(search.update_confident_thresholds(data.labels, data.pred_probs));
  run(search.score_label_quality(data.labels, data.pred_probs));
  CHECK(search.get_num_issues() == run(num_label_issues(data.labels, data.pred_probs)));
  CHECK((search.get_confident_thresholds() - run(get_confident_thresholds(data.labels, data.pred_probs)))
            .cwiseAbs()
            .maxCoeff() < 1e-12);
  const Vector scores = run(get_label_quality_scores(data.labels, data.pred_probs));
  CHECK(std::equal(scores.begin(), scores.end(), search.get_quality_scores().begin()));
}

TEST_CASE("batched label issues: flagged examples disagree with their label; refill brings their number up") {
  const Data data = simulate(3000, 4, 0.5, 2);
  BatchedLabelIssues search(4);
  run(search.update_confident_thresholds(data.labels, data.pred_probs));
  run(search.score_label_quality(data.labels, data.pred_probs));
  const LabelIssues issues = search.get_label_issues();
  for (const std::int32_t i : issues.indices) {
    Index predicted = 0;
    data.pred_probs.row(i).maxCoeff(&predicted);
    CHECK(predicted != data.labels[static_cast<std::size_t>(i)]);
    CHECK(issues.mask[static_cast<std::size_t>(i)] == 1);
  }
  CHECK(static_cast<Index>(issues.indices.size()) <= search.get_num_issues());
  BatchedLabelIssuesOptions options;
  options.refill = true;
  CHECK(static_cast<Index>(run(find_label_issues_batched(data.labels, data.pred_probs, 100, options)).indices.size()) ==
        search.get_num_issues());
}

TEST_CASE("batched label issues: predictions of a class without examples count only by the reference's rule") {
  const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 1};
  const Matrix pred_probs{{.8, .1, .1}, {.7, .2, .1}, {.1, .1, .8}, {.1, .8, .1}, {.1, .7, .2}, {.1, .2, .7}};
  CHECK(run(find_label_issues_batched(labels, pred_probs)).indices.empty());
  BatchedLabelIssuesOptions options;
  options.reference_count = true;
  CHECK(run(find_label_issues_batched(labels, pred_probs, 4, options)).indices == Rows{2, 5});
}

TEST_CASE("batched label issues: refused batches leave no trace, passes come in order") {
  BatchedLabelIssues search(3);
  CHECK_THROWS_AS(run(search.score_label_quality(example::labels, example::pred_probs)), std::invalid_argument);
  CHECK_THROWS_AS(search.get_confident_thresholds(), std::invalid_argument);
  run(search.update_confident_thresholds(example::labels, example::pred_probs));
  CHECK_THROWS_AS(search.get_label_issues(), std::invalid_argument);
  const Vector thresholds = search.get_confident_thresholds();
  const std::vector<std::int32_t> bad = {0, 1, 2, 3};
  CHECK_THROWS_AS(run(search.update_confident_thresholds(bad, Matrix::Constant(4, 3, 1.0 / 3).eval())),
                  std::invalid_argument);
  CHECK_THROWS_AS(run(search.update_confident_thresholds(bad, Matrix::Constant(4, 4, .25).eval())),
                  std::invalid_argument);
  CHECK(search.get_confident_thresholds() == thresholds);
  CHECK_THROWS_AS(run(find_label_issues_batched(example::labels, example::pred_probs, 0)), std::invalid_argument);
  BatchedLabelIssuesOptions custom;
  custom.estimation_method = EstimationMethod::off_diagonal_custom;
  CHECK_THROWS_AS(BatchedLabelIssues(3, custom), std::invalid_argument);
}
