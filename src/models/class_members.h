#pragma once

#include <cstdint>
#include <vector>

#include "assayer/knn_graph.h"
#include "models/gradient_boosting.h"
#include "models/linear_design.h"
#include "models/mixture.h"
#include "models/prediction_plan.h"
#include "models/tree_columns.h"

namespace assayer {

/// The different kinds of classifiers over one table, asked out of sample. What does not change from round to round
/// (bins, neighbours, kernel features) is made once.
class ClassMembers {
 public:
  /// @param labels  known ids for all rows (rows of weight 0 are not learnt from)
  ClassMembers(const EncodedTable& table, Labels labels, int num_classes, const PredictionPlan& plan,
               std::uint64_t seed);

  Job<void> prepare();
  /// One round: every kind of model, learning by these weights, in folds that the round's number draws.
  Job<std::vector<Member>> predict(const std::vector<double>& weights, int round) const;

 private:
  Job<Matrix> logistic(const LinearDesign& design, double c, const std::vector<double>& weights,
                       const std::vector<std::int32_t>& folds) const;
  Job<Matrix> boosting(const std::vector<double>& weights, const std::vector<std::int32_t>& folds,
                       std::uint64_t seed) const;
  Job<Matrix> words(const std::vector<double>& weights, const std::vector<std::int32_t>& folds) const;

  const EncodedTable& table_;
  Labels labels_;
  int num_classes_;
  PredictionPlan plan_;
  std::uint64_t seed_;
  TreeColumns tree_columns_;
  BinnedColumns binned_;
  FloatMatrix fourier_, sharp_fourier_;  ///< of a wide and a narrow kernel
  KnnGraph graph_;
};

}  // namespace assayer
