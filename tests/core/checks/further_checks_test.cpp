// Checks that run by name only.

#include "checks/change_point.h"
#include "checks/conditions.h"
#include "checks/run_check.h"
#include "random.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

AuditInputs inputs_of(const Matrix& features, Labels labels, Index num_classes) {
  AuditInputs inputs;
  inputs.n = features.rows();
  inputs.features = MatrixView(features);
  inputs.labels = labels;
  inputs.num_classes = num_classes;
  return inputs;
}

std::vector<std::int32_t> ids_at(const Value& info, std::string_view name) {
  return std::get<std::vector<std::int32_t>>(std::get<Column>(info.find(name)->data()));
}

}  // namespace

TEST_CASE(
    "conflicting_duplicates: copies with different labels are flagged, score their label's share, name the others") {
  Matrix features(6, 1);
  features << 1, 2, 1, 1, 3, 3;
  const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 1};

  const CheckResult result = run_check("conflicting_duplicates", inputs_of(features, labels, 2));

  CHECK(result.is_issue == Flags{1, 0, 1, 1, 0, 0});
  CHECK(result.scores[0] == doctest::Approx(2.0 / 3));
  CHECK(result.scores[3] == doctest::Approx(1.0 / 3));
  CHECK(result.scores[4] == 1);
  CHECK(std::get<std::vector<Rows>>(result.columns[0].values)[3] == Rows{0, 2});
  CHECK(number_at(result.info, "num_conflicting_groups") == 1);
}

TEST_CASE("conflicting_duplicates: numbers and sets of classes can conflict, too") {
  const Matrix features = Matrix::Ones(2, 3);
  AuditInputs inputs = inputs_of(features, {}, 0);
  const std::vector<double> targets = {1, 1.5};
  inputs.task = Task::regression;
  inputs.targets = targets;
  CHECK(run_check("conflicting_duplicates", inputs).num_issues() == 2);

  const std::vector<Rows> sets = {{0, 2}, {2, 0}};
  inputs.task = Task::multilabel;
  inputs.targets = {};
  inputs.label_sets = &sets;
  CHECK(run_check("conflicting_duplicates", inputs).num_issues() == 0);
}

TEST_CASE("identifier_column: finds the columns that number the rows, in any order") {
  Matrix features(30, 4);
  for (Index i = 0; i < 30; ++i) features.row(i) << i, 58 - 2 * i, 5 + (7 * i) % 30, i % 2;

  const CheckResult result = run_check("identifier_column", inputs_of(features, {}, 0));

  CHECK(ids_at(result.info, "identifier_columns") == std::vector<std::int32_t>{0, 2});
  CHECK(result.summary_score == 0);
  CHECK(result.num_issues() == 0);
}

TEST_CASE("ambiguous: examples between two classes are flagged and name both") {
  Matrix pred_probs(3, 3);
  pred_probs << 0.46, 0.1, 0.44, 0.9, 0.05, 0.05, 0, 1, 0;
  AuditInputs inputs;
  inputs.n = 3;
  inputs.pred_probs = MatrixView(pred_probs);

  const CheckResult result = run_check("ambiguous", inputs);

  CHECK(result.is_issue == Flags{1, 0, 0});
  CHECK(result.scores[0] == doctest::Approx(0.02));
  CHECK(result.scores[2] == 1);
  CHECK(std::get<ClassIds>(result.columns[1].values).ids == std::vector<std::int32_t>{2, 1, -1});
}

TEST_CASE("target_leak: a column made from the label leaks, honest ones do not") {
  Random random(3);
  Matrix features(400, 3);
  std::vector<std::int32_t> labels;
  std::vector<double> targets;
  for (Index i = 0; i < 400; ++i) {
    labels.push_back(static_cast<std::int32_t>(random.below(3)));
    targets.push_back(random.normal());
    features.row(i) << labels.back() + random.normal(), 10 * labels.back(), -3 * targets.back();
  }
  CHECK(ids_at(run_check("target_leak", inputs_of(features, labels, 3)).info, "leaking_columns") ==
        std::vector<std::int32_t>{1});

  AuditInputs regression = inputs_of(features, {}, 0);
  regression.task = Task::regression;
  regression.targets = targets;
  const CheckResult result = run_check("target_leak", regression, object({{"threshold", 0.1}}));
  CHECK(ids_at(result.info, "leaking_columns") == std::vector<std::int32_t>{2});
  CHECK(result.summary_score < 0.1);
}

TEST_CASE("find_change_point: where two kinds of examples meet") {
  KnnGraph graph;  // 100 examples whose neighbours are random ones of the same half: 40 and 60
  graph.rows = 100;
  graph.neighbors = 3;
  Random random(5);
  for (std::int32_t i = 0; i < 100; ++i) {
    const std::int32_t begin = i < 40 ? 0 : 40, size = i < 40 ? 40 : 60;
    const auto shift = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(size - 4)));
    for (std::int32_t m = 1; m <= 3; ++m) graph.indices.push_back(begin + (i - begin + shift + m) % size);
  }
  graph.distances.assign(300, 1.0);

  const ChangePoint change = run(find_change_point(graph));

  CHECK(change.row == 40);
  CHECK(change.strength > 5);
}

TEST_CASE("describe_group: a group is told by a range of a number and a level of a category") {
  RawTable table;
  table.rows = 200;
  RawColumn age, city;
  age.name = "age";
  city.name = "city";
  for (const char* name : {"Oslo", "Rome"}) city.values.push_back(name);
  Flags is_member;
  for (int i = 0; i < 200; ++i) {
    age.numbers.push_back(i % 100);
    city.codes.push_back(i / 100);
    is_member.push_back(i >= 100 && i < 120);  // Rome, age 0..19
  }
  table.columns = {age, city};
  Schema schema;
  schema.columns.resize(2);
  schema.columns[0].name = "age";
  schema.columns[0].kind = ColumnKind::numeric;
  schema.columns[1].name = "city";
  schema.columns[1].kind = ColumnKind::categorical;
  for (ColumnSchema& column : schema.columns) column.role = ColumnRole::feature;
  AuditInputs inputs;
  inputs.n = 200;
  inputs.table = &table;
  inputs.schema = &schema;

  const std::vector<Condition> conditions = run(describe_group(inputs, is_member));

  REQUIRE(conditions.size() == 2);
  CHECK(conditions[0].column == "age");
  CHECK(conditions[1].text == "city is Rome");
  CHECK(conditions[1].precision > 0.9);
  CHECK(conditions[1].recall > 0.9);
}

TEST_CASE("every check says what it is: words, parameters with words, a way to run") {
  for (const CheckDescription& check : built_in_checks()) {
    CAPTURE(check.type);
    CHECK_FALSE(check.title.empty());
    CHECK(check.description.find("\n\n") != std::string::npos);  // a first paragraph that stands alone
    CHECK_FALSE(check.uses.empty());
    CHECK_FALSE(check.report_keys.empty());
    CHECK(static_cast<bool>(check.run != nullptr));
    for (const ParameterSpec& parameter : check.parameters) CHECK_FALSE(parameter.doc.empty());
  }
}
