#include "assayer/value.h"

namespace assayer {

const Value* Value::find(std::string_view name) const {
  const auto* members = std::get_if<Object>(&data_);
  if (!members) return nullptr;
  for (const auto& [key, value] : *members) {
    if (key == name) return &value;
  }
  return nullptr;
}

void Value::set(std::string name, Value value) {
  if (is_null()) data_ = Object();
  auto& members = std::get<Object>(data_);
  for (auto& [key, old] : members) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  members.emplace_back(std::move(name), std::move(value));
}

}  // namespace assayer
