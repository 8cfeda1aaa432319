#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "assayer/schema.h"
#include "assayer/table_predictions.h"
#include "random.h"
#include "tabular/csv.h"

using namespace assayer;

namespace {

struct Example {
  EncodedTable table;
  std::vector<double> targets;
};

/// target = 2 a + a step in b + the level's own amount + a little noise, on a scale of thousands
Example example(int rows) {
  Random random(8);
  std::vector<std::string> a, b, level;
  Example result;
  for (int i = 0; i < rows; ++i) {
    const double x = random.normal(), y = random.normal();
    const bool is_red = random.uniform() < 0.5;
    a.push_back(std::to_string(x));
    b.push_back(std::to_string(y));
    level.push_back(is_red ? "red" : "blue");
    result.targets.push_back(1000 + 100 * (2 * x + (y > 0 ? 2 : -2) + (is_red ? 1 : 0) + 0.1 * random.normal()));
  }
  const RawTable table = test::text_table({{"a", a}, {"b", b}, {"level", level}});
  SchemaOptions options;
  options.no_label = true;
  result.table = run(encode_table(table, run(infer_schema(table, options))));
  return result;
}

}  // namespace

TEST_CASE("table regression: explains most of the variance of rows it has not seen") {
  const Example data = example(300);
  const Vector found = run(predict_table_regression(data.table, data.targets)).predictions;
  const Vector targets = Eigen::Map<const Vector>(data.targets.data(), 300);
  const double unexplained =
      (found - targets).squaredNorm() / (targets.array() - targets.mean()).matrix().squaredNorm();
  CHECK(unexplained < 0.1);
}

TEST_CASE("table regression: a wrong number does not vouch for itself") {
  Example data = example(200);
  const double right = data.targets[17];
  data.targets[17] += 2000;
  const Vector found = run(predict_table_regression(data.table, data.targets)).predictions;
  CHECK(std::abs(found(17) - right) < 300);
}

TEST_CASE("table regression: unknown targets are predicted, constant ones kept, tiny tables do not fail") {
  Example data = example(100);
  const double hidden = data.targets[5];
  data.targets[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::abs(run(predict_table_regression(data.table, data.targets)).predictions(5) - hidden) < 200);
  const std::vector<double> same(100, 3.5);
  CHECK((run(predict_table_regression(data.table, same)).predictions.array() - 3.5).abs().maxCoeff() < 1e-9);
  for (const int rows : {1, 2, 3}) {
    const Example tiny = example(rows);
    CHECK(run(predict_table_regression(tiny.table, tiny.targets)).predictions.allFinite());
  }
}

TEST_CASE("table regression: refuses targets of another length, infinite ones, none known") {
  const Example data = example(10);
  const std::vector<double> few = {1}, infinite(10, std::numeric_limits<double>::infinity()),
                            unknown(10, std::numeric_limits<double>::quiet_NaN());
  CHECK_THROWS_WITH(run(predict_table_regression(data.table, few)),
                    "targets: expected one for each of the 10 rows, got 1");
  CHECK_THROWS_WITH(run(predict_table_regression(data.table, infinite)),
                    "targets[0]: expected a finite number or NaN, got inf");
  CHECK_THROWS_WITH(run(predict_table_regression(data.table, unknown)),
                    "targets: expected at least one known number, got none");
}
