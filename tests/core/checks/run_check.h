#pragma once

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "assayer/check.h"

namespace assayer::testing {

/// A source that knows one graph, or none.
class FixedNeighbors : public NeighborSource {
 public:
  explicit FixedNeighbors(KnnGraph graph = {}, std::string metric = "")
      : shared_{std::make_shared<const KnnGraph>(std::move(graph)), std::move(metric)} {}
  bool has_neighbors(Index) const override { return shared_.graph->neighbors > 0; }
  Job<SharedNeighbors> neighbors(Index, std::string) override { co_return shared_; }

 private:
  SharedNeighbors shared_;
};

inline const CheckDescription& check_named(std::string_view type, Task task) {
  for (const CheckDescription& check : built_in_checks()) {
    if (check.type == type && check.use(task)) return check;
  }
  throw std::logic_error("no such check");
}

/// Run one check on its own.
inline CheckResult run_check(std::string_view type, const AuditInputs& inputs, const Value& parameters = {},
                             FixedNeighbors neighbors = FixedNeighbors()) {
  const CheckDescription& check = check_named(type, inputs.task);
  CheckContext context(inputs, Parameters(check.type, check.parameters, parameters), neighbors);
  return run(check.run(context));
}

/// The message that an expression refuses with; "" where it does not.
template <typename Call>
std::string refusal_of(Call&& call) {
  try {
    call();
  } catch (const std::invalid_argument& refused) {
    return refused.what();
  }
  return {};
}

inline Value object(std::initializer_list<std::pair<std::string, Value>> members) {
  return Value::Object(members.begin(), members.end());
}

inline double number_at(const Value& value, std::string_view name) {
  const Value* member = value.find(name);
  REQUIRE(member);
  return std::get<double>(member->data());
}

}  // namespace assayer::testing
