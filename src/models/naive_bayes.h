#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assayer/encode.h"
#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// Naive Bayes on weighted word counts: fit to the rows of weight > 0 and write the probabilities of the rows `asked`
/// into `probabilities` (n x num_classes).
///
/// Every class is described by the words of all others (complement naive Bayes), scores are scaled by the length of the
/// text: log odds are far too sure of themselves otherwise. `sharpness` multiplies them.
/// Source: Rennie et al. 2003, "Tackling the poor assumptions of naive Bayes text classifiers".
Job<void> naive_bayes(const SparseMatrix& text, Labels labels, int num_classes, const std::vector<double>& weights,
                      std::span<const std::int32_t> asked, double sharpness, Matrix& probabilities);

}  // namespace assayer
