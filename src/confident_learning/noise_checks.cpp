#include "confident_learning/noise_checks.h"

#include <string>

#include "assayer/error.h"
#include "assayer/validation.h"

namespace assayer {
namespace {

bool is_probability(double p) { return p >= -probability_tolerance && p <= 1 + probability_tolerance; }

}  // namespace

void check_square(std::string_view name, const Matrix& matrix, Index num_classes) {
  if (matrix.rows() == num_classes && matrix.cols() == num_classes && num_classes >= 1) return;
  const std::string size = std::to_string(num_classes);
  reject(name, num_classes < 1 ? "at least one class" : "a " + size + " x " + size + " matrix",
         std::to_string(matrix.rows()) + " x " + std::to_string(matrix.cols()));
}

void check_rates(std::string_view name, const Matrix& matrix, Index num_classes) {
  check_square(name, matrix, num_classes);
  for (Index i = 0; i < num_classes; ++i) {
    for (Index j = 0; j < num_classes; ++j) {
      if (!is_probability(matrix(i, j))) reject(at(name, i, j), "a probability in [0, 1]", matrix(i, j));
    }
  }
}

void check_class_probabilities(std::string_view name, const Vector& probabilities, Index num_classes) {
  if (probabilities.size() != num_classes)
    reject(name, "one probability for each of " + std::to_string(num_classes) + " classes",
           static_cast<std::int64_t>(probabilities.size()));
  for (Index k = 0; k < num_classes; ++k) {
    if (!is_probability(probabilities(k))) reject(at(name, k), "a probability in [0, 1]", probabilities(k));
  }
}

}  // namespace assayer
