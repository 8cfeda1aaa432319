#include "checks/run_check.h"

using namespace assayer;
using namespace assayer::testing;

namespace {

CheckResult run_on(const std::vector<std::int32_t>& labels, Index num_classes, const Value& parameters = {}) {
  AuditInputs inputs;
  inputs.n = static_cast<Index>(labels.size());
  inputs.labels = labels;
  inputs.num_classes = num_classes;
  return run_check("class_imbalance", inputs, parameters);
}

std::vector<std::int32_t> thirty_and_one() {
  std::vector<std::int32_t> labels(31, 0);
  labels[7] = 1;
  return labels;
}

}  // namespace

TEST_CASE("class_imbalance: the examples of a rare class are flagged and score its share") {
  const CheckResult result = run_on(thirty_and_one(), 2);

  CHECK(result.num_issues() == 1);
  CHECK(result.is_issue[7] == 1);
  CHECK(result.scores[7] == doctest::Approx(1.0 / 31));
  CHECK(result.scores[0] == 1);
  CHECK(result.summary_score == doctest::Approx(1.0 / 31));
  CHECK(std::get<ClassId>(result.info.find("Rarest Class")->data()).id == 1);
}

TEST_CASE("class_imbalance: of equally rare classes the first counts, and balanced data have no issue") {
  const std::vector<std::int32_t> labels = {1, 0, 1, 0};

  const CheckResult result = run_on(labels, 2);

  CHECK(result.num_issues() == 0);
  CHECK(result.scores == std::vector<double>{1, 0.5, 1, 0.5});
  CHECK(std::get<std::string>(result.info.find("Rarest Class")->data()) == "NA");
}

TEST_CASE("class_imbalance: a class without examples does not hide the rare one") {
  const CheckResult result = run_on(thirty_and_one(), 3);

  CHECK(result.num_issues() == 1);
  CHECK(std::get<ClassIds>(std::get<Column>(result.info.find("empty_classes")->data())).ids ==
        std::vector<std::int32_t>{2});
}

TEST_CASE("class_imbalance: refuses a missing label column and a negative threshold") {
  CHECK(refusal_of([] { run_on({}, 0); }).starts_with("labels: expected "));
  CHECK(refusal_of([] {
          run_on(thirty_and_one(), 2, object({{"threshold", -1}}));
        }) == "class_imbalance.threshold: expected a number >= 0, got -1");
}
