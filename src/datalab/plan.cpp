#include "datalab/plan.h"

#include <algorithm>

#include "assayer/error.h"

namespace assayer {
namespace {

unsigned given_inputs(const AuditInputs& inputs) {
  unsigned given = no_input;
  if (inputs.features) given |= features_input;
  if (inputs.pred_probs || !inputs.predictions.empty()) given |= pred_probs_input;
  if (inputs.knn_graph) given |= knn_graph_input;
  return given;
}

bool suffices(const CheckUse& use, unsigned given) {
  return std::any_of(use.suffices.begin(), use.suffices.end(), [&](unsigned needed) { return (needed & ~given) == 0; });
}

unsigned input_named(std::string_view name) {
  if (name == "features") return features_input;
  if (name == "pred_probs" || name == "predictions") return pred_probs_input;
  if (name == "knn_graph") return knn_graph_input;
  return no_input;
}

/// Take the inputs that the user hid from a check out of its parameters.
unsigned take_hidden_inputs(const std::string& type, Value& parameters) {
  const auto* members = parameters.get_if<Value::Object>();
  if (!members) return no_input;
  unsigned hidden = no_input;
  Value::Object rest;
  for (const auto& [name, value] : *members) {
    const unsigned input = input_named(name);
    if (input == no_input) {
      rest.emplace_back(name, value);
    } else if (value.is_null()) {
      hidden |= input;
    } else {
      reject(std::string(type).append(".").append(name), "null (to hide this input from the check), or nothing",
             "a value");
    }
  }
  parameters = std::move(rest);
  return hidden;
}

bool has_parameter(const CheckDescription& check, std::string_view name) {
  return std::any_of(check.parameters.begin(), check.parameters.end(),
                     [&](const ParameterSpec& spec) { return spec.name == name; });
}

std::string names(const std::vector<const CheckDescription*>& checks) {
  std::string list;
  for (const CheckDescription* check : checks) list.append(list.empty() ? "" : ", ").append(check->type);
  return list;
}

std::vector<PlannedCheck> plan_named(const std::vector<const CheckDescription*>& checks, const AuditInputs& inputs,
                                     const IssueTypes& types, std::optional<std::uint64_t> seed) {
  std::vector<PlannedCheck> plan;
  for (const auto& named : types) {
    const std::string& type = named.first;
    const Value& given = named.second;
    const auto check =
        std::find_if(checks.begin(), checks.end(), [&](const auto* other) { return other->type == type; });
    if (check == checks.end()) reject("issue_types", "types among " + names(checks), type);
    for (const PlannedCheck& earlier : plan) {
      if (earlier.check == *check) reject("issue_types", "each type once", type + " twice");
    }
    PlannedCheck planned;
    planned.check = *check;
    Value parameters = given;
    planned.hidden_inputs = take_hidden_inputs(type, parameters);
    const Value* own_seed = parameters.find("seed");
    if (seed && has_parameter(**check, "seed") && (!own_seed || own_seed->is_null())) {
      parameters.set("seed", static_cast<double>(*seed));
    }
    planned.parameters = Parameters(type, (*check)->parameters, parameters);
    if ((*check)->use(inputs.task)->needs_labels && !inputs.has_labels()) {
      planned.obstacle = "labels: expected one for each example, got none";
    }
    plan.push_back(std::move(planned));
  }
  return plan;
}

}  // namespace

std::vector<PlannedCheck> plan_checks(const std::vector<const CheckDescription*>& checks, const AuditInputs& inputs,
                                      const std::optional<IssueTypes>& types, std::optional<std::uint64_t> seed,
                                      std::vector<Datalab::Notice>& warnings) {
  if (types) {
    if (types->empty()) warnings.push_back({"", "No issue types were named, so none was looked for."});
    return plan_named(checks, inputs, *types, seed);
  }
  IssueTypes defaults;
  for (const CheckDescription* check : checks) {
    const CheckUse& use = *check->use(inputs.task);
    if (!use.by_default || !suffices(use, given_inputs(inputs))) continue;
    if (!use.needs_labels || inputs.has_labels()) {
      defaults.emplace_back(check->type, Value());
    } else if (check->type == "label") {
      warnings.push_back({"label", "No labels were given, so label issues were not looked for."});
    }
  }
  return plan_named(checks, inputs, defaults, seed);
}

}  // namespace assayer
