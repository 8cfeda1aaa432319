#include "models/table_models.h"

namespace assayer {

Job<std::vector<std::vector<Member>>> predict_rounds(TableModels& models, WorkQueue* queue,
                                                     std::vector<std::vector<double>> weights, Index first_round) {
  const auto num_models = static_cast<Index>(models.names().size());
  std::vector<WorkUnit> units;
  for (std::size_t round = 0; round < weights.size(); ++round) {
    for (Index model = 0; model < num_models; ++model) {
      WorkUnit& unit = units.emplace_back();
      unit.kind = WorkUnit::Kind::predictions;
      unit.model = model;
      unit.round = first_round + static_cast<Index>(round);
      unit.weights = weights[round];
    }
  }
  WorkQueue alone;
  std::vector<WorkResult> results = co_await work_off(queue ? *queue : alone, std::move(units),
                                                      [&models](const WorkUnit& unit) { return models.work(unit); });
  std::vector<std::vector<Member>> rounds(weights.size());
  for (std::size_t at = 0; at < results.size(); ++at) {
    const std::size_t model = at % static_cast<std::size_t>(num_models),
                      round = at / static_cast<std::size_t>(num_models);
    rounds[round].push_back({models.names()[model], std::move(std::get<Matrix>(results[at]))});
  }
  co_return rounds;
}

}  // namespace assayer
