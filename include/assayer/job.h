#pragma once

#include <chrono>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace assayer {

/// Long work in short steps. A `Job<T>` is a coroutine that does nothing until it is asked for a step, works for about
/// the time it was given, and can then be asked again, dropped (= cancelled: everything it held is freed), or read.
/// That is how one thread shows progress and obeys a stop without threads, signals or Asyncify.
///
///     Job<Vector> sums(MatrixView x) {                // arguments by value or views that outlive the job
///       Vector sum = Vector::Zero(x.rows());
///       for (Index i = 0; i < x.rows(); ++i) {
///         sum(i) = ...;
///         if (i % 64 == 0) co_await pause(double(i) / double(x.rows()));  // lets go where the time is over
///       }
///       co_return sum;
///     }
///     Job<double> total(MatrixView x) { co_return (co_await within(0, 0.9, "sum", sums(x))).sum(); }
///
///     Vector result = run(sums(x));                   // all at once
///     while (!job.step(30ms)) show(job.progress());   // or in steps
///
/// Rules: `pause` at least every few milliseconds of work; no reference to a temporary as a coroutine's argument.
/// An exception leaves through `step()` (or the `co_await` of the parent job); the job is then finished. To go on after
/// one, `co_await attempt(...)`: no `try` around a `co_await`, since Clang 21 loses the handlers of WebAssembly
/// exceptions in a coroutine that has cleanups (the exception passes them by).
struct JobProgress {
  double fraction = 0;  ///< of the whole job, in [0, 1], never falls
  std::string step;     ///< name of the innermost named part, "" if none
};

namespace detail {

/// What the jobs of one tree share: who works, until when, how far.
struct JobControl {
  std::coroutine_handle<> current;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  JobProgress progress;
};

struct JobPromiseBase {
  JobControl* control = nullptr;
  std::coroutine_handle<> parent;
  std::exception_ptr error;
  double from = 0, to = 1;  ///< the part of the whole tree's progress that is this job's

  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <typename Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) noexcept {
      // Not a symmetric transfer: without tail calls (wasm) each would deepen the stack. The driver goes on instead.
      handle.promise().control->current = handle.promise().parent;
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
  void report(double fraction) {
    const double overall = from + (to - from) * (fraction < 0 ? 0 : fraction > 1 ? 1 : fraction);
    if (overall > control->progress.fraction) control->progress.fraction = overall;
  }
};

template <typename T>
struct JobPromiseValue : JobPromiseBase {
  std::optional<T> value;
  template <typename U>
  void return_value(U&& given) {
    value.emplace(std::forward<U>(given));
  }
  T take() { return std::move(*value); }
};

template <>
struct JobPromiseValue<void> : JobPromiseBase {
  void return_void() {}
  void take() {}
};

}  // namespace detail

template <typename T>
class [[nodiscard]] Job {
 public:
  struct promise_type : detail::JobPromiseValue<T> {
    Job get_return_object() { return Job(std::coroutine_handle<promise_type>::from_promise(*this)); }
  };
  using Handle = std::coroutine_handle<promise_type>;

  Job(Job&& other) noexcept : handle_(std::exchange(other.handle_, {})), control_(std::move(other.control_)) {}
  Job& operator=(Job&&) = delete;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() {
    if (handle_) handle_.destroy();
  }

  /// Work for about `time`; true when the job is finished. Throws what the job throws.
  bool step(std::chrono::steady_clock::duration time) {
    return advance(time == std::chrono::steady_clock::duration::max() ? std::chrono::steady_clock::time_point::max()
                                                                      : std::chrono::steady_clock::now() + time);
  }
  /// Work to the end and give the result.
  T finish() {
    advance(std::chrono::steady_clock::time_point::max());
    return result();
  }
  bool is_done() const { return control_ && !control_->current; }
  /// The result; once, after `step` gave true.
  T result() { return handle_.promise().take(); }
  JobProgress progress() const { return control_ ? control_->progress : JobProgress{}; }

  /// For `co_await within(...)` and `co_await std::move(job)`.
  struct Awaiter {
    Job job;
    double from = 0, to = 1;
    std::string name;
    bool await_ready() { return false; }
    template <typename Promise>
    void await_suspend(std::coroutine_handle<Promise> parent) {
      auto& child = job.handle_.promise();
      detail::JobPromiseBase& above = parent.promise();
      child.parent = parent;
      child.control = above.control;
      child.from = above.from + (above.to - above.from) * from;
      child.to = above.from + (above.to - above.from) * to;
      if (!name.empty()) child.control->progress.step = name;
      child.report(0);
      child.control->current = job.handle_;
    }
    std::exception_ptr take_error() { return std::exchange(job.handle_.promise().error, {}); }
    T await_resume() {
      auto& child = job.handle_.promise();
      if (child.error) std::rethrow_exception(child.error);
      child.report(1);
      return child.take();
    }
  };
  Awaiter operator co_await() && { return Awaiter{std::move(*this), 0, 1, {}}; }

 private:
  explicit Job(Handle handle) : handle_(handle) {}

  bool advance(std::chrono::steady_clock::time_point deadline) {
    if (!control_) {
      control_ = std::make_unique<detail::JobControl>();
      control_->current = handle_;
      handle_.promise().control = control_.get();
    }
    control_->deadline = deadline;
    do {
      if (!control_->current) return true;
      control_->current.resume();
      if (handle_.promise().error) std::rethrow_exception(std::exchange(handle_.promise().error, {}));
    } while (control_->current && std::chrono::steady_clock::now() < deadline);
    return !control_->current;
  }

  Handle handle_;
  std::unique_ptr<detail::JobControl> control_;  ///< on the heap: running parts point to it while the job moves
};

namespace detail {
struct PauseAwaiter {
  double fraction;
  bool await_ready() { return false; }
  template <typename Promise>
  bool await_suspend(std::coroutine_handle<Promise> handle) {
    JobPromiseBase& promise = handle.promise();
    promise.report(fraction);
    return promise.control->deadline != std::chrono::steady_clock::time_point::max() &&
           std::chrono::steady_clock::now() >= promise.control->deadline;
  }
  void await_resume() {}
};
}  // namespace detail

/// `co_await pause(fraction)`: report how much of this job is done, in [0, 1], and let go of the thread if time is
/// over.
inline detail::PauseAwaiter pause(double fraction) { return {fraction}; }

/// `co_await within(from, to, step, job)`: do `job` as the part [from, to] of this one's progress, called `step`.
template <typename T>
typename Job<T>::Awaiter within(double from, double to, std::string step, Job<T>&& job) {
  return {std::move(job), from, to, std::move(step)};
}

/// What came of a job that was attempted: a value, or why there is none.
template <typename T>
struct Outcome {
  std::optional<T> value;
  std::exception_ptr error;
};

namespace detail {
template <typename T>
struct AttemptAwaiter {
  typename Job<T>::Awaiter inner;
  bool await_ready() { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> parent) {
    inner.await_suspend(parent);
  }
  Outcome<T> await_resume() {
    Outcome<T> outcome;
    outcome.error = inner.take_error();
    if (!outcome.error) outcome.value.emplace(inner.await_resume());
    return outcome;
  }
};
}  // namespace detail

/// `co_await attempt(within(...))`: as `co_await within(...)`, with an exception as part of the result.
template <typename Awaiter>
auto attempt(Awaiter&& awaiter) {
  using T = decltype(awaiter.await_resume());
  return detail::AttemptAwaiter<T>{std::forward<Awaiter>(awaiter)};
}

/// Do a job all at once.
template <typename T>
T run(Job<T> job) {
  return job.finish();
}

}  // namespace assayer
