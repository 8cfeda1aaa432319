#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "assayer/multiannotator.h"
#include "assayer/validation.h"
#include "multiannotator/votes.h"

namespace assayer {
namespace {

using Classes = std::vector<std::int32_t>;

/// The classes with most votes, ascending.
Classes most_voted(std::span<const std::int32_t> votes) {
  Classes sorted(votes.begin(), votes.end()), winners;
  std::sort(sorted.begin(), sorted.end());
  std::ptrdiff_t most = 0;
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end = std::upper_bound(begin, sorted.end(), *begin);
    if (end - begin > most) winners.clear();
    if (end - begin >= most) winners.push_back(*begin);
    most = std::max(most, end - begin);
    begin = end;
  }
  return winners;
}

/// Keep the classes where `value` is largest.
template <typename ValueOf>
void keep_largest(Classes& tied, ValueOf value) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const std::int32_t k : tied) largest = std::max(largest, value(k));
  std::erase_if(tied, [&](std::int32_t k) { return value(k) < largest; });
}

std::vector<double> count_classes(const Annotations& annotations) {
  const std::int32_t largest = *std::max_element(annotations.labels.begin(), annotations.labels.end());
  std::vector<double> counts(static_cast<std::size_t>(largest) + 1, 0);
  for (const std::int32_t label : annotations.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

/// How often each annotator agrees with the examples that have one winner (`consensus` >= 0); the mean of the others
/// where there are none of theirs.
std::vector<double> agreement_where_clear(const Annotations& annotations, const std::vector<std::int32_t>& consensus) {
  const auto m = static_cast<std::size_t>(annotations.num_annotators);
  std::vector<double> agreed(m, 0), labeled(m, 0);
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    const std::int32_t winner = consensus[static_cast<std::size_t>(i)];
    if (winner < 0) continue;
    const auto votes = annotations.labels_of(i);
    const auto voters = annotations.annotators_of(i);
    for (std::size_t v = 0; v < votes.size(); ++v) {
      labeled[static_cast<std::size_t>(voters[v])] += 1;
      agreed[static_cast<std::size_t>(voters[v])] += votes[v] == winner ? 1 : 0;
    }
  }
  double sum = 0, known = 0;
  for (std::size_t j = 0; j < m; ++j) {
    if (labeled[j] == 0) continue;
    agreed[j] /= labeled[j];
    sum += agreed[j];
    known += 1;
  }
  for (std::size_t j = 0; j < m; ++j) {
    if (labeled[j] == 0) agreed[j] = known > 0 ? sum / known : 0;
  }
  return agreed;
}

/// Mean agreement of those who chose class k for example i.
double mean_agreement_of_voters(const Annotations& annotations, Index i, std::int32_t k,
                                const std::vector<double>& agreement) {
  const auto votes = annotations.labels_of(i);
  const auto voters = annotations.annotators_of(i);
  double sum = 0, count = 0;
  for (std::size_t v = 0; v < votes.size(); ++v) {
    if (votes[v] != k) continue;
    sum += agreement[static_cast<std::size_t>(voters[v])];
    count += 1;
  }
  return sum / count;
}

}  // namespace

std::vector<std::int32_t> get_majority_vote_label(const Annotations& annotations,
                                                  const std::vector<MatrixView>& pred_probs) {
  if (!pred_probs.empty()) check_shapes(annotations, pred_probs);
  for (const MatrixView& model : pred_probs) run(validate_pred_probs(model));
  std::vector<std::int32_t> consensus(static_cast<std::size_t>(annotations.num_examples()), -1);
  std::map<Index, Classes> ties;
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    Classes winners = most_voted(annotations.labels_of(i));
    if (winners.size() == 1) {
      consensus[static_cast<std::size_t>(i)] = winners.front();
    } else {
      ties.emplace(i, std::move(winners));
    }
  }
  if (ties.empty()) return consensus;

  const std::vector<double> class_counts = count_classes(annotations);
  const std::vector<double> agreement = agreement_where_clear(annotations, consensus);
  for (auto& [i, tied] : ties) {
    if (!pred_probs.empty()) {
      keep_largest(tied, [&, row = i](std::int32_t k) {
        double sum = 0;
        for (const MatrixView& model : pred_probs) sum += model(row, k);
        return sum / static_cast<double>(pred_probs.size());
      });
    }
    keep_largest(tied, [&](std::int32_t k) { return -class_counts[static_cast<std::size_t>(k)]; });
    keep_largest(tied,
                 [&, row = i](std::int32_t k) { return mean_agreement_of_voters(annotations, row, k, agreement); });
    consensus[static_cast<std::size_t>(i)] = tied.front();
  }
  return consensus;
}

}  // namespace assayer
