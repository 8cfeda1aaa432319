#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assayer/check.h"

namespace assayer {

/// Inputs of one call. Views must outlive the job.
struct FindIssuesInputs {
  std::optional<MatrixView> features;      ///< n x d
  std::vector<std::string> feature_names;  ///< d, or empty
  std::optional<MatrixView> pred_probs;    ///< n x K (classification, multilabel)
  std::span<const double> predictions;     ///< n (regression)
  std::optional<KnnGraph> knn_graph;       ///< n x k; unsorted rows are sorted, self entries refused
  const RawTable* table = nullptr;         ///< the rows as the user knows them; optional
  const Schema* schema = nullptr;          ///< of `table`
  std::optional<std::uint64_t> seed;       ///< of all random parts that are not given a seed of their own
};

/// Types to run and their parameters, in the order to run them. A parameter named as an input (features, pred_probs,
/// predictions, knn_graph) is null to hide that input from the type.
using IssueTypes = std::vector<std::pair<std::string, Value>>;

/// An audit of one data set: runs checks, keeps their latest results and the neighbour graph they share.
class Datalab {
 public:
  struct Result {
    std::string type;
    CheckResult result;
  };
  struct Notice {
    std::string type;  ///< the issue type it is about, "" for the call as a whole
    std::string message;
  };

  /// @throws std::invalid_argument  a label out of 0..K-1, a target that is not finite, no examples
  static Datalab with_labels(std::vector<std::int32_t> labels, Index num_classes);
  static Datalab with_targets(std::vector<double> targets);
  static Datalab with_label_sets(std::vector<Rows> label_sets, Index num_classes);
  static Datalab without_labels(Task task, Index n);

  /// Make an issue type of the user's own known to this audit; it runs when it is named.
  /// @throws std::invalid_argument  a type without name or function, or of the name of a built-in one
  void register_check(CheckDescription check);

  /// Run checks. Without `types`: all that run by default and have what they need.
  ///
  /// What is wrong with the call (shapes, unknown types or parameters) is thrown before anything runs. What stops one
  /// check only (missing values among the features, too few examples) is kept in `failures`, and the others run. Each
  /// result is kept as soon as it is there: a job that is dropped keeps the finished ones.
  Job<void> find_issues(FindIssuesInputs inputs, std::optional<IssueTypes> types = std::nullopt);

  /// Keep a result that was made elsewhere, as if `type` had just run.
  /// @throws std::invalid_argument  lengths other than n, scores out of [0, 1]
  void add_result(std::string type, CheckResult result);
  /// Take up where another Datalab of the same data stopped.
  /// @param features  its knn_features(): without it the graph is taken for that of the features given next
  void restore(std::vector<Result> results, std::optional<KnnGraph> graph, std::string metric,
               std::optional<std::uint64_t> features);

  Task task() const { return task_; }
  Index num_examples() const { return n_; }
  Index num_classes() const { return num_classes_; }
  bool has_labels() const { return data().has_labels(); }

  /// Latest result of every type that ran, in order of the last run.
  const std::vector<Result>& results() const { return results_; }
  /// Null where the type has not run.
  const CheckResult* find(std::string_view type) const;
  /// Of the last call.
  const std::vector<Notice>& warnings() const { return warnings_; }
  void add_warning(Notice notice) { warnings_.push_back(std::move(notice)); }
  const std::vector<Notice>& failures() const { return failures_; }

  /// Mean of the summary scores; none before the first result.
  std::optional<double> health_score() const;
  /// num_examples, multi_label, num_classes, health_score, knn_metric (where known).
  Value statistics() const;
  /// The graph that was used last; null before.
  const KnnGraph* knn_graph() const { return kept_.graph.get(); }
  const std::string& knn_metric() const { return kept_.metric; }
  /// A fingerprint of the features that the graph was found from; none where nobody knows.
  std::optional<std::uint64_t> knn_features() const { return kept_.features; }

  /// All types that can be named for the task, registered ones last; those that run by default.
  std::vector<std::string> possible_types() const;
  std::vector<std::string> default_types() const;

 private:
  class Neighbors;
  struct KeptGraph : SharedNeighbors {
    std::optional<std::uint64_t> features;  ///< fingerprint of the features it belongs to, where known
  };

  Datalab(Task task, Index n) : task_(task), n_(n) {}

  AuditInputs data() const;
  std::vector<const CheckDescription*> checks() const;
  void keep(std::string type, CheckResult result);
  /// Keep a result, or its fault as a failure: other checks are not to suffer from it.
  void keep_or_tell(const std::string& type, CheckResult result);

  Task task_;
  Index n_;
  Index num_classes_ = 0;
  std::vector<std::int32_t> labels_;
  std::vector<double> targets_;
  std::vector<Rows> label_sets_;
  std::vector<CheckDescription> registered_;
  std::vector<Result> results_;
  std::vector<Notice> warnings_, failures_;
  KeptGraph kept_;
};

}  // namespace assayer
