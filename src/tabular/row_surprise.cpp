#include "assayer/row_surprise.h"

#include <algorithm>
#include <cmath>

#include "assayer/error.h"
#include "tabular/cell_surprise.h"
#include "tabular/mahalanobis.h"

namespace assayer {
namespace {

constexpr Index nearest = 5;            ///< neighbours whose mean distance counts
constexpr double flag_deviation = 4.5;  ///< beyond, a row is flagged; its score is then below 0.5

void check(const RawTable& table, const Schema& schema, const EncodedTable& encoded, const KnnGraph& graph) {
  if (schema.columns.size() != table.columns.size()) {
    reject("schema", std::to_string(table.columns.size()) + " columns", schema.columns.size());
  }
  const std::string rows = std::to_string(table.rows) + " rows";
  if (encoded.neighbors.rows() != table.rows) reject("encoded", rows, encoded.neighbors.rows());
  if (graph.rows != 0 && graph.rows != table.rows) reject("knn_graph", rows, graph.rows);
}

/// Fourth-power mean without the division: close to the oddest cell, a little more where several are odd.
Vector oddest_cells(const FloatMatrix& cells) {
  return cells.cast<double>().array().square().square().rowwise().sum().sqrt().sqrt();
}

Vector mean_neighbor_distances(const KnnGraph& graph) {
  const Index k = std::min(nearest, graph.neighbors);
  Vector means(graph.rows);
  for (Index i = 0; i < graph.rows; ++i) {
    double sum = 0;
    for (Index j = 0; j < k; ++j) sum += graph.distances[static_cast<std::size_t>(i * graph.neighbors + j)];
    means(i) = sum / static_cast<double>(k);
  }
  return means;
}

/// Raise the oddness of rows to that which one of their sides shows, in deviations of that side's own tail.
void raise(Vector& oddness, const Vector& side) {
  if (side.size() == 0) return;
  const TailScale tail{std::span<const double>(side.data(), static_cast<std::size_t>(side.size()))};
  for (Index i = 0; i < oddness.size(); ++i) oddness(i) = std::max(oddness(i), tail.above(side(i)));
}

}  // namespace

Job<RowSurprise> find_surprising_rows(const RawTable& table, const Schema& schema, const EncodedTable& encoded,
                                      const KnnGraph& graph) {
  check(table, schema, encoded, graph);
  const Index n = table.rows;
  RowSurprise result;
  result.cells = FloatMatrix::Zero(n, static_cast<Index>(table.columns.size()));
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = 0.6 * static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    if (schema.columns[c].role != ColumnRole::feature) continue;
    const TypedColumn typed = co_await within(done, done, "cells", interpret(table.columns[c], schema.columns[c].kind));
    const std::vector<float> surprise = co_await within(done, done, "cells", cell_surprise(typed));
    for (Index i = 0; i < n; ++i) result.cells(i, static_cast<Index>(c)) = surprise[static_cast<std::size_t>(i)];
  }
  Vector oddness = Vector::Zero(n);
  raise(oddness, oddest_cells(result.cells));

  // Among texts alone being far from the others means little: most texts are.
  const Index plain_columns = encoded.neighbors.cols() - encoded.text_reduced.cols();
  if (plain_columns > 0) {
    if (graph.neighbors > 0) raise(oddness, mean_neighbor_distances(graph));
    raise(oddness, co_await within(0.6, 1, "covariance", mahalanobis_distances(encoded.neighbors, plain_columns)));
  }
  result.scores = (-std::log(2.0) / flag_deviation * oddness.array()).exp();
  for (Index i = 0; i < n; ++i) result.is_issue.push_back(oddness(i) > flag_deviation);
  co_return result;
}

}  // namespace assayer
