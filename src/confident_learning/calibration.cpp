#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/validation.h"
#include "confident_learning/rounding.h"
#include "confident_learning/rows.h"
#include "statistics.h"

namespace assayer {
namespace {

/// Positions in ascending order of their values. Equal values come out as a bitonic sorting network (Batcher 1968)
/// leaves them that exchanges only what is out of order: that is how the reference sorts on machines with wide vectors,
/// and which of several equal remainders gets a unit decides flags.
std::vector<Index> network_order(const Vector& values) {
  const Index size = values.size();
  std::vector<Index> order(std::bit_ceil(static_cast<std::size_t>(size)), size);  // `size` stands for infinity
  std::iota(order.begin(), order.begin() + size, Index{0});
  const auto exchange = [&](std::size_t low, std::size_t high) {
    const Index a = order[low], b = order[high];
    if (b < size && (a == size || values(b) < values(a))) std::swap(order[low], order[high]);
  };
  for (std::size_t block = 2; block <= order.size(); block *= 2) {
    for (std::size_t start = 0; start < order.size(); start += block) {
      for (std::size_t i = 0; i < block / 2; ++i) exchange(start + i, start + block - 1 - i);
    }
    for (std::size_t stride = block / 4; stride > 0; stride /= 2) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (!(i & stride)) exchange(i, i + stride);
      }
    }
  }
  order.resize(static_cast<std::size_t>(size));
  return order;
}

}  // namespace

Vector round_preserving_sum(const Vector& numerators, double denominator, double target) {
  const Index size = numerators.size();
  Vector rounded(size), remainders(size);
  for (Index j = 0; j < size; ++j) rounded(j) = round_half_even(numerators(j) / denominator);
  for (double gap = target - rounded.sum(); size > 0 && gap != 0; gap = target - rounded.sum()) {
    const double unit = gap > 0 ? 1 : -1;
    remainders = numerators - rounded * denominator;
    const std::vector<Index> order = network_order(remainders);
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
