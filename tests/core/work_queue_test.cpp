#include "assayer/work_queue.h"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <vector>

#include "assayer/audit_helper.h"
#include "assayer/audit_table.h"
#include "random.h"

using namespace assayer;
using namespace std::chrono_literals;

namespace {

RawTable example(bool with_classes) {
  Random random(7);
  RawTable table;
  table.rows = 300;
  for (const char* name : {"height", "weight", "label"}) table.columns.emplace_back().name = name;
  for (Index i = 0; i < table.rows; ++i) {
    const double kind = i % 3;
    table.columns[0].numbers.push_back(kind + random.normal());
    table.columns[1].numbers.push_back(2 * kind + random.normal());
    table.columns[2].numbers.push_back(with_classes ? kind : kind + random.normal());
  }
  return table;
}

}  // namespace

TEST_CASE("An audit with a helper finds what it finds alone, to the last bit") {
  for (const bool with_classes : {true, false}) {
    const RawTable table = example(with_classes);
    TableAuditOptions options;
    options.schema.label = "label";
    options.predicting.effort = Effort::fast;
    const TableAudit alone = run(audit_table(table, options));

    AuditHelper helper(table, options);
    run(helper.prepare());
    WorkQueue queue(2);
    options.predicting.queue = &queue;
    auto job = audit_table(table, options);
    int done = 0, given_back = 0;
    while (!job.step(0ms)) {
      const auto id = queue.take_last();
      if (!id) continue;
      if (done == 3 && given_back++ == 0) {
        queue.give_back(*id);
        continue;
      }
      queue.deliver(*id, run(helper.work(queue.unit(*id))));
      ++done;
    }
    const TableAudit together = job.result();
    CHECK(done > 3);
    CHECK(given_back > 0);
    CHECK(together.pred_probs == alone.pred_probs);
    CHECK(together.predictions == alone.predictions);
    REQUIRE(together.lab.results().size() == alone.lab.results().size());
    for (const auto& [type, result] : alone.lab.results()) {
      const CheckResult* other = together.lab.find(type);
      REQUIRE(other);
      CHECK(other->is_issue == result.is_issue);
      CHECK(other->scores == result.scores);
    }
  }
}

TEST_CASE("A job waits for what a helper took, and cannot be done all at once meanwhile") {
  WorkQueue queue(2);
  const DoUnit work = [](const WorkUnit&) -> Job<WorkResult> {
    co_await pause(0.5);
    co_return WorkResult(Matrix::Zero(1, 1));
  };
  auto job = work_off(queue, std::vector<WorkUnit>(2), work);
  CHECK_FALSE(job.step(0ms));
  CHECK_FALSE(job.is_waiting());
  REQUIRE(*queue.take_last() == 1);
  while (!job.is_waiting()) REQUIRE_FALSE(job.step(1ms));
  CHECK(job.progress().fraction == doctest::Approx(0.5));
  CHECK_THROWS_AS(job.finish(), std::logic_error);
  queue.deliver(1, WorkResult(Matrix::Ones(2, 2)));
  const auto results = job.finish();
  CHECK(std::get<Matrix>(results[0]).rows() == 1);
  CHECK(std::get<Matrix>(results[1]).rows() == 2);
}
