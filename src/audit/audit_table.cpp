#include "assayer/audit_table.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "assayer/error.h"
#include "assayer/label_judgement.h"
#include "assayer/present_cells.h"
#include "assayer/raw_duplicates.h"
#include "assayer/row_surprise.h"
#include "assayer/target_judgement.h"
#include "audit/prepared_table.h"
#include "audit/search_together.h"
#include "projection/principal_plane.h"

namespace assayer {
namespace {

void require_inputs(const RawTable& table, const TableAuditOptions& options) {
  const auto require_rows = [&](const char* name, Index rows) {
    if (rows != table.rows) {
      reject(name, std::to_string(table.rows) + " rows, one for each row of the table",
             static_cast<std::int64_t>(rows));
    }
  };
  if (options.pred_probs) require_rows("pred_probs", options.pred_probs->rows());
  if (!options.predictions.empty()) require_rows("pred_probs", static_cast<Index>(options.predictions.size()));
  if (options.features) require_rows("features", options.features->rows());
  if (options.knn_graph) require_rows("knn_graph", options.knn_graph->rows);
}

std::vector<std::string> feature_names(const RawTable& table, const Schema& schema) {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (static_cast<Index>(c) != schema.label) names.push_back(table.columns[c].name);
  }
  return names;
}

/// Whether `type` is to run, and whether its parameters (or the user's own features) ask for the check of Datalab.
struct Wish {
  bool wanted = false;
  bool plain = false;
};
Wish wish(const TableAuditOptions& options, std::string_view type) {
  const bool own_space = options.features || options.knn_graph;
  if (!options.issue_types) return {true, own_space};
  for (const auto& [name, parameters] : *options.issue_types) {
    if (name != type) continue;
    const auto* members = parameters.get_if<Value::Object>();
    return {true, own_space || (members && !members->empty())};
  }
  return {};
}

CheckResult outlier_result(const RowSurprise& surprise) {
  CheckResult result;
  result.is_issue = surprise.is_issue;
  result.scores.assign(surprise.scores.begin(), surprise.scores.end());
  result.summary_score = surprise.scores.size() ? surprise.scores.mean() : 1;
  result.info.set("average_ood_score", result.summary_score);
  result.info.set("method", "cell surprise, neighbour distance and Mahalanobis distance of the raw cells");
  return result;
}

CheckResult duplicate_result(const RawDuplicates& duplicates) {
  CheckResult result;
  result.is_issue = duplicates.is_issue;
  result.scores.assign(duplicates.scores.begin(), duplicates.scores.end());
  result.summary_score = duplicates.scores.size() ? duplicates.scores.mean() : 1;
  result.columns.push_back({"near_duplicate_sets", duplicates.sets});
  result.columns.push_back(
      {"distance_to_nearest_neighbor", std::vector<double>(duplicates.distances.begin(), duplicates.distances.end())});
  result.info.set("average_near_duplicate_score", result.summary_score);
  result.info.set("method", "raw cells, verified one by one");
  return result;
}

void set_judgement(CheckResult& result, const Vector& scores, const Flags& is_issue) {
  result.is_issue = is_issue;
  result.scores.assign(scores.begin(), scores.end());
  const auto n = static_cast<double>(result.scores.size());
  result.summary_score = 1 - static_cast<double>(result.num_issues()) / n;
  result.info.set("num_label_issues", result.num_issues());
  result.info.set("average_label_quality", scores.mean());
}

/// The label check's result with the judgement of the table's own models: scores, flags and suggested classes.
CheckResult judged_result(CheckResult result, const LabelJudgement& judged) {
  set_judgement(result, judged.scores, judged.is_issue);
  for (NamedColumn& column : result.columns) {
    if (column.name == "predicted_label") column.values = ClassIds{judged.predicted_labels};
  }
  result.info.set("predicted_label", Column(ClassIds{judged.predicted_labels}));
  result.info.set("method", "posterior probability that the label is right, with the table's own mix-ups");
  return result;
}

CheckResult judged_result(CheckResult result, const TargetJudgement& judged) {
  set_judgement(result, judged.scores, judged.is_issue);
  result.info.set("method",
                  "distance to the prediction, in deviations that are usual for rows predicted about as large");
  return result;
}

/// The types to leave to Datalab: those the user named, or the defaults, without what is found on raw cells.
std::optional<IssueTypes> datalab_types(const TableAuditOptions& options, const Datalab& lab, bool raw_outliers,
                                        bool raw_duplicates) {
  const auto is_raw = [&](const std::string& type) {
    return (type == "outlier" && raw_outliers) || (type == "near_duplicate" && raw_duplicates) || type == "null";
  };
  IssueTypes types;
  if (options.issue_types) {
    for (const auto& wanted : *options.issue_types) {
      if (!is_raw(wanted.first)) types.push_back(wanted);
    }
    return types;
  }
  for (const std::string& type : lab.default_types()) {
    const bool needs_labels = type == "label" || type == "class_imbalance" || type == "underperforming_group";
    if (!is_raw(type) && (lab.has_labels() || !needs_labels)) types.emplace_back(type, Value(Value::Object()));
  }
  return types;
}

}  // namespace

Job<TableAudit> audit_table(const RawTable& table, TableAuditOptions options) {
  require_inputs(table, options);
  PreparedTable prepared =
      co_await within(0, 0.12, "columns", prepare_table(table, options.schema, options.predicting.seed));
  const EncodedTable& encoded = prepared.encoded;
  const bool has_labels = prepared.has_labels();
  const Task task = prepared.task();
  const int num_classes = prepared.num_classes();
  std::vector<ColumnProfile> profile = co_await within(0.12, 0.15, "columns", profile_columns(table, prepared.schema));
  TableAudit audit{.schema = std::move(prepared.schema),
                   .leaks = std::move(prepared.leaks),
                   .profile = std::move(profile),
                   .class_names = std::move(prepared.labels.class_names),
                   .labels = prepared.labels.ids,
                   .targets = prepared.targets,
                   .pred_probs = {},
                   .predictions = options.predictions,
                   .cell_surprise = {},
                   .projection = {},
                   .models = {},
                   .lab = !has_labels ? Datalab::without_labels(task, table.rows)
                          : task == Task::regression
                              ? Datalab::with_targets(std::move(prepared.targets))
                              : Datalab::with_labels(std::move(prepared.labels.ids), num_classes)};

  // What needs no models comes first: models take longest, and there is something to look at meanwhile.
  const auto tell = [&] {
    if (options.on_found) options.on_found(audit);
  };
  if (wish(options, "null").wanted) {
    const FloatMatrix present = co_await within(0.15, 0.16, "null", present_cells(table, audit.schema));
    if (present.cols() > 0) {
      FindIssuesInputs cells;
      cells.features = MatrixView(present);
      cells.feature_names = feature_names(table, audit.schema);
      IssueTypes only_null;
      only_null.emplace_back("null", Value(Value::Object()));
      co_await within(0.16, 0.17, "null", audit.lab.find_issues(std::move(cells), std::move(only_null)));
      tell();
    }
  }
  const NeighborOptions neighbors = audit_neighbors(table.rows, options.num_neighbors);
  const bool is_approximate = neighbors.method == NeighborMethod::approximate;
  const bool can_have_neighbors = table.rows > 1 && encoded.neighbors.cols() > 0;
  KnnGraph graph;
  if (can_have_neighbors) {
    graph = co_await within(0.17, 0.32, "neighbors",
                            search_together(encoded.neighbors, neighbors, options.predicting.queue));
    audit.projection = co_await within(0.32, 0.34, "projection", project_to_plane(encoded.neighbors));
  }
  const Wish outliers = wish(options, "outlier"), duplicates = wish(options, "near_duplicate");
  const bool raw_outliers = can_have_neighbors && outliers.wanted && !outliers.plain;
  const bool raw_duplicates = can_have_neighbors && duplicates.wanted && !duplicates.plain;

  if (can_have_neighbors) {
    RowSurprise surprise =
        co_await within(0.34, 0.38, "outlier", find_surprising_rows(table, audit.schema, encoded, graph));
    if (raw_outliers) audit.lab.add_result("outlier", outlier_result(surprise));
    audit.cell_surprise = std::move(surprise.cells);
  }
  tell();
  if (raw_duplicates) {
    const RawDuplicates found =
        co_await within(0.38, 0.4, "near_duplicate", find_raw_duplicates(table, audit.schema, graph));
    audit.lab.add_result("near_duplicate", duplicate_result(found));
    tell();
  }

  make_room_for_models(prepared);
  bool has_trained = false;
  // Predictions: the user's own, else those of models that did not see the row.
  if (options.pred_probs) {
    audit.pred_probs.resize(table.rows, options.pred_probs->columns());
    for (Index i = 0; i < table.rows; ++i) {
      for (Index j = 0; j < options.pred_probs->columns(); ++j) audit.pred_probs(i, j) = (*options.pred_probs)(i, j);
    }
  } else if (has_labels && (wish(options, "label").wanted || wish(options, "underperforming_group").wanted) &&
             encoded.linear.cols() + encoded.text.cols() > 0) {
    if (task == Task::classification && num_classes > 1) {
      TablePredictions trained =
          co_await within(0.4, 0.92, "models", predict_table(encoded, audit.labels, num_classes, options.predicting));
      audit.pred_probs = std::move(trained.pred_probs);
      audit.models = std::move(trained.models);
      has_trained = true;
    } else if (task == Task::regression && audit.predictions.empty()) {
      TablePredictions trained =
          co_await within(0.4, 0.92, "models", predict_table_regression(encoded, audit.targets, options.predicting));
      audit.predictions.assign(trained.predictions.begin(), trained.predictions.end());
      audit.models = std::move(trained.models);
      has_trained = true;
    }
  }

  FindIssuesInputs inputs;
  inputs.table = &table;
  inputs.schema = &audit.schema;
  inputs.seed = options.predicting.seed;
  if (audit.pred_probs.size()) inputs.pred_probs = MatrixView(audit.pred_probs);
  inputs.predictions = audit.predictions;

  if (options.features) {
    inputs.features = options.features;
    if (options.knn_graph) inputs.knn_graph = std::move(options.knn_graph);
  } else if (options.knn_graph) {
    inputs.knn_graph = std::move(options.knn_graph);
  } else if (can_have_neighbors) {
    inputs.knn_graph = std::move(graph);
  }
  auto types = datalab_types(options, audit.lab, raw_outliers, raw_duplicates);
  co_await within(0.92, 0.99, "checks", audit.lab.find_issues(std::move(inputs), std::move(types)));
  if (can_have_neighbors && is_approximate) {
    audit.lab.add_warning(
        {"",
         "The table is long: neighbours of a row were looked for among some of the rows, and a few may be missed."});
  }
  const CheckResult* labels_checked = has_trained ? audit.lab.find("label") : nullptr;
  if (labels_checked && !wish(options, "label").plain) {
    if (task == Task::regression) {
      const TargetJudgement judged = co_await within(0.99, 1, "label", judge_targets(audit.targets, audit.predictions));
      audit.lab.add_result("label", judged_result(*labels_checked, judged));
    } else {
      const LabelJudgement judged =
          co_await within(0.99, 1, "label", judge_labels(audit.labels, MatrixView(audit.pred_probs)));
      audit.lab.add_result("label", judged_result(*labels_checked, judged));
    }
  }
  co_return audit;
}

}  // namespace assayer
