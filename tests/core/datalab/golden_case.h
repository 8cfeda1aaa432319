#pragma once

#include <set>
#include <string>
#include <vector>

#include "assayer/datalab.h"
#include "golden.h"
#include "json_value.h"

namespace golden {

using namespace assayer;

/// A case folder, read: inputs and what the reference made of them.
struct Case {
  std::string name;
  Value about;  ///< case.json
  Matrix features, pred_probs;
  std::vector<double> predictions;
  std::optional<KnnGraph> knn_input;
  std::set<Index> ambiguous;  ///< rows whose neighbours are a matter of tie-breaking

  explicit Case(std::string folder) : name(std::move(folder)), about(read_json(name + "/case.json")) {
    if (has("features.csv")) features = table("features.csv").matrix();
    if (has("pred_probs.csv")) pred_probs = table("pred_probs.csv").matrix();
    if (has("predictions.csv")) predictions = table("predictions.csv").numbers("prediction");
    if (has("knn_input.csv")) knn_input = graph("knn_input.csv");
    if (const Value* rows = about.find("knn_ambiguous_rows")) {
      for (const Index row : numbers_of<Index>(*rows)) ambiguous.insert(row);
    }
  }

  bool has(const std::string& file) const { return has_file(name + "/" + file); }
  CsvTable table(const std::string& file) const { return read_csv(name + "/" + file); }
  Index n() const { return static_cast<Index>(number(member(about, "n"))); }

  KnnGraph graph(const std::string& file) const {
    const Matrix cells = table(file).matrix();
    KnnGraph result;
    result.rows = cells.rows();
    result.neighbors = cells.cols() / 2;
    for (Index i = 0; i < result.rows; ++i) {
      for (Index m = 0; m < result.neighbors; ++m) {
        result.indices.push_back(static_cast<std::int32_t>(cells(i, m)));
        result.distances.push_back(cells(i, result.neighbors + m));
      }
    }
    return result;
  }

  Datalab lab() const {
    const std::string& task = text(member(about, "task"));
    if (!has("labels.csv")) return Datalab::without_labels(Task::classification, n());
    const CsvTable labels = table("labels.csv");
    if (task == "regression") return Datalab::with_targets(labels.numbers("given"));
    const auto num_classes = static_cast<Index>(number(member(about, "K")));
    if (task == "classification") return Datalab::with_labels(labels.integers("given_id"), num_classes);
    std::vector<Rows> sets;
    for (const auto& row : labels.rows) {
      sets.push_back(numbers_of<std::int32_t>(parse_json(row[labels.index("given")])));
    }
    return Datalab::with_label_sets(std::move(sets), num_classes);
  }

  FindIssuesInputs inputs(const Value& call) const {
    FindIssuesInputs given;
    for (const Value& input : list(member(call, "inputs"))) {
      if (text(input) == "features") given.features = MatrixView(features);
      if (text(input) == "knn_graph") given.knn_graph = knn_input;
      if (text(input) != "pred_probs") continue;
      if (predictions.empty())
        given.pred_probs = MatrixView(pred_probs);
      else
        given.predictions = predictions;
    }
    return given;
  }

  static std::optional<IssueTypes> types(const Value& call) {
    const Value& named = member(call, "issue_types");
    if (named.is_null()) return std::nullopt;
    return members(named);
  }
};

/// All calls of the case, one after another.
inline Datalab run_case(const Case& golden_case) {
  Datalab lab = golden_case.lab();
  for (const Value& call : list(member(golden_case.about, "calls"))) {
    run(lab.find_issues(golden_case.inputs(call), Case::types(call)));
  }
  return lab;
}

}  // namespace golden
