#include "models/tree_columns.h"

namespace assayer {

TreeColumns tree_columns(const EncodedTable& table) {
  TreeColumns columns;
  const auto add = [&](const auto& matrix, Index j, std::int32_t levels) {
    std::vector<float>& values = columns.values.emplace_back(static_cast<std::size_t>(matrix.rows()));
    for (Index i = 0; i < matrix.rows(); ++i) values[static_cast<std::size_t>(i)] = static_cast<float>(matrix(i, j));
    columns.levels.push_back(levels);
  };
  for (Index j = 0; j < table.ordinal.cols(); ++j)
    add(table.ordinal, j, table.ordinal_levels[static_cast<std::size_t>(j)]);
  for (Index j = 0; j < table.text_reduced.cols(); ++j) add(table.text_reduced, j, 0);
  return columns;
}

}  // namespace assayer
