#pragma once

#include <vector>

#include "assayer/annotations.h"
#include "assayer/multiannotator.h"

namespace assayer {

/// @param annotation_weight  how much an annotator's own label scores count against agreement with the consensus, in
///                           [0, 1]; 0: agreement alone
AnnotatorStats compute_annotator_stats(const Annotations& annotations, const MultiannotatorQuality& quality,
                                       double annotation_weight);

}  // namespace assayer
