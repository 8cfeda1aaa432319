#include <algorithm>
#include <cmath>

#include "models/logistic_objective.h"

namespace assayer {
namespace {

constexpr int most_newton_steps = 100;
constexpr int most_products = 400;  ///< for a direction
constexpr int few_products = 4;     ///< for a direction, that even a good preconditioner leaves to do
constexpr double sufficient_decrease = 1e-4;

double dot(const Matrix& a, const Matrix& b) { return a.cwiseProduct(b).sum(); }

struct Direction {
  Matrix step;
  int num_products = 0;  ///< of the Hessian
};

/// Solve Hessian * direction = -gradient by preconditioned conjugate gradients, until the residual has fallen to
/// `accuracy` of what it was (both in the preconditioner's norm), or for `most` products.
Job<Direction> newton_direction(const LogisticObjective& objective, const LogisticPreconditioner& preconditioner,
                                const Matrix& gradient, double accuracy, int most) {
  Direction direction{Matrix::Zero(gradient.rows(), gradient.cols())};
  Matrix residual = -gradient, solved, product;
  preconditioner.apply(residual, solved);
  Matrix search = solved;
  double size = dot(residual, solved);
  const double enough = size * accuracy * accuracy;
  for (int step = 0; step < most && size > enough; ++step) {
    co_await within(0, 0, {}, objective.multiply(search, product));
    const double curvature = dot(search, product);
    if (!(curvature > 0)) break;
    const double length = size / curvature;
    direction.step += length * search;
    direction.num_products = step + 1;
    residual -= length * product;
    preconditioner.apply(residual, solved);
    const double next = dot(residual, solved);
    search = solved + (next / size) * search;
    size = next;
  }
  co_return direction;
}

}  // namespace

Job<void> minimize(LogisticObjective& objective, const LogisticPreconditioner& first, double tolerance, Matrix& point) {
  Matrix gradient, next, next_gradient;
  double value = co_await within(0, 0, {}, objective.evaluate(point, gradient));
  double decrement = 1, last_decrement = 1;
  LogisticPreconditioner own;
  const LogisticPreconditioner* preconditioner = &first;
  bool is_fresh = true;
  double wasted = 0;  // products that a better preconditioner would have spared
  for (int step = 0; step < most_newton_steps; ++step) {
    const double done = 1 - 1 / (1 + 0.3 * step);
    if (wasted > objective.precondition_cost()) {
      own = co_await within(done, done, {}, objective.precondition(false));
      preconditioner = &own;
      wasted = 0;
      is_fresh = true;
    }
    // Crude directions while far away, exact ones near the end: superlinear convergence at little cost.
    const double accuracy = step == 0 ? 0.1 : std::clamp(0.1 * decrement, 5e-3, 0.1);
    // A preconditioner of another point is given up as soon as a new one would have been cheaper.
    const double left = std::ceil(few_products + 1 + objective.precondition_cost() - wasted);
    const int most = is_fresh ? most_products : static_cast<int>(std::clamp<double>(left, few_products, most_products));
    const Direction direction =
        co_await within(done, done, {}, newton_direction(objective, *preconditioner, gradient, accuracy, most));
    is_fresh = false;
    wasted += std::max(0, direction.num_products - few_products);
    const double slope = dot(gradient, direction.step);
    last_decrement = decrement;
    decrement = std::sqrt(std::max(0.0, -slope));
    if (!(decrement > tolerance)) break;

    double length = 1;
    for (int shortenings = 0;; ++shortenings) {
      next = point + length * direction.step;
      const double next_value = co_await within(done, done, {}, objective.evaluate(next, next_gradient));
      const double excess = next_value - value - length * slope;
      // Differences this small are lost in the rounding of the value; there the full step is the right one.
      const bool too_small_to_tell = decrement * decrement < 1e-10 * std::max(1.0, std::abs(value));
      if (next_value <= value + sufficient_decrease * length * slope || too_small_to_tell || shortenings == 30) {
        value = next_value;
        break;
      }
      // The minimum of the parabola through what is known.
      length *= std::clamp(-slope * length / (2 * excess), 0.1, 0.5);
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
