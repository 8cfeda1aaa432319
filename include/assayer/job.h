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
  bool is_waiting = false;  ///< for something from outside: no use in going on at once
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
  // Out of line, as all of these: they would stand at every co_await.
  void unhandled_exception();
  void report(double fraction);
  /// Report; whether to let go of the thread.
  bool pause(double fraction);
  void wait(double fraction);
  /// The tree goes on with this job, `handle`, as the part [from, to] of the one above.
  void begin(std::coroutine_handle<> handle, JobPromiseBase& above, std::coroutine_handle<> above_handle, double from,
             double to, const char* step);
  /// Done: report it, or throw what it threw.
  void settle();
};

/// A coroutine that is owned, and what its tree shares where it is the root.
class JobOwner {
 public:
  JobOwner(std::coroutine_handle<> handle, JobPromiseBase& promise) : handle_(handle), promise_(&promise) {}
  JobOwner(JobOwner&& other) noexcept;
  JobOwner& operator=(JobOwner&&) = delete;
  JobOwner(const JobOwner&) = delete;
  JobOwner& operator=(const JobOwner&) = delete;
  ~JobOwner();

  /// Work for about `time`; true when the job is finished. Throws what the job throws.
  bool step(std::chrono::steady_clock::duration time);
  bool is_done() const { return control_ && !control_->current; }
  /// Whether the last step ended because the job waits for something from outside (`let_go`).
  bool is_waiting() const { return control_ && control_->is_waiting; }
  JobProgress progress() const;

 protected:
  [[noreturn]] static void refuse_to_wait();

  std::coroutine_handle<> handle_;
  JobPromiseBase* promise_;
  std::unique_ptr<JobControl> control_;  ///< on the heap: running parts point to it while the job moves
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
class [[nodiscard]] Job : public detail::JobOwner {
 public:
  struct promise_type : detail::JobPromiseValue<T> {
    Job get_return_object() { return Job(*this); }
  };

  /// Work to the end and give the result.
  /// @throws std::logic_error  where the job waits for something from outside: then it needs steps
  T finish() {
    if (!step(std::chrono::steady_clock::duration::max())) refuse_to_wait();
    return result();
  }
  /// The result; once, after `step` gave true.
  T result() { return promise().take(); }

  /// For `co_await within(...)` and `co_await std::move(job)`.
  struct Awaiter {
    Job job;
    double from = 0, to = 1;
    const char* name = nullptr;
    bool await_ready() { return false; }
    template <typename Promise>
    void await_suspend(std::coroutine_handle<Promise> parent) {
      job.promise_->begin(job.handle_, parent.promise(), parent, from, to, name);
    }
    std::exception_ptr take_error() { return std::exchange(job.promise_->error, {}); }
    T await_resume() {
      job.promise_->settle();
      return job.promise().take();
    }
  };
  Awaiter operator co_await() && { return Awaiter{std::move(*this), 0, 1, nullptr}; }

 private:
  explicit Job(promise_type& promise) : JobOwner(std::coroutine_handle<promise_type>::from_promise(promise), promise) {}
  promise_type& promise() { return static_cast<promise_type&>(*promise_); }
};

namespace detail {
struct PauseAwaiter {
  double fraction;
  bool await_ready() { return false; }
  template <typename Promise>
  bool await_suspend(std::coroutine_handle<Promise> handle) {
    return handle.promise().pause(fraction);
  }
  void await_resume() {}
};
struct LetGoAwaiter {
  double fraction;
  bool await_ready() { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> handle) {
    handle.promise().wait(fraction);
  }
  void await_resume() {}
};
}  // namespace detail

/// `co_await pause(fraction)`: report how much of this job is done, in [0, 1], and let go of the thread if time is
/// over.
inline detail::PauseAwaiter pause(double fraction) { return {fraction}; }

/// `co_await let_go(fraction)`: report, and end the step in any case: there is nothing to do before something comes
/// from outside the job.
inline detail::LetGoAwaiter let_go(double fraction) { return {fraction}; }

/// `co_await within(from, to, step, job)`: do `job` as the part [from, to] of this one's progress, called `step` (null:
/// as before).
template <typename T>
typename Job<T>::Awaiter within(double from, double to, const char* step, Job<T>&& job) {
  return {std::move(job), from, to, step};
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
