#include <cmath>
#include <numeric>
#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/validation.h"
#include "confident_learning/rounding.h"
#include "confident_learning/rows.h"
#include "statistics.h"

namespace assayer {

Vector round_preserving_sum(const Vector& numerators, double denominator, double target) {
  const Index size = numerators.size();
  Vector rounded(size), remainders(size);
  for (Index j = 0; j < size; ++j) rounded(j) = round_half_even(numerators(j) / denominator);
  std::vector<Index> order(static_cast<std::size_t>(size));
  for (double gap = target - rounded.sum(); size > 0 && gap != 0; gap = target - rounded.sum()) {
    const double unit = gap > 0 ? 1 : -1;
    remainders = numerators - rounded * denominator;
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return remainders(a) < remainders(b); });
    const auto changes = std::min(static_cast<Index>(std::abs(gap)), size);
    for (Index c = 0; c < changes; ++c) rounded(order[static_cast<std::size_t>(gap > 0 ? size - 1 - c : c)]) += unit;
  }
  return rounded;
}

Matrix calibrate_confident_joint(const Matrix& confident_joint, Labels labels) {
  const Index num_classes = confident_joint.rows();
  validate_confident_joint(confident_joint, num_classes);
  validate_labels(labels, num_classes);
  const Vector counts = count_labels(labels, num_classes);
  Matrix calibrated = Matrix::Zero(num_classes, num_classes);
  for (Index k = 0; k < num_classes; ++k) {
    const double sum = confident_joint.row(k).sum();
    if (sum > 0) {
      const Vector numerators = confident_joint.row(k).transpose() * counts(k);
      calibrated.row(k) = round_preserving_sum(numerators, sum, counts(k)).transpose();
    } else {
      calibrated(k, k) = counts(k);
    }
  }
  return calibrated;
}

Matrix normalize_joint(const Matrix& counts) { return counts / std::max(counts.sum(), 1e-100); }

}  // namespace assayer
