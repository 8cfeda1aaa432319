#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Who called which example what: the labels of each example one after the other, by annotator. Memory grows with the
/// number of labels given, not with examples times annotators.
struct Annotations {
  Index num_annotators = 0;
  std::vector<std::int64_t> offsets = {0};  ///< n + 1: example i has the entries offsets[i] .. offsets[i + 1] - 1
  std::vector<std::int32_t> annotators;     ///< of each entry, ascending within an example
  std::vector<std::int32_t> labels;         ///< of each entry, a class id

  Index num_examples() const { return static_cast<Index>(offsets.size()) - 1; }
  Index num_labels(Index i) const {
    return offsets[static_cast<std::size_t>(i) + 1] - offsets[static_cast<std::size_t>(i)];
  }
  std::span<const std::int32_t> labels_of(Index i) const { return of(labels, i); }
  std::span<const std::int32_t> annotators_of(Index i) const { return of(annotators, i); }

 private:
  std::span<const std::int32_t> of(const std::vector<std::int32_t>& values, Index i) const {
    return {values.data() + offsets[static_cast<std::size_t>(i)], static_cast<std::size_t>(num_labels(i))};
  }
};

/// Read a table of labels, one row for each example and one column for each annotator.
///
/// @param table  n x m class ids 0, 1, ...; NaN where the annotator gave no label
/// @throws std::invalid_argument  fewer than 2 annotators, a row or column without any label, a label that is not a
///                                whole number >= 0; each named by its row and column
/// Example:
///     const double none = std::nan("");
///     const Matrix table{{0, 0}, {1, none}};
///     const Annotations annotations = annotations_from_table(table);
///     annotations.num_labels(1) == 1
Annotations annotations_from_table(MatrixView table);

/// Read labels in the long form: entry e says that annotator `annotators[e]` called example `examples[e]` `labels[e]`.
/// Entries may come in any order.
///
/// @throws std::invalid_argument  lengths differ, an id out of range, an example or annotator without any label, two
///                                labels by one annotator for one example
/// Example:
///     const Rows examples = {0, 0, 1}, annotators = {0, 1, 0}, labels = {2, 2, 1};
///     const Annotations annotations = annotations_from_entries(2, 2, examples, annotators, labels);
///     annotations.labels_of(0)[1] == 2
Annotations annotations_from_entries(Index num_examples, Index num_annotators, std::span<const std::int32_t> examples,
                                     std::span<const std::int32_t> annotators, std::span<const std::int32_t> labels);

/// The other way round: n x m values, NaN where there is no label. `values`: one for each entry.
/// Example:
///     const Rows examples = {0, 0, 1}, annotators = {0, 1, 0}, labels = {2, 2, 1};
///     const Annotations annotations = annotations_from_entries(2, 2, examples, annotators, labels);
///     const Matrix table = table_of(annotations, std::vector<double>{.9, .8, .7});
///     table(0, 1) == Approx(0.8)
///     std::isnan(table(1, 1))
Matrix table_of(const Annotations& annotations, std::span<const double> values);

}  // namespace assayer
