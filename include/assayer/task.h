#pragma once

namespace assayer {

/// What is to be learnt: one class of K, a number, or several classes at once.
enum class Task { classification, regression, multilabel };

}  // namespace assayer
