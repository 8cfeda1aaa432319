#pragma once

#include <vector>

#include "assayer/annotations.h"
#include "assayer/matrix.h"

namespace assayer {

/// How much models and annotators count in the joint probabilities, given a consensus.
struct CrowdlabWeights {
  Vector models;                ///< one for each model
  Vector annotators;            ///< one for each annotator
  double agreement = 0;         ///< G: mean share of an example's labels that are the consensus
  double mean_annotations = 0;  ///< labels for each example
};

/// @param annotations  at least one example with several labels
CrowdlabWeights compute_crowdlab_weights(const Annotations& annotations, const std::vector<MatrixView>& pred_probs,
                                         const std::vector<std::int32_t>& consensus);

/// n x K: the weighted mean of the models' probabilities and of what each label says.
Matrix compute_joint_probabilities(const Annotations& annotations, const std::vector<MatrixView>& pred_probs,
                                   const CrowdlabWeights& weights);

/// Share of each example's labels that are the consensus.
Vector compute_agreement(const Annotations& annotations, const std::vector<std::int32_t>& consensus);

/// Whether example i has not just one label.
inline bool has_several_labels(const Annotations& annotations, Index i) { return annotations.num_labels(i) != 1; }

}  // namespace assayer
