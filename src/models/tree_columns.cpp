#include "models/tree_columns.h"

namespace assayer {

TreeColumns tree_columns(const EncodedTable& table) {
  TreeColumns columns;
  columns.values.assign(table.ordinal.begin(), table.ordinal.end());
  columns.levels = table.ordinal_levels;
  for (Index j = 0; j < table.text_reduced.cols(); ++j) {
    const auto column = table.text_reduced.col(j);
    columns.text.emplace_back(column.begin(), column.end());
  }
  for (const std::vector<float>& column : columns.text) {
    columns.values.emplace_back(column);
    columns.levels.push_back(0);
  }
  return columns;
}

}  // namespace assayer
