#include "assayer/present_cells.h"

#include <emscripten/bind.h>

#include "audit.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct Held {
  RawTable table;
  SchemaOptions options;
};

Job<FloatMatrix> find_present_cells(const Held& held) {
  const Schema schema = co_await within(0, 0.5, "", infer_schema(held.table, held.options));
  co_return co_await within(0.5, 1, "", present_cells(held.table, schema));
}

/// `options`: those that say what the columns are.
JobHandle start_present_cells(const val& columns, double rows, const val& options) {
  return hold_job(
      Held{to_raw_table(columns, static_cast<Index>(rows)), to_schema_options(options)},
      [](const Held& held) { return find_present_cells(held); },
      [](const FloatMatrix& cells) {
        val object = val::object();
        object.set("data", to_typed_array(cells.data(), static_cast<std::size_t>(cells.size())));
        object.set("rows", static_cast<double>(cells.rows()));
        object.set("columns", static_cast<double>(cells.cols()));
        return object;
      });
}

}  // namespace

EMSCRIPTEN_BINDINGS(present_cells) {
  emscripten::function("startPresentCells", &start_present_cells, emscripten::return_value_policy::take_ownership());
}

}  // namespace assayer::wasm
