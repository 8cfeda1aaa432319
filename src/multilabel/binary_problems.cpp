#include "multilabel/binary_problems.h"

#include <algorithm>
#include <string>

#include "assayer/error.h"
#include "assayer/validation.h"

namespace assayer {
namespace {

constexpr Index values_between_pauses = 200000;

void check_list(const Rows& classes, Index i, Index num_classes) {
  for (const std::int32_t c : classes) {
    if (c < 0 || c >= num_classes) {
      reject(at("labels", i), "class ids in [0, " + std::to_string(num_classes - 1) + "]", c);
    }
    if (std::count(classes.begin(), classes.end(), c) > 1) reject(at("labels", i), "each class once", c);
  }
}

}  // namespace

Job<void> validate_multilabel(const ClassLists& labels, MatrixView pred_probs) {
  if (labels.empty()) reject("labels", "at least one example", "none");
  if (pred_probs.columns() == 0) reject("pred_probs", "at least one class", "none");
  if (pred_probs.rows() != static_cast<Index>(labels.size())) {
    reject("pred_probs", "as many rows as there are labels (" + std::to_string(labels.size()) + ")",
           static_cast<std::int64_t>(pred_probs.rows()));
  }
  const Index step = std::max<Index>(1, values_between_pauses / pred_probs.columns());
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    check_list(labels[static_cast<std::size_t>(i)], i, pred_probs.columns());
    for (Index c = 0; c < pred_probs.columns(); ++c) {
      const double p = pred_probs(i, c);
      if (!(p >= -probability_tolerance && p <= 1 + probability_tolerance)) {
        reject(at("pred_probs", i, c), "a probability in [0, 1]", p);
      }
    }
    if (i % step == 0) co_await pause(static_cast<double>(i) / static_cast<double>(pred_probs.rows()));
  }
}

BinaryProblem binary_problem_of(const ClassLists& labels, MatrixView pred_probs, Index c) {
  BinaryProblem problem{std::vector<std::int32_t>(labels.size()), Matrix(pred_probs.rows(), 2)};
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    const Rows& classes = labels[static_cast<std::size_t>(i)];
    problem.labels[static_cast<std::size_t>(i)] = std::find(classes.begin(), classes.end(), c) != classes.end();
    problem.pred_probs(i, 1) = pred_probs(i, c);
    problem.pred_probs(i, 0) = 1 - problem.pred_probs(i, 1);
  }
  return problem;
}

}  // namespace assayer
