#include "assayer/leaks.h"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>

#include "random.h"
#include "tabular/csv.h"
#include "tabular/quality_files.h"

using namespace assayer;
using namespace assayer::test;

namespace {

std::vector<std::string> leaking_columns(const RawTable& table, SchemaOptions options = {}) {
  const Schema schema = run(infer_schema(table, options));
  std::vector<std::string> names;
  for (const Leak& leak : run(find_leaks(table, schema))) {
    names.push_back(schema.columns[static_cast<std::size_t>(leak.column)].name);
    CHECK(leak.agreement > 0.99);
  }
  return names;
}

std::vector<std::string> cells(int count, const std::function<std::string(int)>& make) {
  std::vector<std::string> made;
  for (int i = 0; i < count; ++i) made.push_back(make(i));
  return made;
}

}  // namespace

TEST_CASE("leaks: a column that names the classes in other words is found and left out") {
  const auto label = cells(90, [](int i) { return std::string(i % 3 == 0 ? "cat" : i % 3 == 1 ? "dog" : "cow"); });
  const auto copy = cells(90, [](int i) { return std::string(i % 3 == 0 ? "7" : i % 3 == 1 ? "8" : "9"); });
  const auto good = cells(90, [](int i) { return std::string((i % 3 == 0) != (i % 10 == 0) ? "small" : "large"); });
  const RawTable table = text_table({{"copy", copy}, {"size", good}, {"animal", label}});
  CHECK(leaking_columns(table, {.label = "animal"}) == std::vector<std::string>{"copy"});

  const Schema schema = run(infer_schema(table, {.label = "animal"}));
  const Schema without = without_leaks(schema, run(find_leaks(table, schema)));
  CHECK(without.columns[0].role == ColumnRole::ignored);
  CHECK(without.columns[0].reason.code == "copies_label");
  CHECK(without.columns[1].role == ColumnRole::feature);
}

TEST_CASE("leaks: a strong honest feature stays, even a perfect one of many levels or of numbers") {
  const auto label = cells(100, [](int i) { return std::string(i % 2 ? "edible" : "poisonous"); });
  const auto strong = cells(100, [](int i) { return std::string((i % 2 == 1) != (i < 3) ? "sweet" : "foul"); });
  const auto many = cells(100, [](int i) { return std::string(1, static_cast<char>('a' + (i % 2) + 2 * (i % 5))); });
  const auto number = cells(100, [](int i) { return std::to_string(i % 2 * 100 + i * 0.5); });
  CHECK(leaking_columns(text_table({{"odor", strong}, {"shape", many}, {"weight", number}, {"type", label}})).empty());
}

TEST_CASE("leaks: a code of several values for a class is found, a good feature of several values is not") {
  Random random(5);
  std::vector<std::string> label, code, good;
  for (int i = 0; i < 400; ++i) {
    const auto truth = static_cast<int>(random.below(3));
    const int given = random.uniform() < 0.1 ? (truth + 1) % 3 : truth;  // the feature knows the true one
    label.push_back(std::string(1, static_cast<char>('x' + given)));
    code.push_back("c" + std::to_string(10 * given + static_cast<int>(random.below(3))));
    good.push_back("g" + std::to_string(10 * truth + static_cast<int>(random.below(3))));
  }
  CHECK(leaking_columns(text_table({{"code", code}, {"good", good}, {"kind", label}}), {.label = "kind"}) ==
        std::vector<std::string>{"code"});
}

TEST_CASE("leaks: a number in another unit is found, a noisy relative is not") {
  Random random(1);
  std::vector<std::string> price, cents, area;
  for (int i = 0; i < 200; ++i) {
    const double value = 100 + 50 * random.normal();
    price.push_back(std::to_string(value));
    cents.push_back(std::to_string(100 * value + 3));
    area.push_back(std::to_string(value + 10 * random.normal()));
  }
  CHECK(leaking_columns(text_table({{"cents", cents}, {"area", area}, {"price", price}})) ==
        std::vector<std::string>{"cents"});
}

TEST_CASE("leaks: too few rows prove nothing, no label no leak") {
  const RawTable table = text_table({{"a", {"x", "y", "x"}}, {"label", {"0", "1", "0"}}});
  CHECK(leaking_columns(table).empty());
  CHECK(run(find_leaks(table, run(infer_schema(table, {.no_label = true})))).empty());
  CHECK_THROWS_AS(run(find_leaks(table, Schema{})), std::invalid_argument);
}

TEST_CASE("leaks: the planted code is found, nothing else in any planted table") {
  for (const QualityTable& table : read_manifest()) {
    for (const std::string& file : planted_files(table.name)) {
      CAPTURE(file);
      const bool is_leak = file.find("-leak-") != std::string::npos;
      const auto found = leaking_columns(read_csv(quality_folder() + "/planted/" + file + ".csv"));
      CHECK(found == (is_leak ? std::vector<std::string>{"code"} : std::vector<std::string>{}));
    }
  }
}
