#include "models/logistic_objective.h"

#include <algorithm>
#include <cmath>

#include "models/dense_products.h"

namespace assayer {
namespace {

constexpr Index largest_whole = 1300;  ///< weights of all outputs together, up to which the whole Hessian is factored
constexpr Index largest_quick = 300;   ///< the same where few steps are expected
constexpr Index largest_block = 1200;  ///< weights of one output, up to which its Hessian is factored
constexpr Index largest_gathered = 1000000;  ///< numbers kept for one fit: 8 MB
constexpr double block_budget = 2.5e9;       ///< multiplications that one Hessian for each output may cost

/// Only every so many-th row goes into a factored Hessian of this many weights: that is precise enough.
Index sampling_step(Index rows, Index weights) { return std::max<Index>(1, rows / (2000 + 4 * weights)); }

/// Rows that are worked on between two pauses: about a million multiplications.
Index block_rows(Index columns, Index outputs) {
  return std::clamp<Index>(400000 / std::max<Index>(1, columns * outputs), 16, 512);
}

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

/// Dense features of the task rows from `first` on; in `scratch`, unless all are at hand.
DenseBlock LogisticObjective::dense_rows(Index first, Index size, Matrix& scratch) const {
  if (dense_.rows() > 0) return dense_.middleRows(first, size);
  design_.gather(part(task_.rows, first, size), scratch);
  return scratch;
}

Job<double> LogisticObjective::evaluate(const Matrix& point, Matrix& gradient) {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index last = point.rows() - 1;
  const Index step = block_rows(design_.num_dense(), task_.outputs());
  probabilities_.resize(n, task_.outputs());
  gradient = task_.penalty * point;
  gradient.row(last).setZero();
  double loss = task_.penalty * point.topRows(last).squaredNorm() / 2;

  Matrix block, scores;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    const auto rows = part(task_.rows, first, size);
    const DenseBlock dense = dense_rows(first, size, block);
    design_.multiply(rows, dense, point, scores);
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
    design_.add_transposed(rows, dense, scores, gradient);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
  co_return loss;
}

Job<void> LogisticObjective::multiply(const Matrix& direction, Matrix& product) const {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index step = block_rows(design_.num_dense(), task_.outputs());
  product = task_.penalty * direction;
  product.row(product.rows() - 1).setZero();

  Matrix block, change;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    const auto rows = part(task_.rows, first, size);
    const DenseBlock dense = dense_rows(first, size, block);
    design_.multiply(rows, dense, direction, change);
    for (Index r = 0; r < size; ++r) {
      const Index i = first + r;
      const double weight = task_.weights[static_cast<std::size_t>(i)];
      if (change.cols() == 1) {
        change(r, 0) *= weight * probabilities_(i, 0) * (1 - probabilities_(i, 0));
      } else {
        const double mean = probabilities_.row(i).dot(change.row(r));
        for (Index j = 0; j < change.cols(); ++j) change(r, j) = weight * probabilities_(i, j) * (change(r, j) - mean);
      }
    }
    design_.add_transposed(rows, dense, change, product);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
}

/// weight p (1 - p) of every `step`-th task row from `first`, times `step`.
Matrix LogisticObjective::curvature(Index first, Index size, Index step) const {
  Matrix result(size, probabilities_.cols());
  for (Index r = 0; r < size; ++r) {
    const Index i = first + r * step;
    const double weight = static_cast<double>(step) * task_.weights[static_cast<std::size_t>(i)];
    for (Index j = 0; j < result.cols(); ++j) result(r, j) = weight * probabilities_(i, j) * (1 - probabilities_(i, j));
  }
  return result;
}

/// Task rows `every` * (first, first + 1, ...), as rows of the design.
std::vector<std::int32_t> LogisticObjective::sampled_rows(Index first, Index size, Index every) const {
  std::vector<std::int32_t> rows;
  for (Index r = 0; r < size; ++r) rows.push_back(task_.rows[static_cast<std::size_t>((first + r) * every)]);
  return rows;
}

/// The Hessian in all weights, output by output; a constant in all intercepts at once, which changes no probability
/// and has no curvature, is given some.
Job<Eigen::MatrixXd> LogisticObjective::whole_hessian() const {
  const Index d = design_.columns(), outputs = task_.outputs();
  Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(d * outputs, d * outputs);
  const auto n = static_cast<Index>(task_.rows.size());
  const Index every = sampling_step(n, d * outputs), sample = (n - 1) / every + 1;
  const Index step = std::clamp<Index>(80000000 / (d * outputs * d * outputs), 16, 256);
  Matrix block, scaled, products;
  for (Index first = 0; first < sample; first += step) {
    const Index size = std::min(step, sample - first);
    design_.gather(sampled_rows(first, size, every), block);
    products.resize(size, d * outputs);
    Vector scale(size);
    for (Index j = 0; j < outputs; ++j) {
      for (Index r = 0; r < size; ++r) {
        const Index i = (first + r) * every;
        const double p = probabilities_(i, j);
        const double root = std::sqrt(static_cast<double>(every) * task_.weights[static_cast<std::size_t>(i)]);
        scale(r) = root * std::sqrt(outputs == 1 ? p * (1 - p) : p);
        products.row(r).segment(j * d, d) = root * p * block.row(r);
      }
      scaled = scale.asDiagonal() * block;
      add_gram(scaled, 1, j * d, hessian);
    }
    if (outputs > 1) add_gram(products, -1, 0, hessian);
    co_await pause(static_cast<double>(first) / static_cast<double>(sample));
  }
  for (Index j = 0; j < outputs; ++j) {
    for (Index c = 0; c + 1 < d; ++c) hessian(j * d + c, j * d + c) += task_.penalty;
    for (Index k = 0; k <= j; ++k) hessian(j * d + d - 1, k * d + d - 1) += outputs == 1 ? 0.0 : task_.penalty;
  }
  co_return hessian;
}

/// The Hessian of each output by itself (`count` = outputs), or their mean (`count` = 1), from a sample of the rows.
Job<std::vector<Eigen::MatrixXd>> LogisticObjective::output_hessians(Index count) const {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index d = design_.columns();
  const Index every = sampling_step(n, d), sample = (n - 1) / every + 1;
  const Index step = std::clamp<Index>(80000000 / (d * d * count), 16, 256);
  std::vector<Eigen::MatrixXd> hessians(static_cast<std::size_t>(count), Eigen::MatrixXd::Zero(d, d));
  Matrix block, scaled;
  for (Index first = 0; first < sample; first += step) {
    const Index size = std::min(step, sample - first);
    design_.gather(sampled_rows(first, size, every), block);
    const Matrix curved = curvature(first * every, size, every);
    for (Index j = 0; j < count; ++j) {
      const Vector scale = (count == 1 ? Vector(curved.rowwise().mean()) : Vector(curved.col(j))).cwiseSqrt();
      scaled = scale.asDiagonal() * block;
      add_gram(scaled, 1, 0, hessians[static_cast<std::size_t>(j)]);
    }
    co_await pause(static_cast<double>(first) / static_cast<double>(sample));
  }
  for (Eigen::MatrixXd& hessian : hessians) hessian.diagonal().head(d - 1).array() += task_.penalty;
  co_return hessians;
}

Job<Matrix> LogisticObjective::hessian_diagonal() const {
  const auto n = static_cast<Index>(task_.rows.size());
  const Index step = block_rows(design_.num_dense(), task_.outputs());
  Matrix diagonal = Matrix::Constant(design_.columns(), task_.outputs(), task_.penalty);
  diagonal.row(diagonal.rows() - 1).setZero();
  Matrix block;
  for (Index first = 0; first < n; first += step) {
    const Index size = std::min(step, n - first);
    const auto rows = part(task_.rows, first, size);
    design_.add_squares(rows, dense_rows(first, size, block), curvature(first, size, 1), diagonal);
    co_await pause(static_cast<double>(first) / static_cast<double>(n));
  }
  co_return diagonal;
}

Job<LogisticPreconditioner> LogisticObjective::precondition(bool is_thorough) const {
  const Index d = design_.columns(), outputs = task_.outputs();
  // A class whose probabilities are all 0 or 1 has no curvature left in its intercept.
  constexpr double smallest = 1e-9;
  LogisticPreconditioner result;
  if (design_.is_dense() && d * outputs <= (is_thorough ? largest_whole : largest_quick)) {
    Eigen::MatrixXd hessian = co_await whole_hessian();
    hessian.diagonal().array() += smallest;
    result.whole_.emplace(hessian);
  } else if (design_.is_dense() && d <= largest_block) {
    const Index rows = static_cast<Index>(task_.rows.size());
    const Index sampled = rows / sampling_step(rows, d);
    const double cost = static_cast<double>(d * d * outputs) * static_cast<double>(sampled + d);
    std::vector<Eigen::MatrixXd> hessians = co_await output_hessians(cost <= block_budget ? outputs : 1);
    for (Eigen::MatrixXd& hessian : hessians) {
      hessian.diagonal().array() += smallest;
      result.blocks_.emplace_back(hessian);
      co_await pause(1);
    }
  } else {
    result.diagonal_ = co_await hessian_diagonal();
    result.diagonal_.array() += smallest;
  }
  co_return result;
}

void LogisticPreconditioner::apply(const Matrix& residual, Matrix& result) const {
  if (whole_) {
    const Eigen::MatrixXd columns = residual;  // output by output
    const Vector solved = whole_->solve(Eigen::Map<const Vector>(columns.data(), columns.size()));
    result = Eigen::Map<const Eigen::MatrixXd>(solved.data(), residual.rows(), residual.cols());
    return;
  }
  // What all outputs have in common changes no probability and is 0 at the optimum, but a solution by outputs would
  // bring it in, and with it a bad condition: both sides are projected.
  const bool is_shared = residual.cols() > 1;
  Matrix own = residual;
  if (is_shared) own.colwise() -= residual.rowwise().mean();
  if (blocks_.size() == 1) {
    result = blocks_[0].solve(Eigen::MatrixXd(own));
  } else if (!blocks_.empty()) {
    result.resize(residual.rows(), residual.cols());
    for (Index j = 0; j < residual.cols(); ++j) {
      result.col(j) = blocks_[static_cast<std::size_t>(j)].solve(Vector(own.col(j)));
    }
  } else {
    result = own.cwiseQuotient(diagonal_);
  }
  if (is_shared) result.colwise() -= Vector(result.rowwise().mean());
}

}  // namespace assayer
