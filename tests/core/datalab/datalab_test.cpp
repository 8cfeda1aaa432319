#include "assayer/datalab.h"

#include <limits>

#include "checks/run_check.h"
#include "random.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

/// Two well-separated classes on a plane, and a model that knows them.
struct Blobs {
  Matrix features, pred_probs;
  std::vector<std::int32_t> labels;

  explicit Blobs(Index n = 60, std::uint64_t seed = 1) : features(n, 2), pred_probs(n, 2) {
    Random random(seed);
    for (Index i = 0; i < n; ++i) {
      const auto label = static_cast<std::int32_t>(random.below(2));
      labels.push_back(label);
      features.row(i) << 6 * label + random.normal(), random.normal();
      pred_probs(i, label) = 0.7 + 0.3 * random.uniform();
      pred_probs(i, 1 - label) = 1 - pred_probs(i, label);
    }
  }

  Datalab lab() const { return Datalab::with_labels(labels, 2); }
  FindIssuesInputs all() const {
    FindIssuesInputs inputs = only_features();
    inputs.pred_probs = MatrixView(pred_probs);
    return inputs;
  }
  FindIssuesInputs only_features() const {
    FindIssuesInputs inputs;
    inputs.features = MatrixView(features);
    return inputs;
  }
};

std::vector<std::string> types_of(const Datalab& lab) {
  std::vector<std::string> types;
  for (const Datalab::Result& result : lab.results()) types.push_back(result.type);
  return types;
}

std::string failure_of(const Datalab& lab, std::string_view type) {
  for (const Datalab::Notice& failure : lab.failures()) {
    if (failure.type == type) return failure.message;
  }
  return {};
}

CheckResult constant_result(Index n, double score) {
  CheckResult result;
  result.is_issue.assign(static_cast<std::size_t>(n), 0);
  result.scores.assign(static_cast<std::size_t>(n), score);
  result.summary_score = score;
  return result;
}

using Types = std::vector<std::string>;

}  // namespace

TEST_CASE("datalab: a type that runs again moves to the end, the others keep their results") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.all(), IssueTypes{{"outlier", {}}, {"class_imbalance", {}}}));
  run(lab.find_issues(blobs.all(), IssueTypes{{"outlier", object({{"t", 2}})}}));

  CHECK(types_of(lab) == Types{"class_imbalance", "outlier"});
  CHECK(number_at(lab.find("outlier")->info, "t") == 2);
  CHECK(*lab.health_score() ==
        doctest::Approx((lab.results()[0].result.summary_score + lab.results()[1].result.summary_score) / 2));
}

TEST_CASE("datalab: a type that fails says why and keeps its old result; the others run") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.all(), IssueTypes{{"outlier", {}}}));
  const double before = lab.find("outlier")->summary_score;
  run(lab.find_issues(blobs.all(), IssueTypes{{"outlier", object({{"k", 60}})}, {"class_imbalance", {}}}));

  CHECK(failure_of(lab, "outlier").starts_with("k: expected "));
  CHECK(lab.find("outlier")->summary_score == before);
  CHECK(types_of(lab) == Types{"outlier", "class_imbalance"});
}

TEST_CASE("datalab: the graph is used again while it is large enough and belongs to the same features") {
  const Blobs blobs, others(60, 2);
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.only_features(), IssueTypes{{"outlier", object({{"k", 5}})}}));
  const KnnGraph* first = lab.knn_graph();
  REQUIRE(first->neighbors == 5);
  CHECK(lab.knn_metric() == "euclidean");

  run(lab.find_issues(blobs.only_features(), IssueTypes{{"near_duplicate", object({{"k", 3}})}}));
  CHECK(lab.knn_graph() == first);
  run(lab.find_issues(FindIssuesInputs(), IssueTypes{{"near_duplicate", object({{"k", 5}})}}));
  CHECK(lab.knn_graph() == first);

  run(lab.find_issues(blobs.only_features(), IssueTypes{{"near_duplicate", object({{"k", 7}})}}));
  CHECK(lab.knn_graph()->neighbors == 7);
  run(lab.find_issues(others.only_features(), IssueTypes{{"near_duplicate", object({{"k", 4}})}}));
  CHECK(lab.knn_graph()->neighbors == 4);
  run(lab.find_issues(others.only_features(), IssueTypes{{"outlier", object({{"k", 2}, {"metric", "l1"}})}}));
  CHECK(lab.knn_metric() == "manhattan");
}

TEST_CASE("datalab: without features a larger graph, or one of another metric, cannot be had") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.only_features(), IssueTypes{{"outlier", object({{"k", 5}})}}));
  run(lab.find_issues(FindIssuesInputs(), IssueTypes{{"near_duplicate", object({{"k", 6}})},
                                                     {"non_iid", object({{"k", 5}, {"metric", "cosine"}})}}));

  CHECK(failure_of(lab, "near_duplicate").starts_with("features: expected "));
  CHECK(failure_of(lab, "non_iid").starts_with("features: expected "));
}

TEST_CASE("datalab: missing values stop the checks that measure distances, and no others") {
  Blobs blobs;
  blobs.features(3, 1) = std::numeric_limits<double>::quiet_NaN();
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.all()));

  CHECK(types_of(lab) == Types{"null", "label", "class_imbalance"});
  CHECK(failure_of(lab, "near_duplicate") == "features[3, 1]: expected a finite number, got nan");
}

TEST_CASE("datalab: an input can be hidden from one type") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.all(), IssueTypes{{"label", object({{"pred_probs", Value()}})}}));

  const Value* used = lab.find("label")->info.find("find_issues_inputs");
  CHECK(std::get<bool>(used->find("features")->data()));
}

TEST_CASE("datalab: what is wrong with the call is refused before anything runs") {
  const Blobs blobs, small(50);
  Datalab lab = blobs.lab();
  const auto refused = [&](FindIssuesInputs inputs, IssueTypes types = {{"outlier", {}}}) {
    return refusal_of([&] { run(lab.find_issues(std::move(inputs), std::move(types))); });
  };

  CHECK(refused(small.only_features()) == "features: expected 60 rows, one for each example, got 50");
  CHECK(refused(blobs.all(), {{"outliers", {}}}).starts_with("issue_types: expected types among null, label, outlier"));
  CHECK(refused(blobs.all(), {{"null", {}}, {"null", {}}}) == "issue_types: expected each type once, got null twice");
  CHECK(refused(blobs.all(), {{"null", {}}, {"outlier", object({{"thresold", 1}})}})
            .starts_with("outlier: expected parameters among k, metric, t"));
  CHECK(refused(blobs.all(), {{"outlier", object({{"metric", "nearness"}})}}).find("nearness") != std::string::npos);
  FindIssuesInputs narrow;
  const Matrix one_column = blobs.pred_probs.leftCols(1);
  narrow.pred_probs = MatrixView(one_column);
  CHECK(refused(narrow) == "pred_probs: expected 60 x 2 probabilities, one column for each class, got 60 x 1");
  FindIssuesInputs with_self;
  with_self.knn_graph = KnnGraph{60, 1, std::vector<std::int32_t>(60, 0), std::vector<double>(60, 1.0)};
  CHECK(refused(with_self).starts_with("knn_graph.indices[0, 0]: expected "));
  CHECK(lab.results().empty());

  run(lab.find_issues(blobs.all(), IssueTypes{{"outlier", {}}}));
  CHECK(types_of(lab) == Types{"outlier"});
}

TEST_CASE("datalab: labels out of range and empty data are refused") {
  CHECK(refusal_of([] { Datalab::with_labels({0, 2}, 2); }) == "labels[1]: expected a class in 0..1, got 2");
  CHECK(refusal_of([] { Datalab::with_labels({}, 2); }) == "data: expected at least one example, got none");
  CHECK(refusal_of([] {
          Datalab::with_targets({1, std::numeric_limits<double>::infinity()});
        }).starts_with("labels[1]: expected a finite number"));
}

TEST_CASE("datalab: a job that is dropped keeps the results that were finished") {
  const Blobs blobs(400);
  Datalab lab = blobs.lab();
  {
    Job<void> job = lab.find_issues(blobs.all());
    while (lab.results().size() < 2) REQUIRE_FALSE(job.step(std::chrono::seconds(0)));
    CHECK(job.progress().fraction > 0);
    CHECK(job.progress().fraction < 1);
  }
  CHECK(types_of(lab) == Types{"null", "label"});
  run(lab.find_issues(blobs.all()));
  CHECK(types_of(lab).size() == lab.default_types().size());
}

TEST_CASE("datalab: says what it did not do") {
  const Blobs blobs;
  Datalab unlabelled = Datalab::without_labels(Task::classification, 60);
  run(unlabelled.find_issues(blobs.only_features()));
  REQUIRE(unlabelled.warnings().size() == 1);
  CHECK(unlabelled.warnings()[0].type == "label");
  run(unlabelled.find_issues(blobs.only_features(), IssueTypes{}));
  CHECK(unlabelled.warnings().size() == 1);
  run(unlabelled.find_issues(blobs.only_features(), IssueTypes{{"class_imbalance", {}}}));
  CHECK(failure_of(unlabelled, "class_imbalance") == "labels: expected one for each example, got none");
}

TEST_CASE("datalab: takes results made elsewhere and takes up where another one stopped") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  run(lab.find_issues(blobs.only_features(), IssueTypes{{"outlier", {}}}));
  lab.add_result("my_check", constant_result(60, 0.25));
  CHECK(types_of(lab) == Types{"outlier", "my_check"});
  CHECK(refusal_of([&] { lab.add_result("my_check", constant_result(59, 1)); }) ==
        "my_check.is_issue: expected 60 values, one for each example, got 59");
  CHECK(refusal_of([&] {
          lab.add_result("my_check", constant_result(60, 1.5));
        }).starts_with("my_check.scores[0]: expected a score in [0, 1]"));

  Datalab loaded = blobs.lab();
  loaded.restore(lab.results(), *lab.knn_graph(), lab.knn_metric(), lab.knn_features());
  CHECK(types_of(loaded) == types_of(lab));
  run(loaded.find_issues(FindIssuesInputs(), IssueTypes{{"near_duplicate", {}}}));
  CHECK(types_of(loaded).back() == "near_duplicate");
}

TEST_CASE("datalab: a check that gives what is no score stops no other") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  CheckDescription check;
  check.type = "broken";
  check.uses = {{.task = Task::classification}};
  check.run = [](CheckContext& context) -> Job<CheckResult> { co_return constant_result(context.inputs().n, 1.5); };
  lab.register_check(check);
  run(lab.find_issues(blobs.only_features(), IssueTypes{{"broken", {}}, {"outlier", {}}}));
  CHECK(types_of(lab) == Types{"outlier"});
  CHECK(failure_of(lab, "broken").starts_with("broken.scores[0]: expected a score in [0, 1]"));
}

TEST_CASE("datalab: a type of the user's own runs where it is named") {
  const Blobs blobs;
  Datalab lab = blobs.lab();
  CheckDescription check;
  check.type = "constant";
  check.uses = {{.task = Task::classification}};
  check.parameters = {{.name = "score", .default_value = 1, .least = 0, .most = 1}};
  check.run = [](CheckContext& context) -> Job<CheckResult> {
    co_return constant_result(context.inputs().n, context.parameters().number("score"));
  };
  lab.register_check(check);

  CHECK(lab.possible_types().back() == "constant");
  run(lab.find_issues(blobs.only_features(), IssueTypes{{"constant", object({{"score", 0.5}})}}));
  CHECK(lab.find("constant")->summary_score == 0.5);
  check.type = "outlier";
  CHECK(refusal_of([&] { lab.register_check(check); }) == "type: expected a name that is not taken, got outlier");
}

TEST_CASE("datalab: float features and pred_probs give the same flags as doubles") {
  const Blobs blobs(150);
  const FloatMatrix features = blobs.features.cast<float>(), pred_probs = blobs.pred_probs.cast<float>();
  FindIssuesInputs floats;
  floats.features = MatrixView(features);
  floats.pred_probs = MatrixView(pred_probs);
  Datalab lab = blobs.lab(), float_lab = blobs.lab();
  run(lab.find_issues(blobs.all()));
  run(float_lab.find_issues(floats));

  REQUIRE(types_of(float_lab) == types_of(lab));
  for (std::size_t t = 0; t < lab.results().size(); ++t) {
    CHECK(float_lab.results()[t].result.is_issue == lab.results()[t].result.is_issue);
  }
}
