#pragma once

#include "assayer/datalab.h"

namespace assayer {

/// Refuse inputs whose shapes do not fit the data. Looks at no value.
void require_shapes(const AuditInputs& data, const FindIssuesInputs& given);

/// Refuse a result of wrong lengths or of scores out of [0, 1].
void require_result(const std::string& type, const CheckResult& result, Index n);

/// Look at every value once: note in `inputs` what keeps checks from using features and pred_probs.
/// @param inputs  must outlive the job
/// @return        a fingerprint of the features, none without features
Job<std::optional<std::uint64_t>> examine(AuditInputs& inputs);

}  // namespace assayer
