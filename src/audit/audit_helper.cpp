#include "assayer/audit_helper.h"

#include <utility>

#include "audit/prepared_table.h"
#include "audit/search_together.h"
#include "models/table_models.h"

namespace assayer {

struct AuditHelper::State {
  const RawTable& table;
  TableAuditOptions options;
  PreparedTable prepared;
  std::unique_ptr<TableModels> models;
};

AuditHelper::AuditHelper(const RawTable& table, const TableAuditOptions& options)
    : state_(new State{table, options, {}, {}}) {}
AuditHelper::~AuditHelper() = default;
AuditHelper::AuditHelper(AuditHelper&&) noexcept = default;

Job<void> AuditHelper::prepare() {
  state_->prepared = co_await prepare_table(state_->table, state_->options.schema, state_->options.predicting.seed);
}

Job<WorkResult> AuditHelper::work(const WorkUnit& unit) {
  PreparedTable& prepared = state_->prepared;
  const EncodedTable& encoded = prepared.encoded;
  if (unit.kind == WorkUnit::Kind::neighbors) {
    const NeighborOptions neighbors = audit_neighbors(state_->table.rows, state_->options.num_neighbors);
    NeighborSearch search(encoded.neighbors, neighbors);
    NeighborCandidates found = co_await search.share(unit.share);
    co_return WorkResult(std::move(found));
  }
  if (!state_->models) {
    make_room_for_models(prepared);
    const PredictOptions& predicting = state_->options.predicting;
    state_->models = prepared.task() == Task::regression
                         ? number_models(encoded, prepared.targets, predicting)
                         : class_models(encoded, prepared.labels.ids, prepared.num_classes(), predicting);
  }
  co_return co_await state_->models->work(unit);
}

}  // namespace assayer
