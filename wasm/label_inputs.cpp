#include "label_inputs.h"

namespace assayer::wasm {

LabelFilterOptions to_label_filter_options(const val& options, LabelFilterOptions defaults) {
  LabelFilterOptions result = std::move(defaults);
  const auto rank_by_from_name = [](std::string_view name) { return score_method_from_name(name, "rank_by"); };
  result.filter_by = choice_option(options, "filterBy", &filter_by_from_name, result.filter_by);
  result.rank_by = choice_option(options, "rankBy", rank_by_from_name, result.rank_by);
  result.adjust_pred_probs = option(options, "adjustPredProbs", result.adjust_pred_probs);
  result.frac_noise = option(options, "fracNoise", result.frac_noise);
  result.min_examples_per_class =
      static_cast<Index>(option(options, "minExamplesPerClass", static_cast<double>(result.min_examples_per_class)));
  if (has_option(options, "numToRemovePerClass"))
    result.num_to_remove_per_class = to_vector<double>(options["numToRemovePerClass"]);
  result.confident_joint = matrix_option(options, "confidentJoint");
  result.exact_counts = option(options, "exactCounts", result.exact_counts);
  return result;
}

}  // namespace assayer::wasm
