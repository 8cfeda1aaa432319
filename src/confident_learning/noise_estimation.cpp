#include "assayer/noise_estimation.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "assayer/confident_joint.h"
#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/noise_checks.h"
#include "confident_learning/rows.h"
#include "linear_algebra.h"

namespace assayer {
namespace {

constexpr double tiny = 1e-100;  // floor of denominators: 0 / 0 is 0
constexpr double highest_noise_rate = 0.9999;
constexpr std::array<std::string_view, 4> py_method_names = {"cnt", "eqn", "marginal", "marginal_ps"};

Vector distribution(const Vector& values, double lowest) {
  const Vector bounded = values.cwiseMax(lowest).cwiseMin(1);
  return bounded / bounded.sum();
}

Matrix clip_noise_rates(Matrix matrix) {
  const Vector diagonal = matrix.diagonal();
  matrix = matrix.cwiseMax(0).cwiseMin(highest_noise_rate);
  matrix.diagonal() = diagonal;
  for (Index c = 0; c < matrix.cols(); ++c) matrix.col(c) /= std::max(matrix.col(c).sum(), tiny);
  return matrix;
}

/// Columns divided by `sums`, or where that is empty by their own sums.
Matrix divide_columns(const Matrix& joint, const Vector& sums) {
  Matrix result = joint;
  for (Index c = 0; c < joint.cols(); ++c)
    result.col(c) /= std::max(sums.size() > 0 ? sums(c) : joint.col(c).sum(), tiny);
  return result;
}

/// The joint [given, true] of a conditional distribution [a, b] = p(a | b) and p(b), transposed.
Matrix transposed_joint(const Matrix& conditional, const Vector& marginal) {
  return (conditional * marginal.asDiagonal()).transpose();
}

Vector solve_py(const Matrix& noise_matrix, const Vector& ps) {
  Vector py = solve_square(noise_matrix, ps);
  if (py.size() == 0) reject("noise_matrix", "a matrix that can be inverted, for py_method eqn", "a singular one");
  return py;
}

Vector unclipped_py(const Matrix& counts, const Vector& ps, const NoiseMatrices& noise, PyMethod method) {
  switch (method) {
    case PyMethod::eqn:
      return solve_py(noise.noise_matrix, ps);
    case PyMethod::marginal:
      return counts.colwise().sum().transpose() / std::max(counts.sum(), tiny);
    case PyMethod::marginal_ps:
      return noise.inverse_noise_matrix * ps;
    case PyMethod::cnt:
      break;
  }
  return noise.inverse_noise_matrix.diagonal().array() / noise.noise_matrix.diagonal().array().max(tiny) * ps.array();
}

void make_consistent(NoiseMatrices& noise, const Vector& ps) {
  for (int outer = 0; outer < 3; ++outer) {
    for (int inner = 0; inner < 5; ++inner) {
      noise.inverse_noise_matrix = compute_inverse_noise_matrix(noise.py, noise.noise_matrix, ps);
      noise.py = compute_py(ps, noise.noise_matrix, noise.inverse_noise_matrix);
    }
    noise.noise_matrix = compute_noise_matrix_from_inverse(ps, noise.inverse_noise_matrix, noise.py);
  }
  noise.py = distribution(noise.py, 1e-5);
  noise.noise_matrix = clip_noise_rates(std::move(noise.noise_matrix));
  noise.inverse_noise_matrix = clip_noise_rates(std::move(noise.inverse_noise_matrix));
}

/// Where they are given.
void check_optional(std::string_view name, const Vector& probabilities, Index num_classes) {
  if (probabilities.size() != 0) check_class_probabilities(name, probabilities, num_classes);
}

template <typename Number>
void true_class_posterior(const Number* values, const Vector& ratios, Index begin, Index end, Matrix& result) {
  const Index num_classes = ratios.size();
  for (Index i = begin; i < end; ++i) {
    double sum = 0;
    for (Index j = 0; j < num_classes; ++j) {
      const double p = static_cast<double>(values[i * num_classes + j]) * ratios(j);
      result(i, j) = p < 0 ? 0 : p > 1 ? 1 : p;
      sum += result(i, j);
    }
    result.row(i) /= std::max(sum, tiny);
  }
}

}  // namespace

std::string_view py_method_name(PyMethod method) { return py_method_names[static_cast<std::size_t>(method)]; }

PyMethod py_method_from_name(std::string_view name) {
  for (std::size_t m = 0; m < py_method_names.size(); ++m) {
    if (py_method_names[m] == name) return static_cast<PyMethod>(m);
  }
  reject("py_method", "cnt, eqn, marginal or marginal_ps", name);
}

Matrix compute_inverse_noise_matrix(const Vector& py, const Matrix& noise_matrix, const Vector& ps) {
  check_rates("noise_matrix", noise_matrix, py.size());
  check_class_probabilities("py", py, py.size());
  check_optional("ps", ps, py.size());
  return clip_noise_rates(divide_columns(transposed_joint(noise_matrix, py), ps));
}

Matrix compute_noise_matrix_from_inverse(const Vector& ps, const Matrix& inverse_noise_matrix, const Vector& py) {
  check_rates("inverse_noise_matrix", inverse_noise_matrix, ps.size());
  check_class_probabilities("ps", ps, ps.size());
  check_optional("py", py, ps.size());
  return clip_noise_rates(divide_columns(transposed_joint(inverse_noise_matrix, ps), py));
}

Vector compute_py(const Vector& ps, const Matrix& noise_matrix, const Matrix& inverse_noise_matrix) {
  check_rates("noise_matrix", noise_matrix, ps.size());
  check_rates("inverse_noise_matrix", inverse_noise_matrix, ps.size());
  check_class_probabilities("ps", ps, ps.size());
  return distribution(unclipped_py({}, ps, {{}, noise_matrix, inverse_noise_matrix}, PyMethod::cnt), 1e-6);
}

NoiseMatrices compute_py_and_inverse_noise_matrix(const Vector& ps, const Matrix& noise_matrix) {
  check_rates("noise_matrix", noise_matrix, ps.size());
  check_class_probabilities("ps", ps, ps.size());
  NoiseMatrices noise;
  noise.noise_matrix = noise_matrix;
  noise.py = distribution(solve_py(noise_matrix, ps), 1e-6);
  noise.inverse_noise_matrix = compute_inverse_noise_matrix(noise.py, noise_matrix, ps);
  return noise;
}

NoiseMatrices estimate_latent(const Matrix& confident_joint, Labels labels, PyMethod py_method, bool converge) {
  const Index num_classes = confident_joint.rows();
  validate_confident_joint(confident_joint, num_classes);
  validate_labels(labels, num_classes);
  const Vector ps = count_labels(labels, num_classes) / static_cast<double>(labels.size());
  NoiseMatrices noise;
  noise.noise_matrix = divide_columns(confident_joint, {});
  noise.inverse_noise_matrix = divide_columns(confident_joint.transpose(), {});
  noise.py = distribution(unclipped_py(confident_joint, ps, noise, py_method), 1e-6);
  noise.noise_matrix = clip_noise_rates(std::move(noise.noise_matrix));
  noise.inverse_noise_matrix = clip_noise_rates(std::move(noise.inverse_noise_matrix));
  if (converge) make_consistent(noise, ps);
  return noise;
}

Job<NoiseEstimate> estimate_noise_matrices(Labels labels, MatrixView pred_probs, NoiseEstimationOptions options) {
  if (options.confident_joint.size() == 0) {
    ConfidentJointOptions joint_options;
    ConfidentJoint joint = co_await compute_confident_joint(labels, pred_probs, std::move(joint_options));
    options.confident_joint = std::move(joint.counts);
  } else {
    validate_confident_joint(options.confident_joint, pred_probs.columns());
  }
  NoiseEstimate estimate;
  static_cast<NoiseMatrices&>(estimate) =
      estimate_latent(options.confident_joint, labels, options.py_method, options.converge);
  estimate.confident_joint = std::move(options.confident_joint);
  co_return estimate;
}

Job<Matrix> compute_pyx(MatrixView pred_probs, Matrix noise_matrix, Matrix inverse_noise_matrix) {
  const Index num_classes = pred_probs.columns();
  check_rates("noise_matrix", noise_matrix, num_classes);
  check_rates("inverse_noise_matrix", inverse_noise_matrix, num_classes);
  co_await within(0, 0.4, "", validate_pred_probs(pred_probs));
  const Vector ratios = inverse_noise_matrix.diagonal().array() / noise_matrix.diagonal().array().max(tiny);
  Matrix result(pred_probs.rows(), num_classes);
  for (RowBlocks block(pred_probs); block; ++block) {
    with_values(pred_probs,
                [&](const auto* values) { true_class_posterior(values, ratios, block.begin(), block.end(), result); });
    co_await pause(0.4 + 0.6 * block.done());
  }
  co_return result;
}

}  // namespace assayer
