// Whatever comes in, an audit ends with results that are valid, or says what it expected.

#include <limits>

#include "assayer/datalab.h"
#include "checks/run_check.h"
#include "random.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

/// A small data set with everything that goes wrong: copies, constant columns, single classes, missing values, rows of
/// probabilities that are none, graphs of any size.
struct RandomInputs {
  Random random;
  Task task;
  Index n, num_classes, k;
  Matrix features, pred_probs;
  std::vector<double> numbers, predictions;
  std::vector<std::int32_t> labels;
  std::vector<Rows> sets;

  explicit RandomInputs(std::uint64_t seed) : random(seed) {
    task = static_cast<Task>(random.below(3));
    n = 1 + whole(40);
    num_classes = 1 + whole(4);
    k = 1 + whole(12);
    features.resize(n, 1 + whole(5));
    pred_probs.resize(n, num_classes);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < features.cols(); ++j)
        features(i, j) = likely(0.7) ? static_cast<double>(whole(4)) : random.normal();
      for (Index c = 0; c < num_classes; ++c) pred_probs(i, c) = likely(0.2) ? 1e-3 : random.uniform() + 1e-3;
      if (task == Task::classification) pred_probs.row(i) /= pred_probs.row(i).sum();
      numbers.push_back(likely(0.3) ? 1 : random.normal());
      predictions.push_back(numbers.back() + random.normal());
      labels.push_back(static_cast<std::int32_t>(whole(num_classes)));
      Rows& set = sets.emplace_back();
      for (std::int32_t c = 0; c < num_classes; ++c) {
        if (likely(0.4)) set.push_back(c);
      }
    }
    if (likely(0.1)) features(whole(n), 0) = std::numeric_limits<double>::quiet_NaN();
    if (likely(0.1)) pred_probs(whole(n), 0) = likely(0.5) ? -1 : std::numeric_limits<double>::quiet_NaN();
    if (likely(0.1)) features.setZero();
  }

  Index whole(Index bound) { return static_cast<Index>(random.below(static_cast<std::uint64_t>(bound))); }
  bool likely(double probability) { return random.uniform() < probability; }

  Datalab lab() {
    if (likely(0.1)) return Datalab::without_labels(task, n);
    if (task == Task::classification) return Datalab::with_labels(labels, num_classes);
    if (task == Task::regression) return Datalab::with_targets(numbers);
    return Datalab::with_label_sets(sets, num_classes);
  }

  FindIssuesInputs inputs() {
    FindIssuesInputs given;
    if (likely(0.8)) given.features = MatrixView(features);
    if (likely(0.6) && task != Task::regression) given.pred_probs = MatrixView(pred_probs);
    if (likely(0.6) && task == Task::regression) given.predictions = predictions;
    if (likely(0.2) && n > 1) given.knn_graph = graph();
    return given;
  }

  KnnGraph graph() {
    KnnGraph graph;
    graph.rows = n;
    graph.neighbors = 1 + whole(n - 1);
    for (Index i = 0; i < n; ++i) {
      for (Index m = 0; m < graph.neighbors; ++m) {
        graph.indices.push_back(static_cast<std::int32_t>((i + m + 1) % n));
        graph.distances.push_back(likely(0.3) ? 0 : random.uniform());
      }
    }
    return graph;
  }

  std::optional<IssueTypes> types(const Datalab& lab) {
    if (likely(0.4)) return std::nullopt;
    IssueTypes named;
    for (const std::string& type : lab.possible_types()) {
      if (likely(0.6)) named.emplace_back(type, has_k(type) && likely(0.8) ? object({{"k", k}}) : Value());
    }
    return named;
  }

  bool has_k(const std::string& type) const {
    for (const ParameterSpec& parameter : check_named(type, task).parameters) {
      if (parameter.name == "k") return true;
    }
    return false;
  }
};

}  // namespace

TEST_CASE("datalab: 500 random data sets end in valid results or in words of what was expected") {
  std::size_t results = 0, failures = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    RandomInputs data(seed);
    Datalab lab = data.lab();
    for (int call = 0; call < 2; ++call) {
      const std::optional<IssueTypes> types = data.types(lab);
      run(lab.find_issues(data.inputs(), types));
      for (const Datalab::Notice& failure : lab.failures()) {
        CAPTURE(failure.type);
        CAPTURE(failure.message);
        CHECK(failure.message.find(": expected ") != std::string::npos);
      }
      failures += lab.failures().size();
    }
    results += lab.results().size();  // each checked when it was kept: lengths, scores in [0, 1]
  }
  CHECK(results > 1000);
  CHECK(failures > 100);
}

TEST_CASE("datalab: the order of the examples changes nothing but what is about order") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Index n = 60;
    Matrix features(n, 2), pred_probs(n, 2), moved_features(n, 2), moved_pred_probs(n, 2);
    std::vector<std::int32_t> labels(60), moved_labels(60), order(60);
    for (Index i = 0; i < n; ++i) {
      order[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(i);
      labels[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(random.below(2));
      features.row(i) << random.normal(), random.normal();
      pred_probs(i, 0) = random.uniform();
      pred_probs(i, 1) = 1 - pred_probs(i, 0);
    }
    random.shuffle(std::span(order));
    for (Index i = 0; i < n; ++i) {
      const std::int32_t from = order[static_cast<std::size_t>(i)];
      moved_features.row(i) = features.row(from);
      moved_pred_probs.row(i) = pred_probs.row(from);
      moved_labels[static_cast<std::size_t>(i)] = labels[static_cast<std::size_t>(from)];
    }
    const auto audit = [](const std::vector<std::int32_t>& given, const Matrix& x, const Matrix& p) {
      Datalab lab = Datalab::with_labels(given, 2);
      FindIssuesInputs inputs;
      inputs.features = MatrixView(x);
      inputs.pred_probs = MatrixView(p);
      run(lab.find_issues(inputs, IssueTypes{{"null", {}},
                                             {"label", {}},
                                             {"outlier", {}},
                                             {"near_duplicate", {}},
                                             {"class_imbalance", {}},
                                             {"data_valuation", {}},
                                             {"ambiguous", {}}}));
      return lab;
    };
    const Datalab lab = audit(labels, features, pred_probs),
                  moved = audit(moved_labels, moved_features, moved_pred_probs);
    REQUIRE(lab.results().size() == moved.results().size());
    for (const Datalab::Result& found : lab.results()) {
      CAPTURE(found.type);
      const CheckResult& other = *moved.find(found.type);
      CHECK(found.result.num_issues() == other.num_issues());
      double difference = 0;
      for (std::size_t i = 0; i < order.size(); ++i) {
        difference += std::abs(other.scores[i] - found.result.scores[static_cast<std::size_t>(order[i])]);
      }
      CHECK(difference < 1e-9);
    }
  }
}
