#include "models/ridge_regression.h"

#include <algorithm>
#include <cmath>

namespace assayer {
namespace {

constexpr Index block_rows = 256;
constexpr int most_steps = 200;
constexpr double enough = 1e-6;  ///< of the first residual

double dot(const Matrix& a, const Matrix& b) { return a.cwiseProduct(b).sum(); }

std::span<const std::int32_t> block_at(const std::vector<std::int32_t>& rows, std::size_t first) {
  return std::span(rows).subspan(first, std::min<std::size_t>(block_rows, rows.size() - first));
}

/// (X^T X + penalty) direction
Job<void> multiply(const LinearDesign& design, const std::vector<std::int32_t>& rows, double penalty,
                   const Matrix& direction, Matrix& product) {
  const LinearWeights<double> weights = design.split<double>(direction);
  product = penalty * direction;
  product.row(product.rows() - 1).setZero();
  LinearWeights<double> sums = design.split<double>(product);
  DenseRows<double> dense;
  Matrix scores;
  for (std::size_t first = 0; first < rows.size(); first += block_rows) {
    const auto some = block_at(rows, first);
    design.find(some, dense);
    design.multiply(some, dense, weights, scores);
    design.add_transposed(some, dense, scores, sums);
    co_await pause(static_cast<double>(first) / static_cast<double>(rows.size()));
  }
  product = design.join(sums);
}

}  // namespace

Job<Matrix> ridge_regression(const LinearDesign& design, std::span<const double> targets,
                             const std::vector<std::int32_t>& rows, double penalty) {
  const Index d = design.columns();
  Matrix diagonal = Matrix::Constant(d, 1, penalty), some_targets;
  DenseRows<double> dense;
  LinearWeights<double> products = design.split<double>(Matrix::Zero(d, 1));
  diagonal(d - 1, 0) = 0;
  for (std::size_t first = 0; first < rows.size(); first += block_rows) {
    const auto some = block_at(rows, first);
    some_targets.resize(static_cast<Index>(some.size()), 1);
    for (std::size_t r = 0; r < some.size(); ++r) {
      some_targets(static_cast<Index>(r), 0) = targets[static_cast<std::size_t>(some[r])];
    }
    design.find(some, dense);
    design.add_transposed(some, dense, some_targets, products);
    design.add_squares(some, dense, Matrix::Ones(some_targets.rows(), 1), diagonal);
    co_await pause(0);
  }

  Matrix weights = Matrix::Zero(d, 1), product;
  Matrix residual = design.join(products);
  Matrix solved = residual.cwiseQuotient(diagonal), search = solved;
  double size = dot(residual, solved);
  const double target = size * enough * enough;
  for (int step = 0; step < most_steps && size > target; ++step) {
    const double done = static_cast<double>(step) / most_steps;
    co_await within(done, done, {}, multiply(design, rows, penalty, search, product));
    const double curvature = dot(search, product);
    if (!(curvature > 0)) break;
    weights += size / curvature * search;
    residual -= size / curvature * product;
    solved = residual.cwiseQuotient(diagonal);
    const double next = dot(residual, solved);
    search = solved + next / size * search;
    size = next;
  }
  co_return weights;
}

}  // namespace assayer
