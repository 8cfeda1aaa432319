#pragma once

#include <string>
#include <vector>

#include "assayer/check.h"

namespace assayer {

/// One condition on one column, and how well all conditions up to it describe a group.
struct Condition {
  std::string column;
  std::string text;      ///< "3 <= age <= 7", "city is Rome or Oslo"
  double precision = 0;  ///< share of the examples that fit which are in the group
  double recall = 0;     ///< share of the group that fits
};

/// Describe a group of examples by few conditions over the user's own columns (the raw table where there is one, else
/// the features): greedily the condition that raises F1 most, while it does, at most three.
/// @param is_member  n
Job<std::vector<Condition>> describe_group(const AuditInputs& inputs, Flags is_member);

/// The same as a list of objects, for `info`.
Value to_value(const std::vector<Condition>& conditions);

}  // namespace assayer
