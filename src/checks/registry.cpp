#include "assayer/check.h"

// Every issue type, in the order in which audits run them. X(name) stands for the function `name_check()`, which
// describes the type and is at the end of the type's own file.
#define ASSAYER_CHECKS(X)   \
  X(null)                   \
  X(label_classification)   \
  X(label_regression)       \
  X(label_multilabel)       \
  X(outlier)                \
  X(near_duplicate)         \
  X(non_iid)                \
  X(class_imbalance)        \
  X(underperforming_group)  \
  X(data_valuation)         \
  X(conflicting_duplicates) \
  X(ambiguous)              \
  X(target_leak)            \
  X(identifier_column)

namespace assayer {

#define ASSAYER_DECLARE(name) CheckDescription name##_check();
ASSAYER_CHECKS(ASSAYER_DECLARE)

const std::vector<CheckDescription>& built_in_checks() {
  static const std::vector<CheckDescription> checks = [] {
    std::vector<CheckDescription> all;
#define ASSAYER_NAME(name) name##_check,
    for (CheckDescription (*describe)() : {ASSAYER_CHECKS(ASSAYER_NAME)}) all.push_back(describe());
    return all;
  }();
  return checks;
}

}  // namespace assayer
