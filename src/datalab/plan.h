#pragma once

#include "assayer/datalab.h"

namespace assayer {

/// One check that is about to run.
struct PlannedCheck {
  const CheckDescription* check = nullptr;
  Parameters parameters;
  unsigned hidden_inputs = no_input;  ///< inputs the user took away from this check
  std::string obstacle;               ///< why it cannot run after all; "" where it can
};

/// Decide what runs, in which order, with which parameters.
/// @param types  as the user named them; none: all that run by default and have what they need
/// @throws std::invalid_argument  an unknown type, a type named twice, a parameter that is refused
std::vector<PlannedCheck> plan_checks(const std::vector<const CheckDescription*>& checks, const AuditInputs& inputs,
                                      const std::optional<IssueTypes>& types, std::optional<std::uint64_t> seed,
                                      std::vector<Datalab::Notice>& warnings);

}  // namespace assayer
