#include "job_handle.h"

#include <emscripten/bind.h>

using assayer::wasm::JobHandle;

EMSCRIPTEN_BINDINGS(job_handle) {
  emscripten::class_<JobHandle>("JobHandle")
      .function("step", &JobHandle::step)
      .function("fraction", &JobHandle::fraction)
      .function("stepName", &JobHandle::step_name)
      .function("result", &JobHandle::result)
      .function("news", &JobHandle::news)
      .function("partial", &JobHandle::partial);
}
