#include "audit/prepared_table.h"

#include <utility>

#include "assayer/error.h"

namespace assayer {
namespace {

/// Beyond it memory is short: what only some models look at is left out, since the trees, which such tables have as
/// well, see without it what is not linear.
constexpr Index most_rows_for_all_forms = 400000;

}  // namespace

Job<PreparedTable> prepare_table(const RawTable& table, SchemaOptions options, std::uint64_t seed) {
  check_table(table);
  if (table.rows == 0 || table.columns.empty()) reject("data", "at least one row and one column", "none");

  PreparedTable prepared;
  prepared.schema = co_await within(0, 0.15, "columns", infer_schema(table, std::move(options)));
  if (prepared.has_labels()) {
    prepared.leaks = co_await within(0.15, 0.25, "columns", find_leaks(table, prepared.schema));
    prepared.schema = without_leaks(std::move(prepared.schema), prepared.leaks);
    const RawColumn& column = table.columns[static_cast<std::size_t>(prepared.schema.label)];
    if (prepared.task() == Task::regression) {
      prepared.targets = read_targets(column);
    } else {
      prepared.labels = read_class_labels(column);
    }
  }
  EncodeOptions encoding;
  encoding.seed = seed;
  if (table.rows > most_rows_for_all_forms) encoding.num_bins = 0;
  prepared.encoded = co_await within(0.25, 1, "encode", encode_table(table, prepared.schema, encoding));
  co_return prepared;
}

void make_room_for_models(PreparedTable& prepared) {
  FloatMatrix& neighbors = prepared.encoded.neighbors;
  if (neighbors.rows() > most_rows_for_all_forms) neighbors = FloatMatrix(neighbors.rows(), 0);
}

}  // namespace assayer
