#include "assayer/annotations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "assayer/error.h"
#include "ordering.h"

namespace assayer {
namespace {

constexpr double largest_label = std::numeric_limits<std::int32_t>::max() - 1;

void check_annotators(const Annotations& annotations) {
  std::vector<std::uint8_t> has_label(static_cast<std::size_t>(annotations.num_annotators), 0);
  for (const std::int32_t j : annotations.annotators) has_label[static_cast<std::size_t>(j)] = 1;
  const auto silent = std::find(has_label.begin(), has_label.end(), 0);
  if (silent != has_label.end()) {
    reject("labels_multiannotator", "a label by every annotator",
           "none by annotator " + std::to_string(silent - has_label.begin()));
  }
  for (Index i = 0; i < annotations.num_examples(); ++i) {
    if (annotations.num_labels(i) == 0) reject(at("labels_multiannotator", i), "a label for every example", "none");
  }
}

}  // namespace

Annotations annotations_from_table(MatrixView table) {
  if (table.rows() == 0) reject("labels_multiannotator", "at least one example", "none");
  if (table.columns() < 2) {
    reject("labels_multiannotator", "at least 2 annotators", static_cast<std::int64_t>(table.columns()));
  }
  Annotations annotations;
  annotations.num_annotators = table.columns();
  for (Index i = 0; i < table.rows(); ++i) {
    for (Index j = 0; j < table.columns(); ++j) {
      const double label = table(i, j);
      if (std::isnan(label)) continue;
      if (!(label >= 0 && label <= largest_label && label == std::floor(label))) {
        reject(at("labels_multiannotator", i, j), "a class id 0, 1, ...", label);
      }
      annotations.annotators.push_back(static_cast<std::int32_t>(j));
      annotations.labels.push_back(static_cast<std::int32_t>(label));
    }
    annotations.offsets.push_back(static_cast<std::int64_t>(annotations.labels.size()));
  }
  check_annotators(annotations);
  return annotations;
}

Annotations annotations_from_entries(Index num_examples, Index num_annotators, std::span<const std::int32_t> examples,
                                     std::span<const std::int32_t> annotators, std::span<const std::int32_t> labels) {
  if (num_examples <= 0) reject("num_examples", "at least one", static_cast<std::int64_t>(num_examples));
  if (num_annotators < 2) reject("num_annotators", "at least 2", static_cast<std::int64_t>(num_annotators));
  const std::string expected = "as many as there are labels (" + std::to_string(labels.size()) + ")";
  if (examples.size() != labels.size()) reject("examples", expected, static_cast<std::int64_t>(examples.size()));
  if (annotators.size() != labels.size()) reject("annotators", expected, static_cast<std::int64_t>(annotators.size()));
  for (std::size_t e = 0; e < labels.size(); ++e) {
    const auto entry = static_cast<std::int64_t>(e);
    if (examples[e] < 0 || examples[e] >= num_examples) reject(at("examples", entry), "a row of the data", examples[e]);
    if (annotators[e] < 0 || annotators[e] >= num_annotators) {
      reject(at("annotators", entry), "an annotator's number", annotators[e]);
    }
    if (labels[e] < 0) reject(at("labels", entry), "a class id 0, 1, ...", labels[e]);
  }
  const std::vector<std::int32_t> order = sorted_positions(labels.size(), [&](std::int32_t first, std::int32_t second) {
    const auto a = static_cast<std::size_t>(first), b = static_cast<std::size_t>(second);
    return examples[a] != examples[b] ? examples[a] < examples[b] : annotators[a] < annotators[b];
  });

  Annotations annotations;
  annotations.num_annotators = num_annotators;
  annotations.offsets.assign(static_cast<std::size_t>(num_examples) + 1, 0);
  for (std::size_t e = 0; e < order.size(); ++e) {
    const auto entry = static_cast<std::size_t>(order[e]), last = static_cast<std::size_t>(order[e > 0 ? e - 1 : 0]);
    if (e > 0 && examples[entry] == examples[last] && annotators[entry] == annotators[last]) {
      reject(at("examples", static_cast<std::int64_t>(std::max(entry, last))),
             "one label by each annotator for an example", "a second one");
    }
    annotations.annotators.push_back(annotators[entry]);
    annotations.labels.push_back(labels[entry]);
    ++annotations.offsets[static_cast<std::size_t>(examples[entry]) + 1];
  }
  std::partial_sum(annotations.offsets.begin(), annotations.offsets.end(), annotations.offsets.begin());
  check_annotators(annotations);
  return annotations;
}

Matrix table_of(const Annotations& annotations, std::span<const double> values) {
  Matrix table = Matrix::Constant(annotations.num_examples(), annotations.num_annotators,
                                  std::numeric_limits<double>::quiet_NaN());
  std::size_t entry = 0;
  for (Index i = 0; i < table.rows(); ++i) {
    for (const std::int32_t j : annotations.annotators_of(i)) table(i, j) = values[entry++];
  }
  return table;
}

}  // namespace assayer
