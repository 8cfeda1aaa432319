#include "assayer/encode.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include "tabular/csv.h"

using namespace assayer;
using namespace assayer::test;

namespace {

EncodedTable encode(const RawTable& table, EncodeOptions options = {},
                    SchemaOptions schema_options = {.no_label = true}) {
  return run(encode_table(table, run(infer_schema(table, schema_options)), options));
}

/// Column of `linear` that stands for a part of a raw column, -1 if none does.
Index find_linear(const EncodedTable& encoded, Index column, EncodedColumn::Part part, const std::string& detail = "") {
  for (std::size_t j = 0; j < encoded.linear_columns.size(); ++j) {
    const EncodedColumn& found = encoded.linear_columns[j];
    if (found.column == column && found.part == part && found.detail == detail) return static_cast<Index>(j);
  }
  return -1;
}

RawTable mixed_table() {
  std::vector<std::string> amounts, colours, days, comments;
  for (int i = 0; i < 60; ++i) {
    amounts.push_back(i == 7 ? "" : std::to_string(0.5 * (i * 37 % 59)));
    colours.push_back(i == 3 ? "violet" : i % 3 == 0 ? "red" : i % 3 == 1 ? "green" : "");
    days.push_back("2020-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10));
    comments.push_back(i % 4 == 0 ? "the parcel of order " + std::to_string(i) + " has not come"
                                  : "please send me card number " + std::to_string(i) + " again");
  }
  return text_table({{"amount", amounts}, {"colour", colours}, {"day", days}, {"comment", comments}});
}

}  // namespace

TEST_CASE("encode: numbers are centred and scaled, missing ones flagged") {
  const EncodedTable encoded = encode(mixed_table());

  const Index number = find_linear(encoded, 0, EncodedColumn::Part::number);
  const Index missing = find_linear(encoded, 0, EncodedColumn::Part::missing);
  REQUIRE(number >= 0);
  REQUIRE(missing >= 0);
  CHECK(encoded.linear(7, number) == 0);
  CHECK(encoded.linear(7, missing) == 1);
  CHECK(encoded.linear.col(missing).sum() == 1);
  CHECK(encoded.linear(1, number) == doctest::Approx((18.5 - 14.5) / (14.5 / 1.3489795)).epsilon(0.1));
  CHECK(std::isnan(encoded.ordinal[0][7]));
  CHECK(encoded.ordinal[0][1] == 18.5F);
}

TEST_CASE("encode: a far value of a heavy tail stays bounded in the linear matrix and far in the neighbour matrix") {
  std::vector<std::string> cells;
  for (int i = 0; i < 100; ++i) cells.push_back(std::to_string(i < 95 ? i * 0.01 + 0.001 : i * 1e6 + 0.5));
  const EncodedTable encoded = encode(text_table({{"x", cells}}));
  CHECK(encoded.linear.col(0).cwiseAbs().maxCoeff() < 2);
  CHECK(encoded.neighbors(99, 0) > 20);
  CHECK(encoded.neighbors(99, 0) < 500);
}

TEST_CASE("encode: levels become columns, rare ones are pooled, codes fall with frequency") {
  const EncodedTable encoded = encode(mixed_table());
  const Index red = find_linear(encoded, 1, EncodedColumn::Part::level, "red");
  const Index rare = find_linear(encoded, 1, EncodedColumn::Part::rare);
  REQUIRE(red >= 0);
  REQUIRE(rare >= 0);
  CHECK(encoded.linear.col(red).sum() == 19);
  CHECK(encoded.linear(3, rare) == 1);
  CHECK(encoded.linear.col(rare).sum() == 1);
  CHECK(encoded.ordinal[1][1] == 0);  // green is the most frequent
  CHECK(encoded.ordinal[1][0] == 1);
  CHECK(encoded.ordinal[1][3] == 2);
  CHECK(std::isnan(encoded.ordinal[1][2]));
  CHECK(encoded.ordinal_levels[0] == 0);
  CHECK(encoded.ordinal_levels[1] == 3);
}

TEST_CASE("encode: dates give trend and seasons") {
  const EncodedTable encoded = encode(mixed_table());
  CHECK(find_linear(encoded, 2, EncodedColumn::Part::trend) >= 0);
  const Index sine = find_linear(encoded, 2, EncodedColumn::Part::season, "month sine");
  REQUIRE(sine >= 0);
  CHECK(encoded.linear(0, sine) == doctest::Approx(0));                            // January
  CHECK(encoded.linear(3, sine) == doctest::Approx(1));                            // April
  CHECK(find_linear(encoded, 2, EncodedColumn::Part::season, "hour sine") == -1);  // all at midnight
}

TEST_CASE("encode: texts about the same are near, rows have length 1") {
  const EncodedTable encoded = encode(mixed_table());
  REQUIRE(encoded.text.cols() > 10);
  const auto similarity = [&](Index a, Index b) { return encoded.text.row(a).dot(encoded.text.row(b)); };
  CHECK(similarity(5, 5) == doctest::Approx(1));
  CHECK(similarity(4, 8) > similarity(4, 5) + 0.3);
  CHECK(encoded.text_reduced.rows() == 60);
  CHECK(encoded.text_reduced.row(4).dot(encoded.text_reduced.row(8)) >
        encoded.text_reduced.row(4).dot(encoded.text_reduced.row(5)) + 0.3F);
  CHECK(encoded.text_reduced.rowwise().norm().maxCoeff() < 1.0001F);
}

TEST_CASE("encode: the reduced texts keep the products of all rows if all directions are kept") {
  std::vector<std::string> comments;
  for (const char* a : {"red", "green", "blue", "black"}) {
    for (const char* b : {"house", "garden", "river", "bridge"}) {
      comments.push_back(std::string("the ") + a + " " + b + " of the town");
    }
  }
  const EncodedTable encoded =
      encode(text_table({{"comment", comments}}), {}, {.no_label = true, .kinds = {{"comment", ColumnKind::text}}});
  const Eigen::MatrixXf exact = Eigen::MatrixXf(encoded.text) * Eigen::MatrixXf(encoded.text).transpose();
  const Eigen::MatrixXf reduced = encoded.text_reduced * encoded.text_reduced.transpose();
  CHECK((exact - reduced).cwiseAbs().maxCoeff() < 1e-4F);
}

TEST_CASE("encode: rows with the same features share a group, whatever their labels and identifiers") {
  std::vector<std::string> keys, a, b, label;
  for (int i = 0; i < 30; ++i) {
    keys.push_back("K" + std::to_string(100 + 7 * i * i));
    a.push_back(i == 20 ? "2.50 " : std::to_string(i % 10) + ".5");
    b.push_back(i % 2 ? "x" : "y");
    label.push_back(i < 10 ? "good" : "bad");
  }
  const RawTable table = text_table({{"key", keys}, {"a", a}, {"b", b}, {"label", label}});
  const EncodedTable encoded = encode(table, {}, {.label = "label"});
  const auto group = [&](std::size_t i) { return encoded.duplicate_groups[i]; };
  CHECK(group(1) == group(11));
  CHECK(group(1) == group(21));
  CHECK(group(20) == group(2));  // 2.50 is 2.5
  CHECK(group(1) != group(2));
  CHECK(std::set<std::int32_t>(encoded.duplicate_groups.begin(), encoded.duplicate_groups.end()).size() == 10);
}

TEST_CASE("encode: without features all matrices are empty and no row repeats another") {
  const EncodedTable encoded = encode(text_table({{"a", {"", "", ""}}, {"b", {"x", "x", "x"}}}));
  CHECK(encoded.linear.rows() == 3);
  CHECK(encoded.linear.cols() == 0);
  CHECK(encoded.ordinal.empty());
  CHECK(encoded.text.cols() == 0);
  CHECK(encoded.duplicate_groups == std::vector<std::int32_t>{0, 1, 2});
}

TEST_CASE("encode: ugly tables give finite matrices") {
  std::vector<std::string> huge, emoji, dates, one;
  for (int i = 0; i < 40; ++i) {
    huge.push_back(i % 3 == 0 ? "1e308" : i % 3 == 1 ? "-1.7e308" : std::to_string(i));
    emoji.push_back(i % 2 ? "\xF0\x9F\x98\x80\xF0\x9F\x98\x80 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D " + std::to_string(i)
                          : "\xFF\xFE broken");
    dates.push_back(i % 2 ? "2999-12-31" : "1000-01-01 23:59:60");
    one.push_back(i == 0 ? "1" : "");
  }
  const RawTable table = text_table({{"huge", huge}, {"emoji", emoji}, {"date", dates}, {"one", one}});
  for (const ColumnKind kind : {ColumnKind::text, ColumnKind::categorical, ColumnKind::numeric, ColumnKind::datetime}) {
    SchemaOptions options{.no_label = true};
    for (const RawColumn& column : table.columns) options.kinds.emplace_back(column.name, kind);
    const EncodedTable encoded = encode(table, {}, options);
    CHECK(encoded.linear.allFinite());
    CHECK(encoded.neighbors.allFinite());
    CHECK(encoded.text_reduced.allFinite());
  }
  CHECK(encode(table).linear.allFinite());
  CHECK(encode(text_table({{"x", {"5"}}, {"y", {"a"}}})).linear.rows() == 1);
}

TEST_CASE("encode: the work can be done in steps and gives the same") {
  const RawTable table = mixed_table();
  const Schema schema = run(infer_schema(table, {.no_label = true}));
  const EncodedTable at_once = run(encode_table(table, schema));
  auto job = encode_table(table, schema);
  while (!job.step(std::chrono::steady_clock::duration(0))) {
  }
  const EncodedTable in_steps = job.result();
  CHECK(at_once.linear == in_steps.linear);
  CHECK(at_once.neighbors == in_steps.neighbors);
}

TEST_CASE("encode: refuses another table's schema and bad options") {
  const RawTable table = mixed_table();
  CHECK_THROWS_AS(run(encode_table(table, Schema{})), std::invalid_argument);
  const Schema schema = run(infer_schema(table, {.no_label = true}));
  CHECK_THROWS_WITH_AS(run(encode_table(table, schema, {.max_levels = 0})), "max_levels: expected a number > 0, got 0",
                       std::invalid_argument);
}

TEST_CASE("encode in parts: vectors depend on the row and the sample in front only") {
  RawTable whole = mixed_table();
  const Schema schema = run(infer_schema(whole, {.no_label = true}));
  const FloatMatrix vectors = run(encode_neighbors(whole, schema, 40));
  RawTable part;
  part.rows = 45;  // the sample and the last five rows
  for (const RawColumn& column : whole.columns) {
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < 60; ++row) {
      if (row >= 40 && row < 55) continue;
      cells.emplace_back(column.codes[row] < 0 ? "" : std::string(column.values[column.codes[row]]));
    }
    part.columns.push_back(text_table({{column.name, cells}}).columns[0]);
  }
  const FloatMatrix some = run(encode_neighbors(part, schema, 40));

  REQUIRE(some.cols() == vectors.cols());
  CHECK(some.topRows(40) == vectors.topRows(40));
  CHECK(some.bottomRows(5) == vectors.bottomRows(5));
  CHECK_THROWS_WITH_AS(run(encode_neighbors(part, schema, 46)), "fitted_rows: expected 1 to 45, got 46",
                       std::invalid_argument);
}

TEST_CASE("encode in parts: levels that the sample lacks are one, and learned from all rows it is as for models") {
  const RawTable table = text_table({{"colour", {"red", "red", "blue", "blue", "", "pink", "grey", "red"}}});
  const Schema schema = run(infer_schema(table, {.no_label = true, .kinds = {{"colour", ColumnKind::categorical}}}));
  const FloatMatrix vectors = run(encode_neighbors(table, schema, 5));
  CHECK(vectors.row(5) == vectors.row(6));
  CHECK(vectors.row(0) == vectors.row(7));
  CHECK((vectors.row(5) - vectors.row(0)).norm() == doctest::Approx(1));
  CHECK((vectors.row(2) - vectors.row(0)).norm() == doctest::Approx(1));

  const RawTable mixed = mixed_table();
  const Schema of_mixed = run(infer_schema(mixed, {.no_label = true}));
  const FloatMatrix all = run(encode_neighbors(mixed, of_mixed, mixed.rows)), once = encode(mixed).neighbors;
  // but for the column of pooled levels, which parts always have
  CHECK((all.row(0) - all.row(9)).norm() == doctest::Approx((once.row(0) - once.row(9)).norm()).epsilon(1e-5));
}
