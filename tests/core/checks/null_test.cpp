#include <limits>

#include "checks/run_check.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

CheckResult run_null_on(const Matrix& features) {
  AuditInputs inputs;
  inputs.n = features.rows();
  inputs.features = MatrixView(features);
  return run_check("null", inputs);
}

}  // namespace

TEST_CASE("null: scores are the shares of present values, only a row without any is flagged") {
  Matrix features(5, 2);
  features << 1, none, none, none, 1, 2, none, 3, 4, none;

  const CheckResult result = run_null_on(features);

  CHECK(result.scores == std::vector<double>{0.5, 0, 1, 0.5, 0.5});
  CHECK(result.is_issue == Flags{0, 1, 0, 0, 0});
  CHECK(result.summary_score == doctest::Approx(0.5));
  const Value* issue = result.info.find("most_common_issue");
  CHECK(std::get<std::string>(issue->find("pattern")->data()) == "01");
  CHECK(number_at(*issue, "count") == 2);
  CHECK(std::get<Rows>(std::get<Column>(issue->find("rows_affected")->data())) == Rows{0, 4});
  CHECK(std::get<std::vector<double>>(std::get<Column>(result.info.find("column_impact")->data())) ==
        std::vector<double>{0.4, 0.6});
}

TEST_CASE("null: infinity is not missing, and complete data have no pattern") {
  Matrix features(2, 1);
  features << std::numeric_limits<double>::infinity(), 1;

  const CheckResult result = run_null_on(features);

  CHECK(result.summary_score == 1);
  CHECK(std::get<std::string>(result.info.find("most_common_issue")->find("pattern")->data()) == "no_null");
}

TEST_CASE("null: refuses to run without features") {
  CHECK(refusal_of([] { run_check("null", AuditInputs{.n = 3}); }).starts_with("features: expected "));
}
