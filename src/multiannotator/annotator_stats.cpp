#include "multiannotator/annotator_stats.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "multiannotator/crowdlab.h"
#include "ordering.h"

namespace assayer {
namespace {

/// What an annotator's labels of one class came to.
struct ClassRecord {
  double labels = 0, agreed = 0, consensus_quality = 0;
};

/// The class that agrees least; of equal ones the one labelled most, then of the highest mean consensus quality, then
/// the lowest.
std::int32_t find_worst_class(const std::map<std::int32_t, ClassRecord>& records) {
  const auto rank = [](const ClassRecord& r) {
    return std::tuple(r.agreed / r.labels, -r.labels, -r.consensus_quality / r.labels);
  };
  const auto worst = std::min_element(records.begin(), records.end(),
                                      [&](const auto& a, const auto& b) { return rank(a.second) < rank(b.second); });
  return worst->first;
}

Rows order_by_quality(const AnnotatorStats& stats) {
  const auto rank = [&](std::int32_t j) {
    const double quality = stats.annotator_quality(j);
    return std::tuple(std::isnan(quality), std::isnan(quality) ? 0 : quality, stats.agreement_with_consensus(j));
  };
  return sorted_positions(static_cast<std::size_t>(stats.annotator_quality.size()),
                          [&](std::int32_t a, std::int32_t b) { return rank(a) < rank(b); });
}

}  // namespace

AnnotatorStats compute_annotator_stats(const Annotations& annotations, const MultiannotatorQuality& quality,
                                       double annotation_weight) {
  const Index m = annotations.num_annotators;
  Vector label_scores = Vector::Zero(m), labels = label_scores, agreed = label_scores;
  Vector shared = label_scores, agreed_shared = label_scores;  // over the examples with several labels
  std::vector<std::map<std::int32_t, ClassRecord>> records(static_cast<std::size_t>(m));
  std::size_t entry = 0;
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    const auto votes = annotations.labels_of(i);
    const auto voters = annotations.annotators_of(i);
    for (std::size_t v = 0; v < votes.size(); ++v, ++entry) {
      const std::int32_t j = voters[v];
      const double agrees = votes[v] == quality.consensus_label[static_cast<std::size_t>(i)] ? 1 : 0;
      label_scores(j) += quality.annotation_quality[entry];
      labels(j) += 1;
      agreed(j) += agrees;
      if (has_several_labels(annotations, i)) {
        shared(j) += 1;
        agreed_shared(j) += agrees;
      }
      ClassRecord& record = records[static_cast<std::size_t>(j)][votes[v]];
      record.labels += 1;
      record.agreed += agrees;
      record.consensus_quality += quality.consensus_quality_score(i);
    }
  }

  AnnotatorStats stats;
  stats.agreement_with_consensus = agreed.cwiseQuotient(labels);
  const Vector agreement =
      (shared.array() > 0)
          .select(agreed_shared.array() / shared.array().max(1), std::numeric_limits<double>::quiet_NaN());
  stats.annotator_quality =
      annotation_weight * label_scores.cwiseQuotient(labels) + (1 - annotation_weight) * agreement;
  for (Index j = 0; j < m; ++j) {
    stats.worst_class.push_back(find_worst_class(records[static_cast<std::size_t>(j)]));
    stats.num_examples_labeled.push_back(static_cast<std::int32_t>(labels(j)));
  }
  stats.order = order_by_quality(stats);
  return stats;
}

}  // namespace assayer
