#include "assayer/present_cells.h"

#include <limits>

#include "tabular/cell.h"
#include "tabular/typed_column.h"

namespace assayer {

Job<FloatMatrix> present_cells(const RawTable& table, const Schema& schema) {
  const auto num_columns = static_cast<Index>(table.columns.size()) - (schema.label >= 0 ? 1 : 0);
  FloatMatrix cells = FloatMatrix::Zero(table.rows, num_columns);
  Index to = 0;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (static_cast<Index>(c) == schema.label) continue;
    const double done = double(c) / double(table.columns.size());
    const ColumnReading reading = co_await within(done, done, "", read_cells(table.columns[c]));
    const ColumnKind kind = schema.columns[c].kind;
    const bool has_amounts = is_amount(kind);
    for (Index i = 0; i < table.rows; ++i) {
      const std::int32_t code = reading.codes[static_cast<std::size_t>(i)];
      // "-" and "unknown" are levels elsewhere, but no amounts
      if (code < 0 || (has_amounts && is_missing_amount(reading.values[static_cast<std::size_t>(code)]))) {
        cells(i, to) = std::numeric_limits<float>::quiet_NaN();
      }
    }
    ++to;
  }
  co_return cells;
}

}  // namespace assayer
