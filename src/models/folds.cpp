#include <algorithm>
#include <numeric>

#include "assayer/cross_validation.h"
#include "assayer/error.h"

namespace assayer {
namespace {

/// Class ids renumbered 0, 1, 2 ... in the order in which they first occur.
std::vector<std::int32_t> by_first_occurrence(Labels labels, int& num_present) {
  std::vector<std::int32_t> renumbered(labels.size()), number;
  num_present = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0) reject(at("labels", static_cast<std::int64_t>(i)), "a class id >= 0", labels[i]);
    const auto label = static_cast<std::size_t>(labels[i]);
    if (label >= number.size()) number.resize(label + 1, -1);
    if (number[label] < 0) number[label] = num_present++;
    renumbered[i] = number[label];
  }
  return renumbered;
}

}  // namespace

std::vector<std::int32_t> stratified_folds(Labels labels, int num_folds) {
  const auto n = labels.size();
  if (num_folds < 2 || static_cast<std::size_t>(num_folds) > n) {
    reject("folds", "a number from 2 to the number of examples (" + std::to_string(n) + ")", num_folds);
  }
  int num_present = 0;
  const std::vector<std::int32_t> classes = by_first_occurrence(labels, num_present);
  std::vector<int> count(static_cast<std::size_t>(num_present), 0);
  for (const std::int32_t c : classes) ++count[static_cast<std::size_t>(c)];
  if (const int largest = *std::max_element(count.begin(), count.end()); largest < num_folds) {
    reject("folds", "at most as many as the largest class has examples (" + std::to_string(largest) + ")", num_folds);
  }

  // Sort the examples by class and deal them out like cards: fold f gets places f, f + num_folds, ... That says how
  // many of each class a fold gets; which ones: a class fills the folds one after the other, in the order of its
  // examples.
  std::vector<std::int32_t> sorted = classes;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::vector<int>> share(static_cast<std::size_t>(num_present),
                                      std::vector<int>(static_cast<std::size_t>(num_folds), 0));
  for (std::size_t i = 0; i < n; ++i)
    ++share[static_cast<std::size_t>(sorted[i])][i % static_cast<std::size_t>(num_folds)];

  std::vector<std::int32_t> folds(n), filling(static_cast<std::size_t>(num_present), 0);
  for (std::size_t i = 0; i < n; ++i) {
    const auto c = static_cast<std::size_t>(classes[i]);
    std::int32_t& fold = filling[c];
    while (share[c][static_cast<std::size_t>(fold)] == 0) ++fold;
    --share[c][static_cast<std::size_t>(fold)];
    folds[i] = fold;
  }
  return folds;
}

}  // namespace assayer
