#include "job_handle.h"

#include <emscripten/bind.h>

#include "work_unit.h"

using assayer::wasm::JobHandle;

emscripten::val JobHandle::take_unit() {
  assayer::WorkQueue* queue = work_->queue();
  const auto id = queue ? queue->take_last() : std::nullopt;
  if (!id) return emscripten::val::undefined();
  emscripten::val taken = emscripten::val::object();
  taken.set("id", *id);
  taken.set("unit", assayer::wasm::from_work_unit(queue->unit(*id)));
  return taken;
}

void JobHandle::deliver(int id, const emscripten::val& result) {
  assayer::WorkQueue* queue = work_->queue();
  if (result.isUndefined()) {
    queue->give_back(id);
  } else {
    queue->deliver(id, assayer::wasm::to_work_result(result));
  }
}

EMSCRIPTEN_BINDINGS(job_handle) {
  emscripten::class_<JobHandle>("JobHandle")
      .function("step", &JobHandle::step)
      .function("fraction", &JobHandle::fraction)
      .function("stepName", &JobHandle::step_name)
      .function("result", &JobHandle::result)
      .function("news", &JobHandle::news)
      .function("partial", &JobHandle::partial)
      .function("isWaiting", &JobHandle::is_waiting)
      .function("takeUnit", &JobHandle::take_unit)
      .function("deliver", &JobHandle::deliver);
}
