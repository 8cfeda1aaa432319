#include "assayer/check_parameters.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "assayer/neighbors.h"

namespace assayer {
namespace {

using Kind = ParameterSpec::Kind;

std::string quoted_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list.append(list.empty() ? "" : ", ").append(word);
  return list;
}

std::string range_text(const ParameterSpec& spec, std::string what) {
  const bool has_least = std::isfinite(spec.least), has_most = std::isfinite(spec.most);
  if (has_least && has_most) {
    what.append(spec.above_least ? " in (" : " in [").append(format_number(spec.least)).append(", ");
    return what.append(format_number(spec.most)).append("]");
  }
  if (has_least) return what.append(spec.above_least ? " > " : " >= ").append(format_number(spec.least));
  if (has_most) return what.append(" <= ").append(format_number(spec.most));
  return what;
}

std::string kind_text(const ParameterSpec& spec) {
  switch (spec.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return range_text(spec, "a whole number");
    case Kind::number:
      return range_text(spec, "a number");
    case Kind::text:
      return spec.choices.empty() ? "a text" : "one of " + quoted_list(spec.choices);
    case Kind::integers:
      return range_text(spec, "a list of whole numbers, each");
    case Kind::numbers:
      return range_text(spec, "a list of numbers, each");
    case Kind::matrix:
      return "a matrix of numbers";
    case Kind::metric:
      return "the name of a metric";
    case Kind::object:
      return "an object of parameters";
  }
  return {};
}

std::string got_text(const Value& value) {
  if (const auto* number = value.get_if<double>()) return format_number(*number);
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* flag = value.get_if<bool>()) return *flag ? "true" : "false";
  if (value.get_if<Value::Object>() || value.get_if<Table>()) return "an object";
  return "a list";
}

bool in_range(const ParameterSpec& spec, double value) {
  return std::isfinite(value) && value <= spec.most && (spec.above_least ? value > spec.least : value >= spec.least);
}

bool is_whole(double value) { return value == std::floor(value); }

/// A list in whatever form it came; false where the value is none.
bool read_numbers(const Value& value, std::vector<double>& numbers) {
  if (const auto* column = value.get_if<Column>()) {
    if (const auto* doubles = std::get_if<std::vector<double>>(column))
      numbers = *doubles;
    else if (const auto* ints = std::get_if<std::vector<std::int32_t>>(column))
      numbers.assign(ints->begin(), ints->end());
    else if (const auto* flags = std::get_if<Flags>(column))
      numbers.assign(flags->begin(), flags->end());
    else
      return false;
    return true;
  }
  const auto* list = value.get_if<Value::List>();
  if (!list) return false;
  for (const Value& item : *list) {
    const auto* number = item.get_if<double>();
    if (!number) return false;
    numbers.push_back(*number);
  }
  return true;
}

Value checked_list(const std::string& name, const ParameterSpec& spec, const Value& given) {
  std::vector<double> numbers;
  if (!read_numbers(given, numbers)) reject(name, kind_text(spec), got_text(given));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool is_wrong_kind = spec.kind == Kind::integers && !is_whole(numbers[i]);
    if (is_wrong_kind || !in_range(spec, numbers[i])) {
      reject(at(name, static_cast<std::int64_t>(i)),
             range_text(spec, spec.kind == Kind::integers ? "a whole number" : "a number"), numbers[i]);
    }
  }
  if (spec.kind == Kind::numbers) return numbers;
  return std::vector<std::int32_t>(numbers.begin(), numbers.end());
}

/// A matrix in whatever form it came: a matrix, or a list of equally long lists.
Value checked_matrix(const std::string& name, const ParameterSpec& spec, const Value& given) {
  Matrix matrix;
  if (const auto* doubles = given.get_if<Matrix>())
    matrix = *doubles;
  else if (const auto* ints = given.get_if<IntMatrix>())
    matrix = ints->cast<double>();
  else if (const auto* rows = given.get_if<Value::List>()) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      std::vector<double> row;
      if (!read_numbers((*rows)[i], row))
        reject(at(name, static_cast<std::int64_t>(i)), "a list of numbers", got_text((*rows)[i]));
      if (i == 0) matrix.resize(static_cast<Index>(rows->size()), static_cast<Index>(row.size()));
      if (static_cast<Index>(row.size()) != matrix.cols()) {
        reject(at(name, static_cast<std::int64_t>(i)), std::to_string(matrix.cols()) + " numbers",
               static_cast<std::int64_t>(row.size()));
      }
      for (std::size_t j = 0; j < row.size(); ++j) matrix(static_cast<Index>(i), static_cast<Index>(j)) = row[j];
    }
  } else {
    reject(name, kind_text(spec), got_text(given));
  }
  for (Index i = 0; i < matrix.rows(); ++i) {
    for (Index j = 0; j < matrix.cols(); ++j) {
      if (!in_range(spec, matrix(i, j))) reject(at(name, i, j), range_text(spec, "a number"), matrix(i, j));
    }
  }
  return matrix;
}

Value checked_object(const std::string& name, const std::vector<ParameterSpec>& specs, const Value& given);

Value checked(const std::string& name, const ParameterSpec& spec, const Value& given) {
  switch (spec.kind) {
    case Kind::boolean:
      if (!given.get_if<bool>()) reject(name, kind_text(spec), got_text(given));
      return given;
    case Kind::integer:
    case Kind::number: {
      const auto* number = given.get_if<double>();
      if (!number || !in_range(spec, *number) || (spec.kind == Kind::integer && !is_whole(*number))) {
        reject(name, kind_text(spec), got_text(given));
      }
      return given;
    }
    case Kind::text: {
      const auto* text = given.get_if<std::string>();
      bool is_choice = text && spec.choices.empty();
      for (const std::string& choice : spec.choices) is_choice = is_choice || (text && *text == choice);
      if (!is_choice) reject(name, kind_text(spec), got_text(given));
      return given;
    }
    case Kind::metric: {
      const auto* text = given.get_if<std::string>();
      if (!text) reject(name, kind_text(spec), got_text(given));
      const Metric metric = metric_from_name(*text);
      return metric == Metric::automatic ? Value() : Value(std::string(metric_name(metric)));
    }
    case Kind::integers:
    case Kind::numbers:
      return checked_list(name, spec, given);
    case Kind::matrix:
      return checked_matrix(name, spec, given);
    case Kind::object:
      return checked_object(name, spec.members, given);
  }
  return given;
}

Value checked_object(const std::string& name, const std::vector<ParameterSpec>& specs, const Value& given) {
  const auto* members = given.get_if<Value::Object>();
  if (!members && !given.is_null()) reject(name, "an object of parameters", got_text(given));
  if (members) {
    for (const auto& [key, value] : *members) {
      std::vector<std::string> known(specs.size());
      std::transform(specs.begin(), specs.end(), known.begin(), [](const ParameterSpec& spec) { return spec.name; });
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        reject(name, known.empty() ? "no parameters" : "parameters among " + quoted_list(known), "the unknown " + key);
      }
    }
  }
  Value::Object complete;
  for (const ParameterSpec& spec : specs) {
    const Value* value = given.find(spec.name);
    const std::string place = name + "." + spec.name;
    if (value && !value->is_null())
      complete.emplace_back(spec.name, checked(place, spec, *value));
    else if (spec.kind == Kind::object)
      complete.emplace_back(spec.name, checked_object(place, spec.members, {}));
    else
      complete.emplace_back(spec.name, spec.default_value);
  }
  return complete;
}

}  // namespace

Parameters::Parameters(std::string owner, const std::vector<ParameterSpec>& specs, const Value& given)
    : values_(checked_object(owner, specs, given)) {}

const Value& Parameters::value(std::string_view name) const { return *values_.find(name); }

bool Parameters::has(std::string_view name) const { return !value(name).is_null(); }

bool Parameters::flag(std::string_view name) const { return std::get<bool>(value(name).data()); }

Index Parameters::integer(std::string_view name) const { return static_cast<Index>(number(name)); }

double Parameters::number(std::string_view name) const { return std::get<double>(value(name).data()); }

const std::string& Parameters::text(std::string_view name) const { return std::get<std::string>(value(name).data()); }

const std::vector<std::int32_t>& Parameters::integers(std::string_view name) const {
  return std::get<std::vector<std::int32_t>>(std::get<Column>(value(name).data()));
}

const std::vector<double>& Parameters::numbers(std::string_view name) const {
  return std::get<std::vector<double>>(std::get<Column>(value(name).data()));
}

const Matrix& Parameters::matrix(std::string_view name) const { return std::get<Matrix>(value(name).data()); }

Parameters Parameters::object(std::string_view name) const {
  Parameters parameters;
  parameters.values_ = value(name);
  return parameters;
}

}  // namespace assayer
