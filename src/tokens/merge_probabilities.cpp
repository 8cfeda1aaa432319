#include <algorithm>
#include <limits>

#include "assayer/error.h"
#include "assayer/token_classification.h"
#include "assayer/validation.h"

namespace assayer {

Matrix merge_probabilities(MatrixView pred_probs, std::span<const std::int32_t> new_classes) {
  if (static_cast<Index>(new_classes.size()) != pred_probs.columns()) {
    reject("new_classes", "one for each class (" + std::to_string(pred_probs.columns()) + ")",
           static_cast<std::int64_t>(new_classes.size()));
  }
  const std::int32_t largest = new_classes.empty() ? -1 : *std::max_element(new_classes.begin(), new_classes.end());
  for (std::int32_t k = 0; k <= largest; ++k) {
    if (std::find(new_classes.begin(), new_classes.end(), k) == new_classes.end()) {
      reject("new_classes", "class ids without a gap from 0 to the largest", "none is " + std::to_string(k));
    }
  }
  if (largest < 0) reject("new_classes", "at least one class to keep", "none");
  bool drops = false;
  for (std::size_t c = 0; c < new_classes.size(); ++c) {
    if (new_classes[c] < -1)
      reject(at("new_classes", static_cast<std::int64_t>(c)), "a class id, or -1 to drop", new_classes[c]);
    drops = drops || new_classes[c] < 0;
  }
  Matrix merged = Matrix::Zero(pred_probs.rows(), largest + 1);
  for (Index i = 0; i < merged.rows(); ++i) {
    for (std::size_t c = 0; c < new_classes.size(); ++c) {
      const double p = pred_probs(i, static_cast<Index>(c));
      if (!(p >= -probability_tolerance && p <= 1 + probability_tolerance))
        reject(at("pred_probs", i, static_cast<std::int64_t>(c)), "a probability in [0, 1]", p);
      if (new_classes[c] >= 0) merged(i, new_classes[c]) += p;
    }
    const double sum = merged.row(i).sum();
    if (drops && sum > 0) merged.row(i) /= sum;
    if (drops && !(sum > 0)) merged.row(i).setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  return merged;
}

}  // namespace assayer
