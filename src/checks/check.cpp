#include "assayer/check.h"

#include <stdexcept>

#include "assayer/error.h"

namespace assayer {

Index CheckResult::num_issues() const {
  Index count = 0;
  for (const std::uint8_t flag : is_issue) count += flag != 0;
  return count;
}

Labels CheckContext::labels() const {
  if (inputs_.labels.empty()) reject("labels", "one class for each example", "none");
  return inputs_.labels;
}

MatrixView CheckContext::features() const {
  if (!inputs_.features) reject("features", "a matrix with one row for each example", "none");
  return *inputs_.features;
}

MatrixView CheckContext::finite_features() const {
  if (!inputs_.features_problem.empty()) throw std::invalid_argument(inputs_.features_problem);
  return features();
}

MatrixView CheckContext::pred_probs() const {
  if (!inputs_.pred_probs) reject("pred_probs", "a matrix with one row for each example", "none");
  if (!inputs_.pred_probs_problem.empty()) throw std::invalid_argument(inputs_.pred_probs_problem);
  return *inputs_.pred_probs;
}

Job<SharedNeighbors> CheckContext::neighbors() const {
  return neighbors_.neighbors(parameters_.integer("k"), parameters_.has("metric") ? parameters_.text("metric") : "");
}

const CheckUse* CheckDescription::use(Task task) const {
  for (const CheckUse& candidate : uses) {
    if (candidate.task == task) return &candidate;
  }
  return nullptr;
}

}  // namespace assayer
