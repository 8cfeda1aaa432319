#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Class ids 0..K-1 that a reader should see by the user's own names (-1: none).
struct ClassIds {
  std::vector<std::int32_t> ids;
};

/// One class (-1: none), and a set of classes for each row, in the same sense.
struct ClassId {
  std::int32_t id = -1;
};
struct ClassSets {
  std::vector<Rows> sets;
};

/// One column of a result table; all columns of a table are equally long.
using Column = std::variant<std::vector<double>, std::vector<std::int32_t>, Flags, std::vector<std::string>,
                            std::vector<Rows>, ClassIds, ClassSets>;

struct NamedColumn {
  NamedColumn() = default;
  NamedColumn(std::string name, Column values);  // NOLINT(performance-*): moved in value.cpp
  NamedColumn(const NamedColumn& other);
  NamedColumn(NamedColumn&& other) noexcept;
  NamedColumn& operator=(const NamedColumn& other);
  NamedColumn& operator=(NamedColumn&& other) noexcept;
  ~NamedColumn();

  std::string name;
  Column values;
};

/// A table by columns.
struct Table {
  std::vector<NamedColumn> columns;
};

/// A tree of plain data, for what differs from check to check: parameters that come in, info that goes out. It crosses
/// into JavaScript as what it is: null, boolean, number, string, typed array, array, Matrix, Table, object.
class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;  ///< in order of insertion
  using Data =
      std::variant<std::monostate, bool, double, std::string, Column, Matrix, IntMatrix, List, Object, Table, ClassId>;

  Value() = default;
  // Out of line: a variant's own are large, and would stand in every file that has a Value.
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();
  template <typename T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, Value> && !std::is_integral_v<std::remove_cvref_t<T>>)
      Value(T&& value)
      : data_(std::forward<T>(value)) {}  // NOLINT: a Value is made from what it holds
  Value(bool value) : data_(value) {}     // NOLINT
  template <typename T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Value(T value)
      : data_(static_cast<double>(value)) {}                                     // NOLINT
  Value(const char* text) : data_(std::string(text)) {}                          // NOLINT
  Value(std::vector<double> values) : data_(Column(std::move(values))) {}        // NOLINT
  Value(std::vector<std::int32_t> values) : data_(Column(std::move(values))) {}  // NOLINT
  Value(std::vector<std::string> values) : data_(Column(std::move(values))) {}   // NOLINT
  Value(Flags values) : data_(Column(std::move(values))) {}                      // NOLINT

  const Data& data() const { return data_; }
  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  template <typename T>
  const T* get_if() const {
    return std::get_if<T>(&data_);
  }
  /// The member of an object, or null where this is no object or has no such member.
  const Value* find(std::string_view name) const;
  /// Add or replace a member; makes an empty Value an object.
  void set(std::string name, Value value);

 private:
  Data data_;
};

}  // namespace assayer
