#include "assayer/schema.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tabular/csv.h"
#include "tabular/quality_files.h"

using namespace assayer;
using namespace assayer::test;

namespace {

/// The kind guessed for one column of cells, repeated so that there are enough rows.
ColumnSchema guess(const std::string& name, std::vector<std::string> cells) {
  const std::vector<std::string> once = cells;
  while (cells.size() < 40) cells.insert(cells.end(), once.begin(), once.end());
  return run(infer_schema(text_table({{name, cells}}), {.no_label = true})).columns.at(0);
}

/// As many cells as there are numbers from 0 to count - 1.
template <typename Make>
std::vector<std::string> cells(int count, Make make) {
  std::vector<std::string> made;
  for (int i = 0; i < count; ++i) made.push_back(make(i));
  return made;
}

/// Boolean or categorical: the manifest does not tell them apart.
std::string plain_kind(ColumnKind kind) {
  return std::string(kind_name(kind == ColumnKind::boolean ? ColumnKind::categorical : kind));
}

}  // namespace

TEST_CASE("schema: kinds of plain columns") {
  CHECK(guess("a", {"1.5", "2", "-3", "NA", ""}).kind == ColumnKind::numeric);
  CHECK(guess("a", {"1,200", "3,400", "950"}).kind == ColumnKind::numeric);
  CHECK(guess("a", {"1,5", "3,25", "950"}).kind == ColumnKind::numeric);
  CHECK(guess("a", {"12 %", "3 %", "7 %"}).kind == ColumnKind::numeric);
  CHECK(guess("a", {"1", "none", "3", "-", "4"}).kind == ColumnKind::numeric);
  CHECK(guess("a", {"red", "green", "blue"}).kind == ColumnKind::categorical);
  CHECK(guess("a", {"yes", "no", ""}).kind == ColumnKind::boolean);
  CHECK(guess("a", {"True", "False"}).kind == ColumnKind::boolean);
  CHECK(guess("a", {"0", "1"}).kind == ColumnKind::boolean);
  CHECK(guess("a", {"Nein", "Ja"}).kind == ColumnKind::boolean);
  CHECK(guess("a", {"2020-01-02", "2020-02-03", "2021-03-04"}).kind == ColumnKind::datetime);
  CHECK(guess("a", {"13/01/2020", "02/02/2020", "28/02/2021"}).kind == ColumnKind::datetime);
  CHECK(guess("zip", {"02139", "10001", "94103"}).kind == ColumnKind::categorical);
  CHECK(guess("a", {"", "NA"}).kind == ColumnKind::ignore);
}

TEST_CASE("schema: columns that tell rows apart are identifiers and left out") {
  const auto key = [](std::string name, std::vector<std::string> values) {
    const ColumnSchema column = run(infer_schema(text_table({{name, values}}), {.no_label = true})).columns.at(0);
    CHECK(column.role == (column.kind == ColumnKind::identifier ? ColumnRole::ignored : ColumnRole::feature));
    return column.kind;
  };
  CHECK(key("a", cells(50, [](int i) { return std::to_string(1000 + i); })) == ColumnKind::identifier);
  CHECK(key("a", cells(50, [](int i) { return std::to_string(i * 7 % 50); })) == ColumnKind::identifier);  // shuffled
  CHECK(key("customer_id", cells(50, [](int i) { return std::to_string(i * i * 31); })) == ColumnKind::identifier);
  CHECK(key("a", cells(50, [](int i) { return "R-" + std::to_string(i * i * 31); })) == ColumnKind::identifier);
  CHECK(key("amount", cells(50, [](int i) { return std::to_string(i * i * 31); })) == ColumnKind::numeric);
}

TEST_CASE("schema: sentences are text, short names too") {
  const auto sentences =
      cells(60, [](int i) { return "the parcel number " + std::to_string(i) + " did not arrive here"; });
  CHECK(guess("comment", sentences).kind == ColumnKind::text);
  CHECK(guess("stage", {"adult with one egg", "adult with two eggs", "no egg at all seen"}).kind ==
        ColumnKind::categorical);
}

TEST_CASE("schema: constant columns are left out, with the reason") {
  const ColumnSchema column = guess("a", {"x", "x", ""});
  CHECK(column.role == ColumnRole::ignored);
  CHECK(column.reason.code == "constant");
  CHECK(column.distinct == 1);
}

TEST_CASE("schema: missing and distinct are counted over rows and trimmed values") {
  const RawTable table = text_table({{"a", {"x", " x ", "y", "", "NA", "y"}}});
  const ColumnSchema column = run(infer_schema(table, {.no_label = true})).columns.at(0);
  CHECK(column.missing == 2);
  CHECK(column.distinct == 2);
}

TEST_CASE("schema: numbers that came as numbers are typed like written ones") {
  RawTable table;
  table.rows = 12;
  table.columns.resize(2);
  table.columns[0].name = "x";
  table.columns[1].name = "flag";
  for (int i = 0; i < 12; ++i) {
    table.columns[0].numbers.push_back(i == 3 ? std::numeric_limits<double>::quiet_NaN() : 0.5 * i * i);
    table.columns[1].numbers.push_back(i % 2);
  }
  const Schema schema = run(infer_schema(table, {.no_label = true}));
  CHECK(schema.columns[0].kind == ColumnKind::numeric);
  CHECK(schema.columns[0].missing == 1);
  CHECK(schema.columns[1].kind == ColumnKind::boolean);
}

TEST_CASE("schema: the task follows from the label's values") {
  const auto task = [](std::vector<std::string> values) {
    return run(infer_schema(text_table({{"x", values}, {"y", values}}), {.label = "y"})).task;
  };
  CHECK(task(cells(60, [](int i) { return i % 2 ? "a" : "b"; })) == Task::classification);
  CHECK(task(cells(60, [](int i) { return std::to_string(3 + i % 6); })) == Task::classification);
  CHECK(task(cells(60, [](int i) { return std::to_string(i * 1.5); })) == Task::regression);
  CHECK(task(cells(60, [](int i) { return std::to_string(i * 13 % 59); })) == Task::regression);
}

TEST_CASE("schema: the label is guessed by name, values and place") {
  const auto words = [](const char* a, const char* b) { return cells(60, [=](int i) { return i % 2 ? a : b; }); };
  const auto amounts = cells(60, [](int i) { return std::to_string(i * 1.5); });
  const auto label = [](const std::vector<std::pair<std::string, std::vector<std::string>>>& columns) {
    const Schema schema = run(infer_schema(text_table(columns)));
    return schema.label < 0 ? "" : schema.columns[static_cast<std::size_t>(schema.label)].name;
  };
  CHECK(label({{"x", amounts}, {"kind", words("a", "b")}}) == "kind");                                   // the last
  CHECK(label({{"target", words("a", "b")}, {"x", amounts}, {"colour", words("r", "g")}}) == "target");  // by name
  CHECK(label({{"sale_price", amounts}, {"street", words("a", "b")}, {"x", amounts}}) == "sale_price");
  CHECK(label({{"gender", words("m", "f")}, {"x", amounts}, {"churned", words("0", "1")}}) == "churned");
  CHECK(label({{"id", cells(60, [](int i) { return std::to_string(i); })}}) == "");
}

TEST_CASE("schema: overrides win, unknown names are refused") {
  const RawTable table = text_table({{"a", {"1", "2", "3"}}, {"b", {"x", "y", "x"}}});
  CHECK(run(infer_schema(table, {.label = "b", .kinds = {{"a", ColumnKind::categorical}}})).columns[0].kind ==
        ColumnKind::categorical);
  CHECK(run(infer_schema(table, {.label = "b", .task = Task::regression})).task == Task::regression);
  CHECK_THROWS_WITH_AS(run(infer_schema(table, {.label = "c"})), "label: expected the name of a column (a, b), got c",
                       std::invalid_argument);
  CHECK_THROWS_AS(run(infer_schema(table, {.kinds = {{"c", ColumnKind::text}}})), std::invalid_argument);
  CHECK_THROWS_AS(run(infer_schema(text_table({{"a", {"1", "2"}}, {"b", {"x", "x"}}}), {.label = "b"})),
                  std::invalid_argument);
  CHECK_THROWS_AS(kind_from_name("number"), std::invalid_argument);
}

TEST_CASE("schema: label and kinds of the planted tables are guessed") {
  int right = 0, all = 0, labels_right = 0, files = 0;
  for (const QualityTable& wanted : read_manifest()) {
    for (const std::string& file : planted_files(wanted.name)) {
      const RawTable table = read_csv(quality_folder() + "/planted/" + file + ".csv");
      const Schema schema = run(infer_schema(table));
      CAPTURE(file);
      ++files;
      labels_right += schema.label >= 0 && schema.columns[static_cast<std::size_t>(schema.label)].name == wanted.label;
      for (const ColumnSchema& column : schema.columns) {
        const auto known = wanted.kinds.find(column.name);
        if (column.role == ColumnRole::label || column.name == "code") continue;
        const std::string kind = known == wanted.kinds.end() ? "identifier" : known->second;
        CAPTURE(column.name);
        CHECK_MESSAGE(plain_kind(column.kind) == kind, "is ", kind_name(column.kind));
        right += plain_kind(column.kind) == kind;
        ++all;
      }
      CHECK(schema.task == Task::classification);
    }
  }
  CHECK(files == 35);
  CHECK(labels_right == files);
  CHECK(right >= 0.95 * all);
}
