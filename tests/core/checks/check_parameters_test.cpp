#include "assayer/check_parameters.h"

#include "checks/run_check.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

using Kind = ParameterSpec::Kind;

std::vector<ParameterSpec> specs() {
  return {{.name = "k", .kind = Kind::integer, .default_value = 10, .least = 1},
          {.name = "threshold", .default_value = 0.5, .least = 0, .most = 1},
          {.name = "method", .kind = Kind::text, .default_value = "exact", .choices = {"exact", "fast"}},
          {.name = "ids", .kind = Kind::integers, .least = -1},
          {.name = "matrix", .kind = Kind::matrix},
          {.name = "inner", .kind = Kind::object, .members = {{.name = "seed", .kind = Kind::integer}}}};
}

std::string refused(const Value& given) {
  return refusal_of([&] { Parameters("outlier", specs(), given); });
}

}  // namespace

TEST_CASE("parameters: what is not given, or null, has its default") {
  const Parameters parameters("outlier", specs(), object({{"k", 3}, {"threshold", Value()}}));

  CHECK(parameters.integer("k") == 3);
  CHECK(parameters.number("threshold") == 0.5);
  CHECK(parameters.text("method") == "exact");
  CHECK_FALSE(parameters.has("ids"));
  CHECK_FALSE(parameters.object("inner").has("seed"));
}

TEST_CASE("parameters: lists and matrices are read in whatever form they come") {
  const Value rows = Value::List{Value(std::vector<double>{1, 2}), Value(Value::List{3, 4})};
  const Parameters parameters("outlier", specs(), object({{"ids", std::vector<double>{0, -1, 2}}, {"matrix", rows}}));

  CHECK(parameters.integers("ids") == std::vector<std::int32_t>{0, -1, 2});
  CHECK(parameters.matrix("matrix")(1, 0) == 3);
}

TEST_CASE("parameters: an unknown name is refused with the list of the known ones, also inside") {
  CHECK(refused(object({{"thresold", 0.1}})) ==
        "outlier: expected parameters among k, threshold, method, ids, matrix, inner, got the unknown thresold");
  CHECK(refused(object({{"inner", object({{"sed", 1}})}})) ==
        "outlier.inner: expected parameters among seed, got the unknown sed");
}

TEST_CASE("parameters: wrong types and values out of range are refused by place") {
  CHECK(refused(object({{"k", 2.5}})) == "outlier.k: expected a whole number >= 1, got 2.5");
  CHECK(refused(object({{"k", 0}})) == "outlier.k: expected a whole number >= 1, got 0");
  CHECK(refused(object({{"threshold", 2}})) == "outlier.threshold: expected a number in [0, 1], got 2");
  CHECK(refused(object({{"threshold", "high"}})) == "outlier.threshold: expected a number in [0, 1], got high");
  CHECK(refused(object({{"method", "slow"}})) == "outlier.method: expected one of exact, fast, got slow");
  CHECK(refused(object({{"ids", std::vector<double>{0, -2}}})) ==
        "outlier.ids[1]: expected a whole number >= -1, got -2");
  CHECK(refused(3) == "outlier: expected an object of parameters, got 3");
}
