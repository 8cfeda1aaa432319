// Every Datalab case of tests/golden, through the native library. Where we do better than the reference on purpose, the
// case says so below, with the reason.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "datalab/golden_case.h"

using namespace assayer;
using namespace golden;

namespace {

/// Cases that raise in the reference or here: what the message must name.
struct Refused {
  const char* name;
  const char* argument;
  const char* reason;
};
constexpr Refused refused_cases[] = {
    {"config_bad_type", "issue_types: ", "as the reference"},
    {"config_ood_pred_probs", "outlier: ", "an unknown parameter is refused by name before anything runs"},
    {"edge_wrong_features_length", "features: ", "a wrong number of rows is refused, not padded with NaN"},
    {"edge_wrong_length", "pred_probs: ", "a wrong number of rows is refused for all types at once"},
};

/// Types that run in the reference and fail here.
struct FailsHere {
  const char* name;
  const char* type;
  const char* reason;
};
constexpr FailsHere fails_here[] = {
    {"edge_nan_pred_probs", "label", "NaN is no probability: the reference scores such rows NaN"},
};

/// Rows that are flagged in the reference by the luck of an unstable sort: as many others are just as bad.
struct TiedAtCut {
  const char* name;
  const char* type;
  std::size_t row;
  const char* reason;
};
constexpr TiedAtCut tied_rows[] = {
    {"config_label_features_k", "label", 182, "as far from its label as row 172, which comes first"},
};

/// The task of these cases' labels is in JavaScript: texts and missing values.
constexpr const char* not_native[] = {"edge_missing_label"};

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path(""))) {
    const std::string name = entry.path().filename().string();
    if (!has_file(name + "/case.json")) continue;
    if (!read_json(name + "/case.json").find("calls")) continue;
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Index tied_count(const std::string& name, const std::string& type) {
  return std::count_if(std::begin(tied_rows), std::end(tied_rows),
                       [&](const TiedAtCut& tied) { return tied.name == name && tied.type == type; });
}

bool is_tied(const std::string& name, const std::string& type, std::size_t row) {
  return std::any_of(std::begin(tied_rows), std::end(tied_rows),
                     [&](const TiedAtCut& tied) { return tied.name == name && tied.type == type && tied.row == row; });
}

bool fails_only_here(const std::string& name, const std::string& type) {
  return std::any_of(std::begin(fails_here), std::end(fails_here),
                     [&](const FailsHere& other) { return other.name == name && other.type == type; });
}

/// Random in the reference itself: compared with the spread of its runs only.
bool is_random(const Case& golden_case, const std::string& type) {
  for (const Value& output : list(member(golden_case.about, "random_outputs"))) {
    if (text(output) == "summary.csv:" + type) return true;
  }
  return false;
}

double score_tolerance(const std::string& type) {
  const bool is_closed_form = type == "null" || type == "class_imbalance" || type == "label";
  return is_closed_form ? 1e-9 : 1e-6;
}

/// The p-value of non_iid depends on random orders, which are drawn as the reference draws them, and on which of
/// equally far neighbours count.
double summary_tolerance(const Case& golden_case, const std::string& type) {
  return type == "non_iid" && !golden_case.ambiguous.empty() ? 0.25 : 1e-6;
}

void check_summary(const Case& golden_case, const Datalab& lab) {
  const CsvTable summary = golden_case.table("summary.csv");
  const std::vector<double> scores = summary.numbers("score"), counts = summary.numbers("num_issues");
  std::vector<std::string> expected, found;
  for (const auto& row : summary.rows) {
    const std::string& type = row[summary.index("issue_type")];
    if (!fails_only_here(golden_case.name, type)) expected.push_back(type);
  }
  for (const Datalab::Result& result : lab.results()) found.push_back(result.type);
  CHECK(found == expected);
  for (std::size_t r = 0; r < summary.rows.size(); ++r) {
    const std::string& type = summary.rows[r][summary.index("issue_type")];
    const CheckResult* result = lab.find(type);
    if (!result || is_random(golden_case, type)) continue;
    CAPTURE(type);
    CHECK(std::abs(result->summary_score - scores[r]) < summary_tolerance(golden_case, type));
    CHECK(std::abs(result->num_issues() - static_cast<Index>(counts[r])) <= tied_count(golden_case.name, type));
  }
}

void check_issues(const Case& golden_case, const Datalab& lab) {
  const CsvTable issues = golden_case.table("issues.csv");
  for (const Datalab::Result& found : lab.results()) {
    const std::string flag = "is_" + found.type + "_issue", score = found.type + "_score";
    if (is_random(golden_case, found.type)) continue;
    const std::vector<double> flags = issues.numbers(flag), scores = issues.numbers(score);
    CAPTURE(found.type);
    std::size_t wrong_flags = 0, wrong_scores = 0;
    for (std::size_t i = 0; i < flags.size(); ++i) {
      if (golden_case.ambiguous.count(static_cast<Index>(i))) continue;
      const bool is_other = flags[i] != found.result.is_issue[i];
      wrong_flags += is_other && !is_tied(golden_case.name, found.type, i);
      wrong_scores += !(std::abs(scores[i] - found.result.scores[i]) < score_tolerance(found.type));
    }
    CHECK(wrong_flags == 0);
    CHECK(wrong_scores == 0);
  }
}

template <typename T>
const T& column(const CheckResult& result, std::string_view name) {
  for (const NamedColumn& candidate : result.columns) {
    if (candidate.name == name) return std::get<T>(candidate.values);
  }
  throw std::runtime_error("no column " + std::string(name));
}

void check_near_duplicates(const Case& golden_case, const CheckResult& result) {
  const CsvTable issues = golden_case.table("issues.csv");
  const auto& sets = column<std::vector<Rows>>(result, "near_duplicate_sets");
  const auto& distances = column<std::vector<double>>(result, "distance_to_nearest_neighbor");
  const std::vector<double> expected = issues.numbers("near_duplicate.distance_to_nearest_neighbor");
  std::size_t wrong_sets = 0, wrong_distances = 0;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (golden_case.ambiguous.count(static_cast<Index>(i))) continue;
    Rows given =
        numbers_of<std::int32_t>(parse_json(issues.rows[i][issues.index("near_duplicate.near_duplicate_sets")]));
    Rows found = sets[i];
    std::sort(given.begin(), given.end());
    std::sort(found.begin(), found.end());
    wrong_sets += given != found;
    wrong_distances += !(std::abs(expected[i] - distances[i]) < 1e-6);
  }
  CHECK(wrong_sets == 0);
  CHECK(wrong_distances == 0);
}

void check_failures(const Case& golden_case, const Datalab& lab) {
  std::set<std::string> expected, found;
  for (const auto& [type, message] : members(member(golden_case.about, "failed_issue_types"))) expected.insert(type);
  for (const FailsHere& other : fails_here) {
    if (other.name == golden_case.name) expected.insert(other.type);
  }
  for (const Datalab::Notice& failure : lab.failures()) {
    CHECK(failure.message.find(": expected ") != std::string::npos);
    found.insert(failure.type);
  }
  CHECK(found == expected);
}

/// Distances in `knn.csv` of the graph that was used last.
void check_graph(const Case& golden_case, const Datalab& lab) {
  if (!golden_case.has("knn.csv")) {
    CHECK(lab.knn_graph() == nullptr);
    return;
  }
  const KnnGraph expected = golden_case.graph("knn.csv");
  REQUIRE(lab.knn_graph());
  const KnnGraph& found = *lab.knn_graph();
  REQUIRE(found.neighbors == expected.neighbors);
  std::size_t wrong = 0;
  for (std::size_t e = 0; e < expected.distances.size(); ++e) {
    const double difference = std::abs(expected.distances[e] - found.distances[e]);
    wrong += !(difference <= 1e-7 + 1e-9 * expected.distances[e]);
  }
  CHECK(wrong == 0);
  const Value& metric = member(golden_case.about, "knn_metric");
  CHECK(lab.knn_metric() == (metric.is_null() ? "" : text(metric)));
}

void check_refused(const Case& golden_case, const Refused& refused) {
  std::string message;
  try {
    run_case(golden_case);
  } catch (const std::invalid_argument& error) {
    message = error.what();
  }
  CHECK(message.starts_with(refused.argument));
}

}  // namespace

TEST_CASE("golden datalab cases: types, failures, summaries, flags, scores and graphs of the reference") {
  for (const std::string& name : case_names()) {
    CAPTURE(name);
    if (std::find(std::begin(not_native), std::end(not_native), name) != std::end(not_native)) continue;
    const Case golden_case(name);
    const auto refused = std::find_if(std::begin(refused_cases), std::end(refused_cases),
                                      [&](const Refused& other) { return other.name == name; });
    if (refused != std::end(refused_cases)) {
      check_refused(golden_case, *refused);
      continue;
    }
    const Datalab lab = run_case(golden_case);
    check_failures(golden_case, lab);
    if (!golden_case.has("summary.csv")) {
      CHECK(lab.results().empty());
      continue;
    }
    check_summary(golden_case, lab);
    check_issues(golden_case, lab);
    check_graph(golden_case, lab);
    if (const CheckResult* result = lab.find("near_duplicate")) check_near_duplicates(golden_case, *result);
  }
}

TEST_CASE("golden datalab cases: which types there are, and which run by default") {
  const Value expected = read_json("which-types-run.json");
  const Matrix features = Matrix::Random(30, 2);
  const Matrix pred_probs = Matrix::Constant(30, 2, 0.5);
  const std::vector<double> numbers(30, 1.0);
  for (const char* task : {"classification", "regression", "multilabel"}) {
    CAPTURE(task);
    std::vector<std::int32_t> labels(30, 0);
    std::fill(labels.begin(), labels.begin() + 15, 1);
    Datalab lab = task[0] == 'c'   ? Datalab::with_labels(labels, 2)
                  : task[0] == 'r' ? Datalab::with_targets(numbers)
                                   : Datalab::with_label_sets(std::vector<Rows>(30, Rows{0}), 2);
    const Value& of_task = member(expected, task);
    std::vector<std::string> defaults;
    for (const Value& type : list(member(of_task, "list_default_issue_types"))) defaults.push_back(text(type));
    CHECK(lab.default_types() == defaults);
    const std::vector<std::string> possible = lab.possible_types();
    for (const Value& type : list(member(of_task, "list_possible_issue_types"))) {
      CHECK(std::find(possible.begin(), possible.end(), text(type)) != possible.end());
    }
    for (const auto& [given, types] : members(member(of_task, "attempted_by_default"))) {
      CAPTURE(given);
      FindIssuesInputs inputs;
      if (given.find("features") != std::string::npos) inputs.features = MatrixView(features);
      if (given.find("pred_probs") != std::string::npos && task[0] == 'r') inputs.predictions = numbers;
      if (given.find("pred_probs") != std::string::npos && task[0] != 'r') inputs.pred_probs = MatrixView(pred_probs);
      if (given.find("knn_graph") != std::string::npos) {
        inputs.knn_graph = KnnGraph{30, 1, std::vector<std::int32_t>(30, 0), std::vector<double>(30, 1.0)};
        inputs.knn_graph->indices[0] = 1;
      }
      Datalab fresh = lab;
      run(fresh.find_issues(inputs));
      std::set<std::string> attempted, wanted;
      for (const Datalab::Result& result : fresh.results()) attempted.insert(result.type);
      for (const Datalab::Notice& failure : fresh.failures()) attempted.insert(failure.type);
      for (const Value& type : list(types)) wanted.insert(text(type));
      CHECK(attempted == wanted);
    }
  }
}
