#include <algorithm>
#include <cmath>

#include "models/logistic_objective.h"

namespace assayer {
namespace {

constexpr int most_newton_steps = 100;
constexpr int most_conjugate_steps = 400;
constexpr double sufficient_decrease = 1e-4;

double dot(const Matrix& a, const Matrix& b) { return a.cwiseProduct(b).sum(); }

/// Solve Hessian * direction = -gradient by preconditioned conjugate gradients, until the residual has fallen to
/// `accuracy` of what it was (both in the preconditioner's norm).
Job<Matrix> newton_direction(const LogisticObjective& objective, const LogisticPreconditioner& preconditioner,
                             const Matrix& gradient, double accuracy) {
  Matrix direction = Matrix::Zero(gradient.rows(), gradient.cols());
  Matrix residual = -gradient, solved, product;
  preconditioner.apply(residual, solved);
  Matrix search = solved;
  double size = dot(residual, solved);
  const double enough = size * accuracy * accuracy;
  for (int step = 0; step < most_conjugate_steps && size > enough; ++step) {
    co_await within(0, 0, {}, objective.multiply(search, product));
    const double curvature = dot(search, product);
    if (!(curvature > 0)) break;
    const double length = size / curvature;
    direction += length * search;
    residual -= length * product;
    preconditioner.apply(residual, solved);
    const double next = dot(residual, solved);
    search = solved + (next / size) * search;
    size = next;
  }
  co_return direction;
}

}  // namespace

Job<void> minimize(LogisticObjective& objective, const LogisticPreconditioner& preconditioner, double tolerance,
                   Matrix& point) {
  Matrix gradient, next, next_gradient;
  double value = co_await within(0, 0, {}, objective.evaluate(point, gradient));
  double decrement = 1, last_decrement = 1;
  for (int step = 0; step < most_newton_steps; ++step) {
    const double done = 1 - 1 / (1 + 0.3 * step);
    // Crude directions while far away, exact ones near the end: superlinear convergence at little cost.
    const double accuracy = step == 0 ? 0.1 : std::clamp(0.1 * decrement, 1e-3, 0.1);
    const Matrix direction =
        co_await within(done, done, {}, newton_direction(objective, preconditioner, gradient, accuracy));
    const double slope = dot(gradient, direction);
    last_decrement = decrement;
    decrement = std::sqrt(std::max(0.0, -slope));
    if (!(decrement > tolerance)) break;

    double length = 1;
    for (int halvings = 0;; ++halvings) {
      next = point + length * direction;
      const double next_value = co_await within(done, done, {}, objective.evaluate(next, next_gradient));
      // Differences this small are lost in the rounding of the value; there the full step is the right one.
      const bool too_small_to_tell = decrement * decrement < 1e-10 * std::max(1.0, std::abs(value));
      if (next_value <= value + sufficient_decrease * length * slope || too_small_to_tell || halvings == 30) {
        value = next_value;
        break;
      }
      length /= 2;
    }
    point.swap(next);
    gradient.swap(next_gradient);
    // What is left after this step: an error of second order, and what the direction lacked.
    if (length == 1 && decrement * std::max(accuracy, 10 * decrement) < tolerance) break;
    // Rounding has the last word: no progress any more.
    if (decrement < 1e-5 && decrement > 0.5 * last_decrement) break;
  }
}

}  // namespace assayer
