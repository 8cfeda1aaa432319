#include "assayer/value.h"

namespace assayer {

NamedColumn::NamedColumn(std::string given_name, Column given_values)
    : name(std::move(given_name)), values(std::move(given_values)) {}
NamedColumn::NamedColumn(const NamedColumn& other) = default;
NamedColumn::NamedColumn(NamedColumn&& other) noexcept = default;
NamedColumn& NamedColumn::operator=(const NamedColumn& other) = default;
NamedColumn& NamedColumn::operator=(NamedColumn&& other) noexcept = default;
NamedColumn::~NamedColumn() = default;

Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

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
