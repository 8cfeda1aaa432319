#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assayer/raw_table.h"

namespace assayer {

/// Class labels of a table: n ids and the K classes in order of the ids.
struct TableLabels {
  std::vector<std::int32_t> ids;
  std::vector<std::string> class_names;
};

/// Number the classes of a label column: sorted by number where all are numbers, else by code point.
/// @throws std::invalid_argument  missing labels (how many, in which rows), no class that two rows have
TableLabels read_class_labels(const RawColumn& column);

/// The numbers of a label column.
/// @throws std::invalid_argument  cells that are no numbers (how many, in which rows)
std::vector<double> read_targets(const RawColumn& column);

}  // namespace assayer
