#pragma once

#include <cstdint>
#include <type_traits>

#include "assayer/confident_joint.h"
#include "simd.h"

namespace assayer {

/// The parts of confident_joint.h for callers that have validated labels and pred_probs already.

Job<Vector> confident_thresholds(Labels labels, MatrixView pred_probs);
Job<ConfidentJoint> count_confident_joint(Labels labels, MatrixView pred_probs, ConfidentJointOptions options);
Job<Index> count_label_issues(Labels labels, MatrixView pred_probs);  ///< by `off_diagonal`

/// Ids of the examples of `rows` whose prediction does not agree with the label.
Rows without_agreement(Labels labels, MatrixView pred_probs, const Rows& rows);

/// Thresholds from the sums of self-confidence and the numbers of examples of each class: means of at least 2e-6, 2 for
/// a class without an example.
Vector mean_self_confidence(const Vector& sums, const Vector& counts);

/// The lowest value p at which an example is confident in a class of this threshold.
inline double confident_from(double threshold) { return threshold - 1e-6; }

/// In how many classes an example is confident, and where it is one: in which.
struct Confidence {
  Index classes = 0;
  Index guess = 0;
};

template <typename Number>
[[gnu::always_inline]] inline Confidence confidence_of(const Number* row, const double* cuts, Index num_classes) {
  Confidence found;
  Index j = 0;
  if constexpr (std::is_same_v<Number, double>) {  // two classes in a register
    // Of each class one number: its id, and above 32 bits a one to count it by. Their sum has both.
    using Lanes = std::int64_t __attribute__((vector_size(16)));
    constexpr std::int64_t one = std::int64_t{1} << 32;
    Lanes sum{}, classes{one, one + 1};
    for (; j + 2 <= num_classes; j += 2) {
      sum += (Pack<double>::load(row + j) >= Pack<double>::load(cuts + j)) & classes;
      classes += 2;
    }
    const std::int64_t both = sum[0] + sum[1];
    found = {static_cast<Index>(both >> 32), static_cast<Index>(both & (one - 1))};
  }
  for (; j < num_classes; ++j) {
    const bool is_confident = row[j] >= cuts[j];
    found.classes += is_confident;
    found.guess = is_confident ? j : found.guess;
  }
  return found;
}

/// Of an example that is confident in several classes the one in which it is counted.
template <typename Number>
Index most_probable_of_several(const Number* row, const double* cuts, Index num_classes, bool among_confident) {
  Index best = -1;
  for (Index j = 0; j < num_classes; ++j) {
    if (among_confident && !(row[j] >= cuts[j])) continue;
    if (best < 0 || row[j] > row[best]) best = j;
  }
  return best;
}

/// Where one example is counted, or -1 where it is confident in no class.
/// @param cuts  K values of `confident_from`
template <typename Number>
Index guess_label(const Number* row, const double* cuts, Index num_classes, bool among_confident) {
  const Confidence confidence = confidence_of(row, cuts, num_classes);
  if (confidence.classes > 1) return most_probable_of_several(row, cuts, num_classes, among_confident);
  return confidence.classes == 1 ? confidence.guess : -1;
}

}  // namespace assayer
