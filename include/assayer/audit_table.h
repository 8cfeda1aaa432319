#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "assayer/column_profile.h"
#include "assayer/datalab.h"
#include "assayer/job.h"
#include "assayer/leaks.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"
#include "assayer/table_predictions.h"
#include "assayer/work_queue.h"

namespace assayer {

struct TableAudit;

struct TableAuditOptions {
  SchemaOptions schema;  ///< label, task, kinds of columns: guessed where absent
  std::optional<MatrixView>
      pred_probs;                   ///< n x K of the user's own, columns in order of the classes; else assayer trains
  std::vector<double> predictions;  ///< regression: n of the user's own
  std::optional<MatrixView> features;     ///< n x d of the user's own (embeddings), for everything about neighbours
  std::optional<KnnGraph> knn_graph;      ///< neighbours of the user's own
  std::optional<IssueTypes> issue_types;  ///< default: all that run by default and have what they need
  PredictOptions predicting;              ///< how models are trained; its seed is that of all random parts, and where
                                          ///< its queue has helpers (AuditHelper), they help with the neighbours, too
  Index num_neighbors = 10;               ///< that each row is compared with, >= 1; fewer where there are fewer rows
  /// Called within the job after each check or group of checks, with what is there so far: its `lab` holds the results.
  /// The object lives until the job is done or dropped.
  std::function<void(const TableAudit&)> on_found;
};

/// All that an audit of a raw table found.
struct TableAudit {
  Schema schema;                         ///< with what leaks and other findings did to roles
  std::vector<Leak> leaks;               ///< columns that give the label away; left out of the models
  std::vector<ColumnProfile> profile;    ///< one for each column
  std::vector<std::string> class_names;  ///< K, in order of the ids; classification only
  std::vector<std::int32_t> labels;      ///< n ids; classification only
  std::vector<double> targets;           ///< n; regression only
  Matrix pred_probs;                     ///< n x K out of sample, given or trained; 0 x 0 where there are none
  std::vector<double> predictions;       ///< n out of sample; regression only
  FloatMatrix cell_surprise;             ///< n x columns: how odd each cell is in its column, >= 0
  FloatMatrix projection;                ///< n x 2: the rows as a picture (principal components of the neighbour space)
  Value models;                          ///< what was trained, with which weights; null where nothing was
  Datalab lab;                           ///< the results
};

/// Audit a raw table: guess what its columns are, find what gives the label away, encode, train cross-validated models,
/// and run the checks. Outliers and near duplicates are found on the raw cells; with features, a graph or parameters of
/// the user's own for these types, by the checks of `Datalab`.
///
/// @param table  must outlive the job
/// @throws std::invalid_argument  an empty table, no such label column, missing labels (with their rows), inputs of
///                                another length
Job<TableAudit> audit_table(const RawTable& table, TableAuditOptions options = {});

}  // namespace assayer
