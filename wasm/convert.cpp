#include "convert.h"

#include <algorithm>

#include "assayer/error.h"

namespace assayer::wasm {
namespace {

bool is_instance(const val& input, const char* type) { return input.instanceof (val::global(type)); }

Index size_of(const val& input, const char* side) { return static_cast<Index>(input[side].as<double>()); }

template <typename Target>
void read_matrix_data(const val& input, Target& matrix) {
  matrix.resize(size_of(input, "rows"), size_of(input, "columns"));
  if (matrix.size() == 0) return;
  const auto size = static_cast<std::size_t>(matrix.size());
  val(emscripten::typed_memory_view(size, matrix.data())).call<void>("set", input["data"]);
}

template <typename Target>
MatrixView copy_rows(const val& data, Target& block, Index begin, Index end) {
  const Index columns = block.cols();
  const val part = data.call<val>("subarray", static_cast<double>(begin * columns), static_cast<double>(end * columns));
  block.resize(end - begin, columns);
  val(emscripten::typed_memory_view(static_cast<std::size_t>(block.size()), block.data())).call<void>("set", part);
  return MatrixView(block);
}

val column_object(const char* kind, val values) {
  val object = val::object();
  object.set("kind", std::string(kind));
  object.set("values", std::move(values));
  return object;
}

val list_column(const char* kind, const std::vector<Rows>& lists) {
  std::vector<std::int32_t> flat;
  std::vector<std::uint32_t> offsets{0};
  for (const Rows& list : lists) {
    flat.insert(flat.end(), list.begin(), list.end());
    offsets.push_back(static_cast<std::uint32_t>(flat.size()));
  }
  val object = column_object(kind, to_typed_array(flat));
  object.set("offsets", to_typed_array(offsets));
  return object;
}

struct ColumnConverter {
  val operator()(const std::vector<double>& values) const { return column_object("number", to_typed_array(values)); }
  val operator()(const std::vector<std::int32_t>& values) const {
    return column_object("integer", to_typed_array(values));
  }
  val operator()(const Flags& values) const { return column_object("flag", to_typed_array(values)); }
  val operator()(const std::vector<std::string>& values) const { return column_object("text", from_strings(values)); }
  val operator()(const ClassIds& values) const { return column_object("class", to_typed_array(values.ids)); }
  val operator()(const std::vector<Rows>& lists) const { return list_column("list", lists); }
  val operator()(const ClassSets& values) const { return list_column("class_list", values.sets); }
};

struct ValueConverter {
  val operator()(std::monostate) const { return val::null(); }
  val operator()(bool value) const { return val(value); }
  val operator()(double value) const { return val(value); }
  val operator()(const std::string& text) const { return val(text); }
  val operator()(const Column& column) const { return from_column(column); }
  val operator()(const Matrix& matrix) const { return from_matrix(matrix); }
  val operator()(const IntMatrix& matrix) const { return from_matrix(matrix.cast<double>()); }
  val operator()(const Table& table) const { return from_table(table); }
  val operator()(const ClassId& value) const {
    val object = val::object();
    object.set("class", value.id);
    return object;
  }
  val operator()(const Value::List& list) const {
    val array = val::array();
    for (const Value& value : list) array.call<void>("push", from_value(value));
    return array;
  }
  val operator()(const Value::Object& members) const {
    val object = val::object();
    for (const auto& [name, value] : members) object.set(name, from_value(value));
    return object;
  }
};

template <typename Dense>
val from_dense(const Dense& matrix) {
  val object = val::object();
  object.set("data", to_typed_array(matrix.data(), static_cast<std::size_t>(matrix.size())));
  object.set("rows", static_cast<double>(matrix.rows()));
  object.set("columns", static_cast<double>(matrix.cols()));
  return object;
}

}  // namespace

std::vector<std::string> to_strings(const val& array) {
  const auto size = array["length"].as<std::size_t>();
  std::vector<std::string> strings;
  strings.reserve(size);
  for (std::size_t i = 0; i < size; ++i) strings.push_back(array[i].as<std::string>());
  return strings;
}

MatrixReader::MatrixReader(const val& input, const char* argument)
    : data_(input["data"]), argument_(argument), rows_(size_of(input, "rows")), columns_(size_of(input, "columns")) {
  block_.is_float = is_instance(data_, "Float32Array");
  block_.floats.resize(0, columns_);
  block_.doubles.resize(0, columns_);
}

MatrixView MatrixReader::read(Index begin, Index end) {
  if (data_["length"].as<double>() != static_cast<double>(rows_ * columns_))
    reject(argument_, "an array that is not transferred while it is read", "an empty one");
  return block_.is_float ? copy_rows(data_, block_.floats, begin, end) : copy_rows(data_, block_.doubles, begin, end);
}

OwnedMatrix to_owned_matrix(const val& input) {
  OwnedMatrix matrix;
  matrix.is_float = is_instance(input["data"], "Float32Array");
  if (matrix.is_float) {
    read_matrix_data(input, matrix.floats);
  } else {
    read_matrix_data(input, matrix.doubles);
  }
  return matrix;
}

Matrix to_matrix(const val& input) {
  Matrix matrix;
  read_matrix_data(input, matrix);
  return matrix;
}

KnnGraph to_knn_graph(const val& input) {
  KnnGraph graph;
  graph.rows = static_cast<Index>(input["rows"].as<double>());
  graph.neighbors = static_cast<Index>(input["neighbors"].as<double>());
  graph.indices = to_vector<std::int32_t>(input["indices"]);
  graph.distances = to_vector<double>(input["distances"]);
  return graph;
}

Value to_value(const val& input) {
  if (input.isUndefined() || input.isNull()) return {};
  const auto type = input.typeOf().as<std::string>();
  if (type == "boolean") return Value(input.as<bool>());
  if (type == "number") return Value(input.as<double>());
  if (type == "string") return Value(input.as<std::string>());
  if (type != "object") reject("value", "plain data", std::string_view(type));
  if (is_instance(input, "Float64Array")) return Value(to_vector<double>(input));
  if (is_instance(input, "Int32Array")) return Value(to_vector<std::int32_t>(input));
  if (is_instance(input, "Uint8Array")) return Value(to_vector<std::uint8_t>(input));
  if (input.isArray()) {
    Value::List list;
    const auto size = input["length"].as<std::size_t>();
    for (std::size_t i = 0; i < size; ++i) list.push_back(to_value(input[i]));
    return Value(std::move(list));
  }
  if (has_option(input, "data") && has_option(input, "rows")) return Value(to_matrix(input));
  Value::Object members;
  const val names = val::global("Object").call<val>("keys", input);
  const auto size = names["length"].as<std::size_t>();
  for (std::size_t i = 0; i < size; ++i) {
    auto name = names[i].as<std::string>();
    Value member = to_value(input[name]);
    members.emplace_back(std::move(name), std::move(member));
  }
  return Value(std::move(members));
}

val from_strings(const std::vector<std::string>& strings) {
  val array = val::array();
  for (const std::string& text : strings) array.call<void>("push", text);
  return array;
}

val from_matrix(const Matrix& matrix) { return from_dense(matrix); }
val from_float_matrix(const FloatMatrix& matrix) { return from_dense(matrix); }

val from_knn_graph(const KnnGraph& graph) {
  val object = val::object();
  object.set("indices", to_typed_array(graph.indices));
  object.set("distances", to_typed_array(graph.distances));
  object.set("rows", static_cast<double>(graph.rows));
  object.set("neighbors", static_cast<double>(graph.neighbors));
  return object;
}

val from_column(const Column& column) { return std::visit(ColumnConverter(), column); }

val from_table(const Table& table) {
  val columns = val::array();
  for (const NamedColumn& column : table.columns) {
    val object = from_column(column.values);
    object.set("name", column.name);
    columns.call<void>("push", object);
  }
  val result = val::object();
  result.set("table", columns);
  return result;
}

val from_value(const Value& value) { return std::visit(ValueConverter(), value.data()); }

}  // namespace assayer::wasm
