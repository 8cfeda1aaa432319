#pragma once
// The only place where memory crosses between JavaScript and the core. Each crossing copies once; no view into the heap
// leaves (it would go stale when the heap grows), and there is nothing to free on the JavaScript side.

#include <emscripten/val.h>

#include <cstdint>
#include <string>
#include <vector>

#include "assayer/knn_graph.h"
#include "assayer/matrix.h"
#include "assayer/value.h"

namespace assayer::wasm {

using emscripten::val;

/// A matrix that the core owns: float or double, as it came.
struct OwnedMatrix {
  Matrix doubles;
  FloatMatrix floats;
  bool is_float = false;
  MatrixView view() const { return is_float ? MatrixView(floats) : MatrixView(doubles); }
};

/// From a typed array of the matching element type.
template <typename Number>
std::vector<Number> to_vector(const val& array) {
  std::vector<Number> values(array["length"].as<std::size_t>());
  if (!values.empty()) {
    val(emscripten::typed_memory_view(values.size(), values.data())).call<void>("set", array);
  }
  return values;
}
std::vector<std::string> to_strings(const val& array);

/// The rows of a matrix that stays in JavaScript, copied as they are asked for: a block in the cache instead of all.
class MatrixReader {
 public:
  /// From `{ data: Float64Array | Float32Array, rows, columns }`, which must not change while it is read.
  /// @param argument  what errors call it
  MatrixReader(const val& input, const char* argument);

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  /// The rows [begin, end); valid until the next call. @throws std::invalid_argument  where the data are gone
  MatrixView read(Index begin, Index end);

 private:
  val data_;
  const char* argument_;
  Index rows_, columns_;
  OwnedMatrix block_;
};

/// From `{ data: Float64Array | Float32Array, rows, columns }`; `to_matrix` wants doubles.
OwnedMatrix to_owned_matrix(const val& input);
Matrix to_matrix(const val& input);
/// From `{ indices: Int32Array, distances: Float64Array, rows, neighbors }`.
KnnGraph to_knn_graph(const val& input);
/// From plain data: null, boolean, number, string, typed arrays, arrays, matrices, objects.
Value to_value(const val& input);

/// To a typed array that JavaScript owns.
template <typename Number>
val to_typed_array(const Number* data, std::size_t size) {
  return val(emscripten::typed_memory_view(size, data)).template call<val>("slice");
}
template <typename Number>
val to_typed_array(const std::vector<Number>& values) {
  return to_typed_array(values.data(), values.size());
}
inline val to_typed_array(const Vector& values) {
  return to_typed_array(values.data(), static_cast<std::size_t>(values.size()));
}

val from_strings(const std::vector<std::string>& strings);
val from_matrix(const Matrix& matrix);             ///< `{ data: Float64Array, rows, columns }`
val from_float_matrix(const FloatMatrix& matrix);  ///< `{ data: Float32Array, rows, columns }`
val from_knn_graph(const KnnGraph& graph);
/// `{ kind, values[, offsets] }`: kind is number, integer, flag, text, class (ids), list or class_list
/// (`offsets`: n + 1 ends).
val from_column(const Column& column);
/// `{ table: [{ name, kind, values[, offsets] }] }`
val from_table(const Table& table);
/// A single class becomes `{ class: id }`.
val from_value(const Value& value);

/// The option `name`, or `fallback` where it was not given: defaults live in C++ only.
template <typename T>
T option(const val& options, const char* name, T fallback) {
  if (options.isUndefined() || options.isNull()) return fallback;
  const val given = options[name];
  return given.isUndefined() || given.isNull() ? fallback : given.as<T>();
}
inline bool has_option(const val& options, const char* name) {
  if (options.isUndefined() || options.isNull()) return false;
  const val given = options[name];
  return !given.isUndefined() && !given.isNull();
}

}  // namespace assayer::wasm
