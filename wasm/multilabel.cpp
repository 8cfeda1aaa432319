#include "assayer/multilabel.h"

#include <emscripten/bind.h>

#include "label_inputs.h"

namespace assayer::wasm {
namespace {

/// From `{ classes: Int32Array, offsets: Int32Array }`: list i is classes[offsets[i], offsets[i + 1]).
ClassLists to_class_lists(const val& input) {
  const auto classes = to_vector<std::int32_t>(input["classes"]);
  const auto offsets = to_vector<std::int32_t>(input["offsets"]);
  ClassLists lists;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    lists.emplace_back(classes.begin() + offsets[i], classes.begin() + offsets[i + 1]);
  }
  return lists;
}

MultilabelScoreOptions to_score_options(const val& options) {
  MultilabelScoreOptions result;
  result.method = score_method_from_name(option<std::string>(options, "method", "self_confidence"));
  result.adjust_pred_probs = option(options, "adjustPredProbs", result.adjust_pred_probs);
  result.aggregation =
      multilabel_aggregation_from_name(option<std::string>(options, "aggregation", "exponential_moving_average"));
  result.temperature = option(options, "temperature", result.temperature);
  if (option<std::string>(options, "alphaOf", "") == "num_classes") {
    result.alpha = std::nullopt;
  } else {
    result.alpha = option(options, "alpha", *result.alpha);
  }
  return result;
}

std::vector<Matrix> to_joints(const val& options) {
  std::vector<Matrix> joints;
  if (!has_option(options, "confidentJoint")) return joints;
  const val list = options["confidentJoint"];
  const auto size = list["length"].as<std::size_t>();
  for (std::size_t c = 0; c < size; ++c) joints.push_back(to_matrix(list[c]));
  return joints;
}

MultilabelFilterOptions to_filter_options(const val& options) {
  MultilabelFilterOptions result;
  result.filter_by = filter_by_from_name(option<std::string>(options, "filterBy", "prune_by_noise_rate"));
  if (has_option(options, "rankBy")) result.rank_by = to_score_options(options["rankBy"]);
  result.frac_noise = option(options, "fracNoise", result.frac_noise);
  result.min_examples_per_class =
      static_cast<Index>(option(options, "minExamplesPerClass", static_cast<double>(result.min_examples_per_class)));
  if (has_option(options, "numToRemovePerClass")) {
    result.num_to_remove_per_class = to_vector<double>(options["numToRemovePerClass"]);
  }
  result.confident_joint = to_joints(options);
  return result;
}

template <typename List, typename Convert>
val from_lists(const std::vector<List>& lists, Convert convert) {
  val result = val::array();
  for (const List& list : lists) result.call<void>("push", convert(list));
  return result;
}

template <typename Options>
struct Input {
  ClassLists labels;
  OwnedMatrix pred_probs;
  Options options;
};

template <typename Options>
Input<Options> to_input(const val& labels, const val& pred_probs, Options options) {
  return {to_class_lists(labels), to_owned_matrix(pred_probs), std::move(options)};
}

JobHandle scores_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      to_input(labels, pred_probs, to_score_options(options)),
      [](const Input<MultilabelScoreOptions>& input) {
        return get_multilabel_quality_scores(input.labels, input.pred_probs.view(), input.options);
      },
      [](const Vector& scores) { return to_typed_array(scores); });
}

JobHandle scores_per_class_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      to_input(labels, pred_probs, to_score_options(options)),
      [](const Input<MultilabelScoreOptions>& input) {
        return get_multilabel_quality_scores_per_class(input.labels, input.pred_probs.view(), input.options);
      },
      from_matrix);
}

JobHandle issues_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      to_input(labels, pred_probs, to_filter_options(options)),
      [](const Input<MultilabelFilterOptions>& input) {
        return find_multilabel_issues(input.labels, input.pred_probs.view(), input.options);
      },
      [](const MultilabelIssues& issues) {
        val result = val::object();
        result.set("mask", to_typed_array(issues.mask));
        result.set("indices", to_typed_array(issues.indices));
        return result;
      });
}

JobHandle issues_per_class_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      to_input(labels, pred_probs, to_filter_options(options)),
      [](const Input<MultilabelFilterOptions>& input) {
        return find_multilabel_issues_per_class(input.labels, input.pred_probs.view(), input.options);
      },
      [](const MultilabelClassIssues& issues) {
        val result = val::object();
        result.set("mask", to_typed_array(issues.mask));
        result.set("indices", from_lists(issues.indices, [](const Rows& rows) { return to_typed_array(rows); }));
        return result;
      });
}

JobHandle confident_joint_js(const val& labels, const val& pred_probs, const val& options) {
  ConfidentJointOptions joint_options;
  joint_options.calibrate = option(options, "calibrate", joint_options.calibrate);
  joint_options.guess_among_confident = option(options, "guessAmongConfident", joint_options.guess_among_confident);
  joint_options.thresholds = vector_option(options, "thresholds");
  return hold_job(
      to_input(labels, pred_probs, std::move(joint_options)),
      [](const Input<ConfidentJointOptions>& input) {
        return compute_multilabel_confident_joint(input.labels, input.pred_probs.view(), input.options);
      },
      [](const MultilabelConfidentJoint& joint) {
        val result = val::object();
        result.set("thresholds", from_matrix(joint.thresholds));
        result.set("confidentJoint", from_lists(joint.confident_joint, from_matrix));
        result.set("joint", from_lists(joint.joint, from_matrix));
        result.set("offDiagonal",
                   from_lists(joint.off_diagonal, [](const Rows& rows) { return to_typed_array(rows); }));
        return result;
      });
}

JobHandle health_js(const val& labels, const val& pred_probs, const val& options) {
  return hold_job(
      to_input(labels, pred_probs, to_joints(options)),
      [](const Input<std::vector<Matrix>>& input) {
        return summarize_multilabel_health(input.labels, input.pred_probs.view(), input.options);
      },
      [](const MultilabelHealth& health) {
        val result = val::object();
        result.set("healthScore", health.health_score);
        result.set("classes", from_table(health.classes));
        result.set("commonIssues", from_table(health.common_issues));
        return result;
      });
}

EMSCRIPTEN_BINDINGS(multilabel) {
  using emscripten::return_value_policy::take_ownership;
  emscripten::function("multilabelScores", &scores_js, take_ownership());
  emscripten::function("multilabelScoresPerClass", &scores_per_class_js, take_ownership());
  emscripten::function("multilabelIssues", &issues_js, take_ownership());
  emscripten::function("multilabelIssuesPerClass", &issues_per_class_js, take_ownership());
  emscripten::function("multilabelConfidentJoint", &confident_joint_js, take_ownership());
  emscripten::function("multilabelHealth", &health_js, take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
