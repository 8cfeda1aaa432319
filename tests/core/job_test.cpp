#include "assayer/job.h"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <vector>

using namespace assayer;

namespace {

Job<int> count_to(int end, std::shared_ptr<int> seen) {
  for (int i = 1; i <= end; ++i) {
    *seen = i;
    co_await pause(double(i) / end);
  }
  co_return end;
}

Job<int> twice(int end, std::shared_ptr<int> seen) {
  const int first = co_await within(0, 0.5, "first", count_to(end, seen));
  const int second = co_await within(0.5, 1, "second", count_to(end, seen));
  co_return first + second;
}

Job<int> failing() {
  co_await pause(0.5);
  throw std::invalid_argument("k: expected less, got more");
}

Job<int> recovering() {
  const Outcome<int> failed = co_await attempt(within(0, 0.5, "failing", failing()));
  const Outcome<int> done = co_await attempt(within(0.5, 1, "counting", count_to(3, std::make_shared<int>())));
  co_return failed.error && !failed.value && !done.error ? *done.value : 0;
}

}  // namespace

TEST_CASE("job: finish does everything at once") { CHECK(run(twice(5, std::make_shared<int>())) == 10); }

TEST_CASE("job: a step without time does one part, progress never falls, the result is that of finish") {
  Job<int> job = twice(4, std::make_shared<int>());
  int steps = 0;
  double last = 0;
  bool saw_second = false;
  while (!job.step(std::chrono::seconds(0))) {
    ++steps;
    CHECK(job.progress().fraction >= last);
    last = job.progress().fraction;
    saw_second = saw_second || job.progress().step == "second";
  }
  CHECK(steps >= 8);
  CHECK(saw_second);
  CHECK(job.result() == 8);
}

TEST_CASE("job: it may move between steps") {
  std::vector<Job<int>> jobs;
  jobs.push_back(twice(4, std::make_shared<int>()));
  jobs.front().step(std::chrono::seconds(0));
  Job<int> moved = std::move(jobs.front());
  jobs.clear();
  CHECK(moved.finish() == 8);
}

TEST_CASE("job: an exception leaves through step, or is handed to the parent that attempts the job") {
  Job<int> job = failing();
  CHECK_THROWS_AS(while (!job.step(std::chrono::seconds(0))){}, std::invalid_argument);
  CHECK(job.is_done());
  CHECK(run(recovering()) == 3);
}

TEST_CASE("job: dropping it half way frees what it holds") {
  auto seen = std::make_shared<int>();
  {
    Job<int> job = twice(100, seen);
    job.step(std::chrono::seconds(0));
    CHECK(seen.use_count() > 1);
  }
  CHECK(seen.use_count() == 1);
  CHECK(*seen < 100);
}
