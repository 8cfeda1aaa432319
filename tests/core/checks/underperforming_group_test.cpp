#include "checks/clusters.h"
#include "checks/run_check.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

/// Groups 0, 1, 2 of five examples, 3 of two, one in none; the model's probability of the given label in each.
struct Groups {
  std::vector<std::int32_t> ids, labels;
  Matrix pred_probs;

  Groups() {
    const std::vector<std::pair<int, double>> groups = {{5, 0.9}, {5, 0.05}, {5, 0.06}, {2, 0.5}, {1, 0.5}};
    pred_probs.resize(18, 2);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (int m = 0; m < groups[g].first; ++m) {
        const auto i = static_cast<Index>(ids.size());
        pred_probs.row(i) << groups[g].second, 1 - groups[g].second;
        ids.push_back(g == 4 ? -1 : static_cast<std::int32_t>(g));
        labels.push_back(0);
      }
    }
  }

  CheckResult run(double threshold) const {
    AuditInputs inputs;
    inputs.n = 18;
    inputs.labels = labels;
    inputs.num_classes = 2;
    inputs.pred_probs = MatrixView(pred_probs);
    return run_check("underperforming_group", inputs, object({{"cluster_ids", ids}, {"threshold", threshold}}));
  }
};

}  // namespace

TEST_CASE("underperforming_group: groups below the mean score their ratio to it, others and small ones 1") {
  const CheckResult result = Groups().run(0.1);

  const double overall = (0.9 + 0.05 + 0.06) / 3;
  CHECK(result.scores[0] == 1);
  CHECK(result.scores[5] == doctest::Approx(0.05 / overall));
  CHECK(result.scores[10] == doctest::Approx(0.06 / overall));
  CHECK(result.scores[16] == 1);
  CHECK(result.scores[17] == 1);
  CHECK(result.num_issues() == 0);
  CHECK(result.summary_score == doctest::Approx(0.178218).epsilon(1e-5));  // as the reference chooses the worst
}

TEST_CASE("underperforming_group: the worst group is flagged where its ratio is below the threshold") {
  const CheckResult result = Groups().run(0.2);
  CHECK(result.num_issues() == 5);
  CHECK(result.is_issue[10] == 1);
}

TEST_CASE("underperforming_group: refuses where there is no group to compare, and ids of another length") {
  Groups groups;
  groups.ids.assign(18, -1);
  CHECK(refusal_of([&] { groups.run(0.1); }).starts_with("clusters: expected "));
  groups.ids.resize(3);
  CHECK(refusal_of([&] { groups.run(0.1); }) == "cluster_ids: expected 18 ids, one for each example, got 3");
}

TEST_CASE("cluster_by_density: dense places grow through their cores, the rest is noise") {
  // 0-1-2 near each other, 3 reached from 2 but no core, 4 far away.
  const KnnGraph graph{5, 2, {1, 2, 0, 2, 1, 3, 2, 1, 3, 2}, {.1, .2, .1, .1, .1, .3, .3, .9, 5, 6}};
  DensityOptions options;
  options.min_samples = 3;

  CHECK(run(cluster_by_density(graph, options)) == std::vector<std::int32_t>{0, 0, 0, 0, -1});
}
