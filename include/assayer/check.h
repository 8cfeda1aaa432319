#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assayer/check_parameters.h"
#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"
#include "assayer/task.h"
#include "assayer/value.h"

namespace assayer {

/// What a check looks at. Nothing of it changes while checks run; what was not given is empty or null.
struct AuditInputs {
  Index n = 0;  ///< examples
  Task task = Task::classification;
  Labels labels = {};                              ///< classification: n ids in 0..K-1, or empty
  Index num_classes = 0;                           ///< K: known classes, those without examples too; 0 without labels
  std::span<const double> targets = {};            ///< regression: n numbers, or empty
  const std::vector<Rows>* label_sets = nullptr;   ///< multilabel: n sets of class ids, or null
  std::optional<MatrixView> features = {};         ///< n x d; NaN = missing
  std::vector<std::string> feature_names = {};     ///< d, or empty
  std::optional<MatrixView> pred_probs = {};       ///< n x K, out of sample
  std::span<const double> predictions = {};        ///< regression: n, out of sample, or empty
  std::shared_ptr<const KnnGraph> knn_graph = {};  ///< the one the user gave
  const RawTable* table = nullptr;                 ///< the rows as the user knows them, for words about them
  const Schema* schema = nullptr;                  ///< of `table`

  /// Why a check cannot use an input, as a whole message; "" where it can. Found once, for all checks.
  std::string features_problem = {};       ///< a value is not finite
  std::string pred_probs_problem = {};     ///< not probabilities: not finite, out of [0, 1], rows that do not sum to 1
  std::string pred_probs_not_finite = {};  ///< no numbers to measure distances with

  bool has_labels() const { return !labels.empty() || !targets.empty() || label_sets; }
};

/// What a check found.
struct CheckResult {
  Flags is_issue;                    ///< n
  std::vector<double> scores;        ///< n, in [0, 1], low is bad
  double summary_score = 0;          ///< of the whole data set, in [0, 1], low is bad
  std::vector<NamedColumn> columns;  ///< more columns of its table, n each
  Value info;                        ///< an object: what else is worth knowing

  Index num_issues() const;
};

/// A neighbour graph and the name of its metric ("" where the user gave the graph and nobody knows).
struct SharedNeighbors {
  std::shared_ptr<const KnnGraph> graph;
  std::string metric;
};

/// Where checks get neighbours from: given, kept from an earlier check, or found now.
class NeighborSource {
 public:
  virtual ~NeighborSource() = default;
  /// Neighbours with at least k columns where there is a choice. @param metric  "" for any
  virtual Job<SharedNeighbors> neighbors(Index k, std::string metric) = 0;
  /// Whether there is anything to get k neighbours from.
  virtual bool has_neighbors(Index k) const = 0;
};

/// What one run of a check works with.
class CheckContext {
 public:
  CheckContext(const AuditInputs& inputs, Parameters parameters, NeighborSource& neighbors)
      : inputs_(inputs), parameters_(std::move(parameters)), neighbors_(neighbors) {}

  const AuditInputs& inputs() const { return inputs_; }
  const Parameters& parameters() const { return parameters_; }

  /// The inputs a check cannot do without; each throws std::invalid_argument where it was not given or cannot be used.
  Labels labels() const;
  MatrixView features() const;         ///< may hold NaN
  MatrixView finite_features() const;  ///< does not
  MatrixView pred_probs() const;       ///< n x K probabilities: finite, in [0, 1], rows that sum to 1 (classification)
  /// The graph for the check's parameters `k` and `metric`.
  /// @throws std::invalid_argument  nothing to find it from, or features that are not finite
  Job<SharedNeighbors> neighbors() const;
  bool has_neighbors() const { return neighbors_.has_neighbors(parameters_.integer("k")); }

  /// Tell the user something that does not stop the check.
  void warn(std::string message) { warnings_.push_back(std::move(message)); }
  std::vector<std::string> take_warnings() { return std::move(warnings_); }

 private:
  const AuditInputs& inputs_;
  Parameters parameters_;
  NeighborSource& neighbors_;
  std::vector<std::string> warnings_;
};

/// What can be given to an audit, as bits of a set.
enum Input : unsigned {
  no_input = 0,
  features_input = 1,
  pred_probs_input = 2,  ///< predictions in regression
  knn_graph_input = 4,
};

/// How a check takes part in the audits of one task.
struct CheckUse {
  Task task = Task::classification;
  bool by_default = true;  ///< runs where the user names no checks and the inputs suffice; else only by name
  bool needs_labels = false;
  std::vector<unsigned> suffices = {};  ///< sets of Input: any one of them is enough to run by default
};

/// An issue type: everything an audit, a report or a form needs to know of it.
struct CheckDescription {
  std::string type;         ///< "near_duplicate"
  std::string title;        ///< "Near duplicates"
  std::string description;  ///< what it finds and why that matters, for readers of a report
  std::vector<CheckUse> uses;
  std::vector<ParameterSpec> parameters;
  std::vector<std::vector<std::string>> report_keys;  ///< per level of verbosity: keys of `info` that a report shows
  Job<CheckResult> (*run)(CheckContext& context) = nullptr;

  const CheckUse* use(Task task) const;
};

/// Every issue type there is, in the order in which audits run them.
/// A type may stand there once for each task.
const std::vector<CheckDescription>& built_in_checks();

}  // namespace assayer
