#include <emscripten/bind.h>

#include "assayer/encode.h"
#include "assayer/present_cells.h"
#include "audit.h"
#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct PartTable {
  RawTable table;
  SchemaOptions options;
  Index fitted_rows = 0;
};

/// `options`: those that say what the columns are.
PartTable to_part_table(const val& columns, double rows, const val& options) {
  return {to_raw_table(columns, static_cast<Index>(rows)), to_schema_options(options)};
}

Job<FloatMatrix> find_present_cells(const PartTable& part) {
  const Schema schema = co_await within(0, 0.5, "", infer_schema(part.table, part.options));
  co_return co_await within(0.5, 1, "", present_cells(part.table, schema));
}

JobHandle start_present_cells(const val& columns, double rows, const val& options) {
  return hold_job(to_part_table(columns, rows, options), find_present_cells, from_float_matrix);
}

Job<FloatMatrix> find_vectors(const PartTable& part) {
  const Schema schema = co_await within(0, 0.3, "", infer_schema(part.table, part.options));
  co_return co_await within(0.3, 1, "", encode_neighbors(part.table, schema, part.fitted_rows));
}

/// `fitted_rows`: of the sample in front.
JobHandle start_encode_neighbors(const val& columns, double rows, double fitted_rows, const val& options) {
  PartTable part = to_part_table(columns, rows, options);
  part.fitted_rows = static_cast<Index>(fitted_rows);
  return hold_job(std::move(part), find_vectors, from_float_matrix);
}

}  // namespace

EMSCRIPTEN_BINDINGS(part_table) {
  emscripten::function("startPresentCells", &start_present_cells, emscripten::return_value_policy::take_ownership());
  emscripten::function("startEncodeNeighbors", &start_encode_neighbors,
                       emscripten::return_value_policy::take_ownership());
}

}  // namespace assayer::wasm
