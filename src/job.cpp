#include "assayer/job.h"

#include <algorithm>
#include <stdexcept>

namespace assayer::detail {

using std::chrono::steady_clock;

void JobPromiseBase::unhandled_exception() { error = std::current_exception(); }

void JobPromiseBase::report(double fraction) {
  const double overall = from + (to - from) * std::clamp(fraction, 0.0, 1.0);
  control->progress.fraction = std::max(control->progress.fraction, overall);
}

bool JobPromiseBase::pause(double fraction) {
  report(fraction);
  return control->deadline != steady_clock::time_point::max() && steady_clock::now() >= control->deadline;
}

void JobPromiseBase::wait(double fraction) {
  report(fraction);
  control->is_waiting = true;
}

void JobPromiseBase::begin(std::coroutine_handle<> handle, JobPromiseBase& above, std::coroutine_handle<> above_handle,
                           double part_from, double part_to, const char* step) {
  parent = above_handle;
  control = above.control;
  from = above.from + (above.to - above.from) * part_from;
  to = above.from + (above.to - above.from) * part_to;
  if (step && *step) control->progress.step = step;
  report(0);
  control->current = handle;
}

void JobPromiseBase::settle() {
  if (error) std::rethrow_exception(error);
  report(1);
}

JobOwner::JobOwner(JobOwner&& other) noexcept
    : handle_(std::exchange(other.handle_, {})), promise_(other.promise_), control_(std::move(other.control_)) {}

JobOwner::~JobOwner() {
  if (handle_) handle_.destroy();
}

bool JobOwner::step(steady_clock::duration time) {
  if (!control_) {
    control_ = std::make_unique<JobControl>();
    control_->current = handle_;
    promise_->control = control_.get();
  }
  const bool to_the_end = time == steady_clock::duration::max();
  control_->deadline = to_the_end ? steady_clock::time_point::max() : steady_clock::now() + time;
  do {
    if (!control_->current) return true;
    control_->is_waiting = false;
    control_->current.resume();
    if (promise_->error) std::rethrow_exception(std::exchange(promise_->error, {}));
  } while (control_->current && !control_->is_waiting && steady_clock::now() < control_->deadline);
  return !control_->current;
}

void JobOwner::refuse_to_wait() { throw std::logic_error("a job that waits for others must be done in steps"); }

JobProgress JobOwner::progress() const { return control_ ? control_->progress : JobProgress{}; }

}  // namespace assayer::detail
