#pragma once

#include <memory>

#include "assayer/audit_table.h"
#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/work_queue.h"

namespace assayer {

/// Does parts of an audit of the same table that runs elsewhere (another instance of the core, another machine).
///
/// Example:
///     RawTable table;
///     table.rows = 40;
///     for (const char* name : {"x", "y"}) table.columns.emplace_back().name = name;
///     for (int i = 0; i < 40; ++i) {
///       table.columns[0].numbers.push_back(i % 7);
///       table.columns[1].numbers.push_back(i % 2);
///     }
///     TableAuditOptions options;
///     options.schema.label = "y";
///     AuditHelper helper(table, options);
///     run(helper.prepare());
///     WorkUnit unit;
///     unit.share = {.part = 1, .parts = 2};
///     std::holds_alternative<NeighborCandidates>(run(helper.work(unit)))
class AuditHelper {
 public:
  /// @param table    must outlive this
  /// @param options  those of the audit: schema, predicting and num_neighbors matter
  AuditHelper(const RawTable& table, const TableAuditOptions& options);
  ~AuditHelper();
  AuditHelper(AuditHelper&&) noexcept;

  /// Once, before the first unit.
  /// @throws std::invalid_argument  as audit_table
  Job<void> prepare();
  /// A unit of the audit's queue; one at a time. `unit` must outlive the job.
  Job<WorkResult> work(const WorkUnit& unit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assayer
