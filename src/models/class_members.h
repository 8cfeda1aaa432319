#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assayer/knn_graph.h"
#include "models/gradient_boosting.h"
#include "models/linear_design.h"
#include "models/prediction_plan.h"
#include "models/table_models.h"
#include "models/tree_columns.h"

namespace assayer {

/// The different kinds of classifiers over one table, asked out of sample. What does not change from round to round
/// (bins, neighbours, kernel features) is made when it is first needed.
class ClassMembers : public TableModels {
 public:
  /// @param table   must outlive this
  /// @param labels  known ids for all rows (rows of weight 0 are not learnt from)
  ClassMembers(const EncodedTable& table, std::vector<std::int32_t> labels, int num_classes, const PredictionPlan& plan,
               std::uint64_t seed);

  const std::vector<std::string>& names() const override { return names_; }
  Job<Matrix> predict(Index member, const std::vector<double>& weights, Index round) override;

 private:
  Job<Matrix> logistic(const LinearDesign& design, double c, const std::vector<double>& weights,
                       const std::vector<std::int32_t>& folds) const;
  Job<Matrix> kernel_logistic(FloatMatrix& features, double sharpness, std::uint64_t seed,
                              const std::vector<double>& weights, const std::vector<std::int32_t>& folds) const;
  Job<Matrix> boosting(const std::vector<double>& weights, const std::vector<std::int32_t>& folds, std::uint64_t seed);
  Job<Matrix> words(const std::vector<double>& weights, const std::vector<std::int32_t>& folds) const;
  Job<Matrix> votes(const std::vector<double>& weights);

  const EncodedTable& table_;
  std::vector<std::int32_t> labels_;
  int num_classes_;
  PredictionPlan plan_;
  std::uint64_t seed_;
  TreeColumns tree_columns_;
  std::vector<std::string> names_;
  BinnedColumns binned_;
  FloatMatrix fourier_, sharp_fourier_;  ///< of a wide and a narrow kernel
  KnnGraph graph_;
};

}  // namespace assayer
