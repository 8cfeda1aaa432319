#pragma once

#include <string_view>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
///     const Matrix pred_probs{{.9, .1, 0}, {.1, .8, .1},  // example 1 looks like class 1
///                             {.1, .8, .1}, {.2, .7, .1}, {.1, .1, .8}, {0, .2, .8}};

/// Label noise as conditional distributions, from a confident joint. s: given label, y: true label.
struct NoiseMatrices {
  Vector py;                    ///< K, p(y): sums to 1, about 1e-6 for a class without an example
  Matrix noise_matrix;          ///< K x K, [s, y] = p(s | y): columns sum to 1 (of a class without an example: to 0)
  Matrix inverse_noise_matrix;  ///< K x K, [y, s] = p(y | s): columns sum to 1 (of a class without an example: to 0)
};

/// How p(y) is estimated from the counts C (row given, column true), n_k labels of class k, n in all.
enum class PyMethod {
  cnt,          ///< p(y=k|s=k) / p(s=k|y=k) n_k / n
  eqn,          ///< the solution of noise_matrix py = n_k / n; refused where the matrix is singular
  marginal,     ///< column sums of C over the sum of C
  marginal_ps,  ///< inverse_noise_matrix times n_k / n
};

/// "cnt", "eqn", ...; the inverse refuses unknown names.
std::string_view py_method_name(PyMethod method);
PyMethod py_method_from_name(std::string_view name);

/// Estimate p(y), p(s | y) and p(y | s) from a confident joint. py is kept in [1e-6, 1] and off-diagonal rates in
/// [0, 0.9999], then normalised.
/// @param confident_joint  K x K counts >= 0, used as it is
/// @param converge         iterate (3 x 5 times) until the three fit each other
/// @throws std::invalid_argument  labels or a joint that are not valid; `eqn` with a singular noise matrix
/// Example:
///     const NoiseMatrices latent = estimate_latent(Matrix{{1, 1, 0}, {0, 2, 0}, {0, 0, 2}}, labels);
///     latent.noise_matrix(0, 1) == Approx(1.0 / 3)  // of what is truly 1 is labelled 0
NoiseMatrices estimate_latent(const Matrix& confident_joint, Labels labels, PyMethod py_method = PyMethod::cnt,
                              bool converge = false);

struct NoiseEstimationOptions {
  Matrix confident_joint;  ///< K x K counts; empty: the calibrated confident joint of the data
  PyMethod py_method = PyMethod::cnt;
  bool converge = true;
};

/// The same, from probabilities.
struct NoiseEstimate : NoiseMatrices {
  Matrix confident_joint;  ///< K x K, what it was estimated from
};
/// Example:
///     const NoiseEstimate noise = run(estimate_noise_matrices(labels, pred_probs));
///     noise.noise_matrix.col(1).sum() == Approx(1)
///     noise.confident_joint(0, 1) == 1
Job<NoiseEstimate> estimate_noise_matrices(Labels labels, MatrixView pred_probs, NoiseEstimationOptions options = {});

/// p(y | s) from p(y) and p(s | y); `ps` empty: what the two imply. Shapes K and K x K.
/// Example:
///     const Matrix inverse = compute_inverse_noise_matrix(Vector{{.5, .5}}, Matrix{{.8, 0}, {.2, 1}});
///     inverse(1, 1) == Approx(0.5 / 0.6)  // of what is labelled 1 is truly 1
Matrix compute_inverse_noise_matrix(const Vector& py, const Matrix& noise_matrix, const Vector& ps = {});

/// p(s | y) from p(s) and p(y | s); `py` empty: what the two imply.
/// Example:
///     const Matrix inverse{{1, 1.0 / 6}, {0, 5.0 / 6}};
///     const Matrix noise = compute_noise_matrix_from_inverse(Vector{{.4, .6}}, inverse);
///     noise(1, 0) == Approx(0.2)
Matrix compute_noise_matrix_from_inverse(const Vector& ps, const Matrix& inverse_noise_matrix, const Vector& py = {});

/// p(y) by `cnt`: p(y=k|s=k) / p(s=k|y=k) p(s=k).
/// Example:
///     const Matrix noise{{.8, 0}, {.2, 1}}, inverse{{1, 1.0 / 6}, {0, 5.0 / 6}};
///     const Vector py = compute_py(Vector{{.4, .6}}, noise, inverse);
///     py(0) == Approx(0.5)
Vector compute_py(const Vector& ps, const Matrix& noise_matrix, const Matrix& inverse_noise_matrix);

/// p(y) and p(y | s) from p(s) and p(s | y). @throws std::invalid_argument  a singular noise matrix
/// Example:
///     const NoiseMatrices found = compute_py_and_inverse_noise_matrix(Vector{{.4, .6}}, Matrix{{.8, 0}, {.2, 1}});
///     found.py(0) == Approx(0.5)
NoiseMatrices compute_py_and_inverse_noise_matrix(const Vector& ps, const Matrix& noise_matrix);

/// p(y | x) from p(s | x): P[i, k] p(y=k|s=k) / p(s=k|y=k), every row bounded to [0, 1] and normalised.
/// @param pred_probs  n x K  @return  n x K
/// Example:
///     const Matrix noisy{{.2, .8}, {.9, .1}};
///     const Matrix noise{{.8, 0}, {.2, 1}}, inverse{{1, 1.0 / 6}, {0, 5.0 / 6}};
///     run(compute_pyx(noisy, noise, inverse)).row(1).sum() == Approx(1)
Job<Matrix> compute_pyx(MatrixView pred_probs, Matrix noise_matrix, Matrix inverse_noise_matrix);

}  // namespace assayer
