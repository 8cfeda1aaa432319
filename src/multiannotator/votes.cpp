#include "multiannotator/votes.h"

#include <algorithm>
#include <string>

#include "assayer/error.h"
#include "assayer/validation.h"

namespace assayer {

void count_votes(const Annotations& annotations, Index i, VoteCount how, std::vector<double>& shares) {
  std::fill(shares.begin(), shares.end(), 0.0);
  const auto votes = annotations.labels_of(i);
  for (const std::int32_t label : votes)
    shares[static_cast<std::size_t>(label)] += 1.0 / static_cast<double>(votes.size());
  if (how == VoteCount::packed) std::fill(std::remove(shares.begin(), shares.end(), 0.0), shares.end(), 0.0);
}

Index check_shapes(const Annotations& annotations, const std::vector<MatrixView>& pred_probs) {
  if (pred_probs.empty()) reject("pred_probs", "the probabilities of at least one model", "none");
  const Index num_classes = pred_probs.front().columns();
  if (num_classes < 2) reject("pred_probs", "at least 2 classes", static_cast<std::int64_t>(num_classes));
  const std::int32_t largest = *std::max_element(annotations.labels.begin(), annotations.labels.end());
  for (std::size_t b = 0; b < pred_probs.size(); ++b) {
    const std::string name = pred_probs.size() == 1 ? "pred_probs" : at("pred_probs", static_cast<std::int64_t>(b));
    if (pred_probs[b].rows() != annotations.num_examples()) {
      reject(name, "as many rows as there are examples (" + std::to_string(annotations.num_examples()) + ")",
             static_cast<std::int64_t>(pred_probs[b].rows()));
    }
    if (pred_probs[b].columns() != num_classes) {
      reject(name, "as many columns as the first model's (" + std::to_string(num_classes) + ")",
             static_cast<std::int64_t>(pred_probs[b].columns()));
    }
    if (num_classes <= largest) {
      reject(name, "a column for every class of the labels (" + std::to_string(largest + 1) + ")",
             static_cast<std::int64_t>(num_classes));
    }
  }
  return num_classes;
}

Job<void> validate_all(std::vector<MatrixView> pred_probs) {
  for (std::size_t b = 0; b < pred_probs.size(); ++b) {
    const auto size = static_cast<double>(pred_probs.size());
    Job<void> job = validate_pred_probs(pred_probs[b]);
    co_await within(static_cast<double>(b) / size, static_cast<double>(b + 1) / size, "", std::move(job));
  }
}

}  // namespace assayer
