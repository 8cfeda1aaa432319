#pragma once

#include <cstdint>
#include <vector>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/leaks.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"
#include "assayer/task.h"
#include "tabular/table_labels.h"

namespace assayer {

/// What all who work on an audit derive from the raw table in the same way.
struct PreparedTable {
  Schema schema;  ///< without the columns that leak
  std::vector<Leak> leaks;
  TableLabels labels;           ///< classification only
  std::vector<double> targets;  ///< regression only
  EncodedTable encoded;

  bool has_labels() const { return schema.label >= 0; }
  Task task() const { return schema.task.value_or(Task::classification); }
  int num_classes() const { return static_cast<int>(labels.class_names.size()); }
};

/// @param table  must outlive the job
/// @throws std::invalid_argument  as audit_table
Job<PreparedTable> prepare_table(const RawTable& table, SchemaOptions options, std::uint64_t seed);

/// Of a very long table, drop the space of the neighbours once nobody but models would look at it.
void make_room_for_models(PreparedTable& prepared);

}  // namespace assayer
