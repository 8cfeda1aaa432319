#pragma once

#include <string_view>

namespace assayer {

/// What is to be learnt: one class of K, a number, or several classes at once.
enum class Task { classification, regression, multilabel };

/// "classification", "regression", "multilabel".
std::string_view task_name(Task task);
/// @throws std::invalid_argument  an unknown name
Task task_from_name(std::string_view name);

}  // namespace assayer
