#pragma once
// A job of the core as JavaScript holds it: js/core.ts asks for steps and lets go of the thread between them.

#include <emscripten/val.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "assayer/job.h"

namespace assayer::wasm {

class JobHandle {
 public:
  struct Work {
    virtual ~Work() = default;
    virtual bool step(std::chrono::steady_clock::duration time) = 0;
    virtual JobProgress progress() const = 0;
    virtual emscripten::val result() = 0;
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

 private:
  std::unique_ptr<Work> work_;
};

/// Start a job over inputs that it only looks at: `held` is moved to where it stays until the job is dropped.
///
///     return hold_job(Held{to_owned_matrix(features), options},
///                     [](const Held& held) { return find_neighbors(held.features.view(), held.options); },
///                     from_knn_graph);
template <typename Held, typename Start, typename Convert>
JobHandle hold_job(Held held, Start start, Convert convert) {
  using Started = decltype(start(std::declval<Held&>()));
  class HeldWork : public JobHandle::Work {
   public:
    HeldWork(Held held, Start start, Convert convert) : held_(std::move(held)), convert_(std::move(convert)) {
      job_.emplace(start(held_));
    }
    bool step(std::chrono::steady_clock::duration time) override { return job_->step(time); }
    JobProgress progress() const override { return job_->progress(); }
    emscripten::val result() override {
      if constexpr (std::is_void_v<decltype(job_->result())>) {
        job_->result();
        return convert_();
      } else {
        return convert_(job_->result());
      }
    }

   private:
    Held held_;
    Convert convert_;
    std::optional<Started> job_;
  };
  return JobHandle(std::make_unique<HeldWork>(std::move(held), std::move(start), std::move(convert)));
}

}  // namespace assayer::wasm
