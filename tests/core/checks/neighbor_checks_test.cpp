#include <cmath>

#include "checks/run_check.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

/// Neighbours of points on a line, by brute force; ties go to the smaller id.
KnnGraph neighbors_on_line(const std::vector<double>& points, Index k) {
  KnnGraph graph;
  graph.rows = static_cast<Index>(points.size());
  graph.neighbors = k;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<std::pair<double, std::int32_t>> others;
    for (std::size_t j = 0; j < points.size(); ++j) {
      if (j != i) others.emplace_back(std::abs(points[i] - points[j]), static_cast<std::int32_t>(j));
    }
    std::sort(others.begin(), others.end());
    for (Index m = 0; m < k; ++m) {
      graph.distances.push_back(others[static_cast<std::size_t>(m)].first);
      graph.indices.push_back(others[static_cast<std::size_t>(m)].second);
    }
  }
  return graph;
}

CheckResult run_on_line(std::string_view type, const std::vector<double>& points, Index k, const Value& parameters = {},
                        Labels labels = {}) {
  AuditInputs inputs;
  inputs.n = static_cast<Index>(points.size());
  inputs.labels = labels;
  return run_check(type, inputs, parameters, FixedNeighbors(neighbors_on_line(points, k), "euclidean"));
}

void check_scores(const CheckResult& result, const std::vector<double>& expected) {
  REQUIRE(result.scores.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(result.scores[i] == doctest::Approx(expected[i]).epsilon(1e-5));
}

const std::vector<Rows>& sets_of(const CheckResult& result) {
  return std::get<std::vector<Rows>>(result.columns[0].values);
}

}  // namespace

TEST_CASE("outlier: the far example is flagged and scores exp(-mean distance / median)") {
  const CheckResult result = run_on_line("outlier", {0, 1, 2, 3, 10}, 2);

  CHECK(result.is_issue == Flags{0, 0, 0, 0, 1});
  check_scores(result, {std::exp(-1), std::exp(-1 / 1.5), std::exp(-1 / 1.5), std::exp(-1), std::exp(-5)});
  CHECK(result.summary_score == doctest::Approx(0.353866).epsilon(1e-5));
  CHECK(number_at(result.info, "issue_threshold") == doctest::Approx(2.350001).epsilon(1e-6));
}

TEST_CASE("outlier: copies of one point are no outliers, and threshold 0 flags nothing") {
  const CheckResult copies = run_on_line("outlier", std::vector<double>(6, 1.0), 3);
  CHECK(copies.scores == std::vector<double>(6, 1.0));
  CHECK(copies.num_issues() == 0);

  CHECK(run_on_line("outlier", {0, 1, 2, 3, 10}, 2, object({{"threshold", 0}})).num_issues() == 0);
}

TEST_CASE("outlier: without geometry, examples that the model knows no class for") {
  Matrix pred_probs(4, 2);
  pred_probs << 0.9, 0.1, 0.6, 0.4, 0.2, 0.8, 0.5, 0.5;
  const std::vector<std::int32_t> labels = {0, 0, 1, 1};
  AuditInputs inputs;
  inputs.n = 4;
  inputs.labels = labels;
  inputs.num_classes = 2;
  inputs.pred_probs = MatrixView(pred_probs);

  const CheckResult result = run_check("outlier", inputs);

  check_scores(result, {0.315962, 0.005970, 0.315962, 0.005970});
  CHECK(result.is_issue == Flags{0, 1, 0, 1});
}

TEST_CASE("outlier: a share above 1 is refused for distances") {
  const std::string refused = refusal_of([] { run_on_line("outlier", {0, 1, 2}, 1, object({{"threshold", 1.5}})); });
  CHECK(refused == "outlier.threshold: expected a number in [0, 1], got 1.5");
}

TEST_CASE("near_duplicate: copies are flagged, score 0 and name each other") {
  const CheckResult result = run_on_line("near_duplicate", {0, .1, 1, 2.2, 3.5, 3.5}, 2, object({{"threshold", 0.5}}));

  CHECK(result.is_issue == Flags{0, 0, 0, 0, 1, 1});
  check_scores(result, {0.632121, 0.632121, 0.999877, 0.999994, 0, 0});
  CHECK(sets_of(result)[4] == Rows{5});
  CHECK(sets_of(result)[5] == Rows{4});
  CHECK(sets_of(result)[0].empty());
}

TEST_CASE("near_duplicate: an example is in the set of those that are in its own") {
  KnnGraph graph{4, 1, {1, 2, 1, 0}, {1, 0.01, 0.01, 0.02}};  // 3 is near 0, but 0's nearest is 1
  AuditInputs inputs;
  inputs.n = 4;
  const CheckResult result =
      run_check("near_duplicate", inputs, object({{"threshold", 2}}), FixedNeighbors(std::move(graph)));

  CHECK(sets_of(result)[3] == Rows{0});
  CHECK(sets_of(result)[0] == Rows{3});
}

TEST_CASE("near_duplicate: threshold 0 flags exact copies only; below 0 it is taken for 0, with a warning") {
  const std::vector<double> points = {0, 0, 0.001, 5, 9};
  CHECK(run_on_line("near_duplicate", points, 2, object({{"threshold", 0}})).is_issue == Flags{1, 1, 0, 0, 0});
  CHECK(run_on_line("near_duplicate", points, 2, object({{"threshold", -1}})).is_issue == Flags{1, 1, 0, 0, 0});
}

TEST_CASE("non_iid: the reference's statistic, p-value and scores on six points in order") {
  KnnGraph graph{6, 2, {1, 2, 2, 0, 3, 1, 4, 2, 5, 3, 4, 3}, {1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2}};
  AuditInputs inputs;
  inputs.n = 6;
  const CheckResult result = run_check("non_iid", inputs, {}, FixedNeighbors(std::move(graph)));

  CHECK(result.summary_score == doctest::Approx(0.223920).epsilon(1e-5));
  check_scores(result, {.802625, .783482, .826765, .770811, .731729, .764504});
  CHECK(result.num_issues() == 0);
}

TEST_CASE("non_iid: examples sorted by their feature have the issue, which flags one of them") {
  std::vector<double> points;
  for (int i = 0; i < 80; ++i) points.push_back(i);
  const CheckResult result = run_on_line("non_iid", points, 10);

  CHECK(result.summary_score < 1e-6);
  CHECK(result.num_issues() == 1);
}

TEST_CASE("non_iid: where everybody is everybody's neighbour, order cannot matter and the check says so") {
  CHECK(refusal_of([] { run_on_line("non_iid", {0, 1, 2, 3}, 3); }).starts_with("knn_graph: expected "));
}

TEST_CASE("data_valuation: the example whose neighbours disagree with it is worth less than nothing") {
  const std::vector<std::int32_t> labels = {0, 0, 1, 0, 1};
  const CheckResult result = run_on_line("data_valuation", {0, 1, 2.1, 3.3, 9}, 3, object({{"k", 3}}), labels);

  check_scores(result, {.5, .5, .433333, .5, .5});
  CHECK(result.is_issue == Flags{0, 0, 1, 0, 0});
}

TEST_CASE("data_valuation: needs a graph of k neighbours, and classes") {
  const std::vector<std::int32_t> labels = {0, 0, 1};
  CHECK(refusal_of([&] {
          run_on_line("data_valuation", {0, 1, 2}, 2, {}, labels);
        }) == "knn_graph: expected at least k = 10 neighbours, got 2");
  AuditInputs inputs;
  inputs.task = Task::regression;
  CHECK(refusal_of([&] { run_check("data_valuation", inputs); }).starts_with("task: expected classification"));
}
