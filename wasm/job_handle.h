#pragma once
// A job of the core as JavaScript holds it: js/core.ts asks for steps and lets go of the thread between them.

#include <emscripten/val.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "assayer/job.h"
#include "assayer/work_queue.h"

namespace assayer::wasm {

class JobHandle {
 public:
  struct Work {
    virtual ~Work() = default;
    virtual bool step(std::chrono::steady_clock::duration time) = 0;
    virtual JobProgress progress() const = 0;
    virtual emscripten::val result() = 0;
    virtual emscripten::val news() { return emscripten::val::undefined(); }
    virtual emscripten::val partial() { return emscripten::val::undefined(); }
    virtual bool is_waiting() const { return false; }
    virtual WorkQueue* queue() { return nullptr; }
  };
  explicit JobHandle(std::unique_ptr<Work> work) : work_(std::move(work)) {}

  /// Work for about so many milliseconds; true when done.
  bool step(double milliseconds) {
    return work_->step(std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double, std::milli>(milliseconds)));
  }
  double fraction() const { return work_->progress().fraction; }
  std::string step_name() const { return work_->progress().step; }
  emscripten::val result() { return work_->result(); }
  /// What was finished since it was asked before; undefined if nothing.
  emscripten::val news() { return work_->news(); }
  /// The result as far as it goes; undefined where there is none yet.
  emscripten::val partial() { return work_->partial(); }
  /// Whether there is nothing to do before a helper delivers what it took.
  bool is_waiting() const { return work_->is_waiting(); }

  /// For helpers: `{ id, unit }` of a part of the job that nobody does yet; undefined where there is none.
  emscripten::val take_unit();
  /// What came of a unit: a matrix or candidates; undefined: it is still to be done.
  void deliver(int id, const emscripten::val& result);

 private:
  std::unique_ptr<Work> work_;
};

/// For jobs that have nothing to show before they are done.
struct NothingYet {
  template <typename Held>
  emscripten::val operator()(Held&) const {
    return emscripten::val::undefined();
  }
};

/// Start a job over inputs that it only looks at: `held` is moved to where it stays until the job is dropped.
///
///     return hold_job(Held{to_owned_matrix(features), options},
///                     [](const Held& held) { return find_neighbors(held.features.view(), held.options); },
///                     from_knn_graph);
///
/// A job without a result writes it into what is held: `convert` is then called with that or nothing. `news` and
/// `partial` look at what is held while the job is at work.
/// What is held may have a `WorkQueue queue` for helpers.
template <typename Held, typename Start, typename Convert, typename News = NothingYet, typename Partial = NothingYet>
JobHandle hold_job(Held held, Start start, Convert convert, News news = {}, Partial partial = {}) {
  using Started = decltype(start(std::declval<Held&>()));
  class HeldWork : public JobHandle::Work {
   public:
    HeldWork(Held held, Start start, Convert convert, News news, Partial partial)
        : held_(std::move(held)), convert_(std::move(convert)), news_(std::move(news)), partial_(std::move(partial)) {
      job_.emplace(start(held_));
    }
    bool step(std::chrono::steady_clock::duration time) override { return job_->step(time); }
    JobProgress progress() const override { return job_->progress(); }
    emscripten::val result() override {
      if constexpr (std::is_void_v<decltype(job_->result())>) {
        job_->result();
        if constexpr (std::is_invocable_v<Convert, Held&>) {
          return convert_(held_);
        } else {
          return convert_();
        }
      } else {
        return convert_(job_->result());
      }
    }
    emscripten::val news() override { return news_(held_); }
    emscripten::val partial() override { return partial_(held_); }
    bool is_waiting() const override { return job_->is_waiting(); }
    WorkQueue* queue() override {
      if constexpr (requires { held_.queue; }) {
        return &held_.queue;
      } else {
        return nullptr;
      }
    }

   private:
    Held held_;
    Convert convert_;
    News news_;
    Partial partial_;
    std::optional<Started> job_;
  };
  return JobHandle(std::make_unique<HeldWork>(std::move(held), std::move(start), std::move(convert), std::move(news),
                                              std::move(partial)));
}

}  // namespace assayer::wasm
