#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "assayer/value.h"

namespace assayer {

/// One parameter of a check: what it may be, and what it means. Documentation, validation and default in one place.
struct ParameterSpec {
  enum class Kind {
    boolean,
    integer,   ///< a whole number
    number,    ///< a finite number
    text,      ///< one of `choices`, or any text where there are none
    metric,    ///< the name of a metric, kept in its canonical spelling
    integers,  ///< a list of whole numbers
    numbers,   ///< a list of finite numbers
    matrix,    ///< a matrix of finite numbers
    object,    ///< parameters of its own: `members`
  };

  std::string name;
  Kind kind = Kind::number;
  Value default_value = {};  ///< null: no value unless the user gives one; the check decides what that means
  std::string doc = {};      ///< one sentence
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  ///< `least` itself is refused
  std::vector<std::string> choices = {};
  std::vector<ParameterSpec> members = {};
};

/// The parameters of one run of a check: every declared one, given or default, already checked.
class Parameters {
 public:
  Parameters() = default;
  /// Check what was given against the declarations and fill in the defaults. Null means default.
  /// @param owner  how messages name the whole: "outlier"
  /// @throws std::invalid_argument  an unknown name (with the list of the known ones), a wrong type, a value out of
  /// range
  Parameters(std::string owner, const std::vector<ParameterSpec>& specs, const Value& given);

  /// A declared parameter has a value: one was given or there is a default.
  bool has(std::string_view name) const;
  bool flag(std::string_view name) const;
  Index integer(std::string_view name) const;
  double number(std::string_view name) const;
  const std::string& text(std::string_view name) const;  ///< also of a metric
  const std::vector<std::int32_t>& integers(std::string_view name) const;
  const std::vector<double>& numbers(std::string_view name) const;
  const Matrix& matrix(std::string_view name) const;
  Parameters object(std::string_view name) const;
  /// The value as it is; null where there is none.
  const Value& value(std::string_view name) const;

 private:
  std::string owner_;
  Value values_ = Value::Object();
};

}  // namespace assayer
