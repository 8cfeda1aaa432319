#include "confident_learning/prune.h"

#include <algorithm>
#include <cmath>

#include "confident_learning/rounding.h"
#include "statistics.h"

namespace assayer {
namespace {

/// Raise diagonal entries to `minimum`, and take what they gain evenly from the rest of their column.
void keep_at_least(Matrix& prune, double minimum) {
  for (Index k = 0; k < prune.cols(); ++k) {
    const double gain = std::max(minimum - prune(k, k), 0.0);
    if (gain == 0) continue;
    const Index others = (prune.col(k).array() > 0).count() - (prune(k, k) > 0);
    const double share = gain / static_cast<double>(std::max<Index>(others, 1));
    const double diagonal = prune(k, k) + gain;
    prune.col(k) = (prune.col(k).array() - share).max(0);
    prune(k, k) = diagonal;
  }
}

void reduce_noise(Matrix& prune, double fraction) {
  for (Index k = 0; k < prune.cols(); ++k) {
    const double diagonal = prune(k, k);
    const double noise = prune.col(k).sum() - diagonal;
    prune.col(k) *= fraction;
    prune(k, k) = diagonal + noise * (1 - fraction);
  }
}

/// Counts for a given number to remove: spreads number y over row y in proportion to R[y, s] / sum(R[s, :]), the
/// reference's rule.
Matrix with_numbers_to_remove(const Matrix& prune, const Vector& label_counts, const std::vector<double>& numbers) {
  const Index num_classes = prune.rows();
  Matrix result = Matrix::Zero(num_classes, num_classes);
  const Vector sums = prune.rowwise().sum();
  for (Index y = 0; y < num_classes; ++y) {
    Vector shares = Vector::Zero(num_classes);
    for (Index s = 0; s < num_classes; ++s) {
      if (s != y && sums(s) > 0) shares(s) = prune(y, s) / sums(s);
    }
    const double number = numbers[static_cast<std::size_t>(y)];
    if (shares.sum() > 0) shares *= number / shares.sum();
    shares(y) = label_counts(y) - number;
    result.row(y) = round_preserving_sum(shares, 1, round_half_even(shares.sum())).transpose();
  }
  return result;
}

/// Counts for a given number to remove: spreads number s over column s in proportion to R[y, s].
Matrix with_exact_numbers_to_remove(const Matrix& prune, const Vector& label_counts,
                                    const std::vector<double>& numbers) {
  Matrix result = Matrix::Zero(prune.rows(), prune.cols());
  for (Index s = 0; s < prune.cols(); ++s) {
    Vector shares = prune.col(s);
    shares(s) = 0;
    const double sum = shares.sum();
    const double number =
        sum > 0 ? std::min(round_half_even(numbers[static_cast<std::size_t>(s)]), label_counts(s)) : 0;
    if (sum > 0) result.col(s) = round_preserving_sum(shares * number, sum, number);
    result(s, s) = label_counts(s) - number;
  }
  return result;
}

Matrix to_whole_numbers(const Matrix& prune, bool exact) {
  if (!exact) return prune.array().floor();
  Matrix result(prune.rows(), prune.cols());
  for (Index s = 0; s < prune.cols(); ++s)
    result.col(s) = round_preserving_sum(prune.col(s), 1, round_half_even(prune.col(s).sum()));
  return result;
}

bool before(const std::pair<double, std::int32_t>& a, const std::pair<double, std::int32_t>& b) {
  return a.first != b.first ? a.first > b.first : a.second < b.second;
}

}  // namespace

Matrix count_to_prune(const Matrix& confident_joint, const Vector& label_counts, const LabelFilterOptions& options) {
  Matrix prune = confident_joint.transpose();
  keep_at_least(prune, static_cast<double>(options.min_examples_per_class));
  reduce_noise(prune, options.frac_noise);
  prune = to_whole_numbers(prune, options.exact_counts);
  const std::vector<double>& numbers = options.num_to_remove_per_class;
  if (numbers.empty()) return prune;
  return options.exact_counts ? with_exact_numbers_to_remove(prune, label_counts, numbers)
                              : with_numbers_to_remove(prune, label_counts, numbers);
}

void LargestRows::keep(double value, std::int32_t row) {
  kept_.emplace_back(value, row);
  if (kept_.size() >= 2 * wanted_ + 16) shrink();
}

void LargestRows::shrink() {
  if (kept_.size() <= wanted_) return;
  const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
  std::nth_element(kept_.begin(), last, kept_.end(), before);
  cut_ = last->first;
  kept_.resize(wanted_);
}

Rows LargestRows::rows() {
  shrink();
  Rows rows;
  rows.reserve(kept_.size());
  for (const auto& [value, row] : kept_) rows.push_back(row);
  return rows;
}

}  // namespace assayer
