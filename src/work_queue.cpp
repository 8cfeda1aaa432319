#include "assayer/work_queue.h"

#include <algorithm>
#include <utility>

namespace assayer {

void WorkQueue::post(std::vector<WorkUnit> units) {
  units_ = std::move(units);
  states_.assign(units_.size(), State::open);
  results_.clear();
  results_.resize(units_.size());
  num_done_ = 0;
}

std::optional<int> WorkQueue::take_first() {
  for (std::size_t id = 0; id < states_.size(); ++id) {
    if (states_[id] != State::open) continue;
    states_[id] = State::taken;
    return static_cast<int>(id);
  }
  return {};
}

std::optional<int> WorkQueue::take_last() {
  for (std::size_t id = states_.size(); id-- > 0;) {
    if (states_[id] != State::open) continue;
    states_[id] = State::taken;
    return static_cast<int>(id);
  }
  return {};
}

void WorkQueue::deliver(int id, WorkResult result) {
  const auto at = static_cast<std::size_t>(id);
  results_[at] = std::move(result);
  states_[at] = State::done;
  ++num_done_;
}

void WorkQueue::give_back(int id) { states_[static_cast<std::size_t>(id)] = State::open; }

std::vector<WorkResult> WorkQueue::take_results() {
  std::vector<WorkResult> results = std::exchange(results_, {});
  post({});
  return results;
}

Job<std::vector<WorkResult>> work_off(WorkQueue& queue, std::vector<WorkUnit> units, DoUnit do_unit) {
  const double share = 1.0 / static_cast<double>(std::max<std::size_t>(1, units.size()));
  queue.post(std::move(units));
  while (!queue.is_done()) {
    const std::optional<int> mine = queue.take_first();
    const double done = queue.share_done();
    if (!mine) {
      co_await let_go(done);
      continue;
    }
    WorkResult result = co_await within(done, done + share, nullptr, do_unit(queue.unit(*mine)));
    queue.deliver(*mine, std::move(result));
  }
  co_return queue.take_results();
}

}  // namespace assayer
