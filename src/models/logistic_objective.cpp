#include "models/logistic_objective.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "models/dense_products.h"

namespace assayer {
namespace {

constexpr Index largest_block = 1200;        ///< weights of one output, up to which its Hessian is factored
constexpr Index largest_blocks = 1 << 24;    ///< numbers in the Hessians of all outputs
constexpr Index largest_gathered = 1000000;  ///< numbers kept for one fit: 8 MB
/// A class whose probabilities are all 0 or 1 has no curvature left in its intercept.
constexpr float smallest_curvature = 1e-9F;
constexpr Index hessian_rows = 64;     ///< that are added to a Hessian at a time
constexpr Index hessian_columns = 64;  ///< of those rows, which then stay in the nearest cache

/// Rows that make a factored Hessian of so many weights precise enough, if they are the heaviest.
Index sampled_rows(Index weights) { return 2000 + 2 * weights; }

/// Rows that are worked on at a time: as many as stay in a fast cache, in whole tiles of the products.
Index block_rows(Index columns) { return std::clamp<Index>(20000 / (columns + 1) / 8 * 8, 16, 256); }

std::span<const std::int32_t> part(const std::vector<std::int32_t>& values, Index first, Index size) {
  return std::span(values).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size));
}

/// log(1 + exp(x)) without overflow.
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

}  // namespace

void scores_to_probabilities(Eigen::Ref<Matrix> scores) {
  if (scores.cols() == 1) {
    for (Index i = 0; i < scores.rows(); ++i) scores(i, 0) = 1 / (1 + std::exp(-scores(i, 0)));
    return;
  }
  for (Index i = 0; i < scores.rows(); ++i) {
    const double largest = scores.row(i).maxCoeff();
    double sum = 0;
    for (Index j = 0; j < scores.cols(); ++j) sum += (scores(i, j) = std::exp(scores(i, j) - largest));
    scores.row(i) /= sum;
  }
}

LogisticObjective::LogisticObjective(const LinearDesign& design, const LogisticTask& task)
    : design_(design), task_(task) {
  if (static_cast<Index>(task.rows.size()) * (design.num_dense() + 1) <= largest_gathered) {
    design.gather(task.rows, dense_);
  }
}

/// Dense features of the task rows from `first` on.
template <typename Number>
void LogisticObjective::find_dense(Index first, Index size, DenseRows<Number>& dense) const {
  if constexpr (std::is_same_v<Number, double>) {
    if (dense_.rows() > 0) {
      dense.starts.clear();
      for (Index r = first; r < first + size; ++r) dense.starts.push_back(&dense_(r, 0));
      return;
    }
  }
  design_.find(part(task_.rows, first, size), dense);
}

Job<double> LogisticObjective::evaluate(const Matrix& point, Matrix& gradient) {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index last = point.rows() - 1;
  const Index step = block_rows(design_.num_dense());
  probabilities_.resize(n, task_.outputs());
  gradient = task_.penalty * point;
  gradient.row(last).setZero();
  const LinearWeights<double> weights = design_.split<double>(point);
  LinearWeights<double> sums = design_.split<double>(gradient);
  double loss = task_.penalty * point.topRows(last).squaredNorm() / 2;

  DenseRows<double> dense;
  Matrix scores;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    const auto rows = part(task_.rows, first, size);
    find_dense(first, size, dense);
    design_.multiply(rows, dense, weights, scores);
    for (Index r = 0; r < size; ++r) {
      const auto i = static_cast<std::size_t>(first + r);
      const Index target = task_.targets[i];
      double row_loss = 0;
      if (scores.cols() == 1) {
        row_loss = softplus(target == 1 ? -scores(r, 0) : scores(r, 0));
      } else {
        const double largest = scores.row(r).maxCoeff();
        double sum = 0;
        for (Index j = 0; j < scores.cols(); ++j) sum += std::exp(scores(r, j) - largest);
        row_loss = largest + std::log(sum) - scores(r, target);
      }
      loss += task_.weights[i] * row_loss;
    }
    scores_to_probabilities(scores);
    probabilities_.middleRows(first, size) = scores;
    for (Index r = 0; r < size; ++r) {
      const auto i = static_cast<std::size_t>(first + r);
      if (scores.cols() == 1) {
        scores(r, 0) -= task_.targets[i];
      } else {
        scores(r, task_.targets[i]) -= 1;
      }
      scores.row(r) *= task_.weights[i];
    }
    design_.add_transposed(rows, dense, scores, sums);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
  gradient = design_.join(sums);
  co_return loss;
}

Job<void> LogisticObjective::multiply(const Matrix& direction, Matrix& product) const {
  if (design_.is_centred()) {
    co_await within(0, 1, {}, multiply_in<float>(direction, product));
  } else {
    co_await within(0, 1, {}, multiply_in<double>(direction, product));
  }
}

template <typename Number>
Job<void> LogisticObjective::multiply_in(const Matrix& direction, Matrix& product) const {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index step = block_rows(design_.num_dense());
  const LinearWeights<Number> weights = design_.split<Number>(direction);
  LinearWeights<Number> sums = design_.split<Number>(Matrix::Zero(direction.rows(), direction.cols()));

  DenseRows<Number> dense;
  RowMatrix<Number> change;
  Eigen::Matrix<Number, 1, Eigen::Dynamic> probabilities;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    const auto rows = part(task_.rows, first, size);
    find_dense(first, size, dense);
    design_.multiply(rows, dense, weights, change);
    for (Index r = 0; r < size; ++r) {
      const Index i = first + r;
      const auto weight = static_cast<Number>(task_.weights[static_cast<std::size_t>(i)]);
      probabilities = probabilities_.row(i).cast<Number>();
      if (change.cols() == 1) {
        change(r, 0) *= weight * probabilities(0) * (1 - probabilities(0));
      } else {
        const Number mean = probabilities.dot(change.row(r));
        for (Index j = 0; j < change.cols(); ++j) change(r, j) = weight * probabilities(j) * (change(r, j) - mean);
      }
    }
    design_.add_transposed(rows, dense, change, sums);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
  product = design_.join(sums);
  product.topRows(product.rows() - 1) += task_.penalty * direction.topRows(direction.rows() - 1);
}

/// weight p (1 - p) of some task rows.
Matrix LogisticObjective::curvature(Index first, Index size) const {
  Matrix result(size, probabilities_.cols());
  for (Index r = 0; r < size; ++r) {
    const Index i = first + r;
    const double weight = task_.weights[static_cast<std::size_t>(i)];
    for (Index j = 0; j < result.cols(); ++j) result(r, j) = weight * probabilities_(i, j) * (1 - probabilities_(i, j));
  }
  return result;
}

/// Penalty + sum_i curvature_i x_i x_i^T (the upper triangle), of about `most_rows` rows at most: the heaviest, and
/// evenly spread ones that stand for the others.
Job<FloatMatrix> LogisticObjective::hessian(Vector curvature, Index most_rows) const {
  double low = 0, heavy = 0;  // rows of at least `heavy` are all taken
  if (curvature.size() > most_rows) {
    heavy = curvature.maxCoeff();
    for (double high = heavy * static_cast<double>(curvature.size()) / static_cast<double>(most_rows);
         high - low > 1e-3 * high;) {
      heavy = (low + high) / 2;
      const double taken = heavy > 0 ? (curvature / heavy).cwiseMin(1).sum() : 0;
      (taken > static_cast<double>(most_rows) ? low : high) = heavy;
    }
  }
  std::vector<std::int32_t> rows;
  std::vector<double> roots;
  double owed = 0.5;
  for (Index i = 0; i < curvature.size(); ++i) {
    const double share = heavy > 0 ? std::min(1.0, curvature(i) / heavy) : 1.0;
    if (share < 1) {
      owed += share;
      if (owed < 1) continue;
      owed -= 1;
    }
    rows.push_back(task_.rows[static_cast<std::size_t>(i)]);
    roots.push_back(std::sqrt(curvature(i) / share));
  }

  const Index d = design_.columns();
  FloatMatrix sums = FloatMatrix::Zero(d, d), block;
  std::vector<const float*> starts;
  const auto taken = static_cast<Index>(rows.size());
  for (Index first = 0; first < taken; first += hessian_rows) {
    const Index size = std::min(hessian_rows, taken - first);
    design_.gather(part(rows, first, size), block);
    for (Index r = 0; r < size; ++r) block.row(r) *= static_cast<float>(roots[static_cast<std::size_t>(first + r)]);
    starts.resize(static_cast<std::size_t>(size));
    for (Index k = 0; k < d; k += hessian_columns) {
      const Index end = std::min(k + hessian_columns, d);
      for (Index r = 0; r < size; ++r) starts[static_cast<std::size_t>(r)] = &block(r, k);
      add_transposed_product<float>(block.data(), d, starts, end, end - k, &sums(0, k), d);
    }
    co_await pause(static_cast<double>(first) / static_cast<double>(taken));
  }
  sums.diagonal().head(d - 1).array() += static_cast<float>(task_.penalty);
  sums(d - 1, d - 1) += smallest_curvature;
  co_return sums;
}

Job<Matrix> LogisticObjective::hessian_diagonal() const {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index step = block_rows(design_.num_dense());
  Matrix diagonal = Matrix::Constant(design_.columns(), task_.outputs(), task_.penalty);
  diagonal.row(diagonal.rows() - 1).setZero();
  DenseRows<double> dense;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    find_dense(first, size, dense);
    design_.add_squares(part(task_.rows, first, size), dense, curvature(first, size), diagonal);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
  co_return diagonal;
}

double LogisticObjective::precondition_cost() const {
  const Index d = design_.columns();
  if (!design_.is_dense() || d > largest_block || d * d * task_.outputs() > largest_blocks)
    return std::numeric_limits<double>::infinity();
  const auto n = static_cast<Index>(task_.rows.size());
  return static_cast<double>(std::min(n, sampled_rows(d)) * d + d * d / 3) / static_cast<double>(4 * n);
}

Job<LogisticPreconditioner> LogisticObjective::precondition(bool is_shared) const {
  const Index d = design_.columns();
  LogisticPreconditioner result;
  if (!design_.is_dense() || d > largest_block) {
    result.diagonal_ = co_await hessian_diagonal();
    result.diagonal_.array() += smallest_curvature;
    co_return result;
  }
  const Matrix curved = curvature(0, static_cast<Index>(task_.rows.size()));
  const Index count = is_shared ? 1 : task_.outputs();
  for (Index j = 0; j < count; ++j) {
    Vector weights = is_shared ? Vector(curved.rowwise().mean()) : Vector(curved.col(j));
    FloatMatrix summed = co_await hessian(std::move(weights), sampled_rows(d));
    FloatCholesky factored = co_await FloatCholesky::factor(std::move(summed));
    result.blocks_.push_back(std::move(factored));
  }
  co_return result;
}

void LogisticPreconditioner::apply(const Matrix& residual, Matrix& result) const {
  // What all outputs have in common changes no probability and is 0 at the optimum, but a solution by outputs would
  // bring it in, and with it a bad condition: both sides are projected.
  const bool is_shared = residual.cols() > 1;
  Matrix own = residual;
  if (is_shared) own.colwise() -= residual.rowwise().mean();
  if (!blocks_.empty()) {
    result.resize(residual.rows(), residual.cols());
    for (Index j = 0; j < residual.cols(); ++j) {
      // Residuals shrink without end; floats do not.
      const double size = std::max(own.col(j).cwiseAbs().maxCoeff(), std::numeric_limits<double>::min());
      Eigen::VectorXf column = (own.col(j) / size).cast<float>();
      blocks_[blocks_.size() == 1 ? 0 : static_cast<std::size_t>(j)].solve(column);
      result.col(j) = size * column.cast<double>();
    }
  } else {
    result = own.cwiseQuotient(diagonal_);
  }
  if (is_shared) result.colwise() -= Vector(result.rowwise().mean());
}

}  // namespace assayer
