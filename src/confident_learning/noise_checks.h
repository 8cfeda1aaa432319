#pragma once

#include <string_view>

#include "assayer/matrix.h"

namespace assayer {

/// num_classes x num_classes, at least 1 x 1.
/// @throws std::invalid_argument  naming `name`, as below
void check_square(std::string_view name, const Matrix& matrix, Index num_classes);

/// A square matrix of probabilities; columns need not sum to 1 (that of a class without an example sums to 0).
void check_rates(std::string_view name, const Matrix& matrix, Index num_classes);

/// num_classes probabilities.
void check_class_probabilities(std::string_view name, const Vector& probabilities, Index num_classes);

}  // namespace assayer
