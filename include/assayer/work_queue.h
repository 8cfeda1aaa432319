#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"
#include "assayer/neighbors.h"

namespace assayer {

/// A part of an audit that any instance of the core can do that has the same table: whoever does it, the result is the
/// same to the last bit.
struct WorkUnit {
  enum class Kind {
    neighbors,    ///< a share of the search for neighbours: NeighborCandidates
    predictions,  ///< the out-of-sample predictions of one kind of model: a Matrix
  };
  Kind kind = Kind::neighbors;
  NeighborShare share;          ///< neighbors: which part of the search
  Index model = 0, round = 0;   ///< predictions: which kind of model, in which round
  std::vector<double> weights;  ///< predictions: n, of the rows to learn from
};
using WorkResult = std::variant<NeighborCandidates, Matrix>;

/// What a job has to do that others may help with: the job takes units from the front, helpers from the back, until
/// all are done. All calls come from one thread, those of helpers between two steps of the job.
///
/// Example:
///     WorkQueue queue(2);
///     queue.post({WorkUnit{}, WorkUnit{}});
///     *queue.take_first() == 0
///     *queue.take_last() == 1
///     queue.take_first().has_value() == false
///     queue.deliver(0, Matrix());
///     queue.give_back(1);
///     *queue.take_first() == 1
class WorkQueue {
 public:
  /// @param num_instances  how many work on it, the job's own included
  explicit WorkQueue(Index num_instances = 1) : num_instances_(num_instances) {}

  Index num_instances() const { return num_instances_; }
  /// Units to do next; those before must be done.
  void post(std::vector<WorkUnit> units);
  const WorkUnit& unit(int id) const { return units_[static_cast<std::size_t>(id)]; }

  /// A unit that nobody does yet.
  std::optional<int> take_first();
  std::optional<int> take_last();
  void deliver(int id, WorkResult result);
  /// Who took it cannot do it.
  void give_back(int id);

  bool is_done() const { return num_done_ == units_.size(); }
  /// Of the units posted last, in [0, 1].
  double share_done() const { return units_.empty() ? 1 : double(num_done_) / double(units_.size()); }
  /// Of all units, in their order; the queue is then empty.
  std::vector<WorkResult> take_results();

 private:
  enum class State : std::uint8_t { open, taken, done };

  Index num_instances_;
  std::vector<WorkUnit> units_;
  std::vector<State> states_;
  std::vector<WorkResult> results_;
  std::size_t num_done_ = 0;
};

/// How one unit is done.
using DoUnit = std::function<Job<WorkResult>(const WorkUnit&)>;

/// Do what nobody else takes, wait for the rest, and give all results in the order of the units.
/// @param queue, units  the queue must outlive the job
/// Example:
///     WorkQueue queue;
///     const auto results = run(work_off(queue, {WorkUnit{}}, [](const WorkUnit&) -> Job<WorkResult> {
///       co_return WorkResult(Matrix::Zero(1, 1));
///     }));
///     results.size() == 1
Job<std::vector<WorkResult>> work_off(WorkQueue& queue, std::vector<WorkUnit> units, DoUnit do_unit);

}  // namespace assayer
