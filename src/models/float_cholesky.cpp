#include "models/float_cholesky.h"

#include <cmath>
#include <utility>

#include "models/dense_products.h"

namespace assayer {
namespace {

constexpr Index panel = 32;
constexpr float smallest_pivot = 1e-5F;  ///< of a matrix whose diagonal is 1

/// to -= factor * from
void subtract_scaled(float* to, const float* from, float factor, Index size) {
  using P = Pack<float>;
  const auto factors = P::splat(factor);
  Index k = 0;
  for (; k + P::size <= size; k += P::size) P::store(to + k, P::load(to + k) - factors * P::load(from + k));
  for (; k < size; ++k) to[k] -= factor * from[k];
}

}  // namespace

Job<FloatCholesky> FloatCholesky::factor(FloatMatrix symmetric) {
  FloatCholesky result;
  FloatMatrix& u = result.upper_ = std::move(symmetric);
  const Index n = u.rows();
  result.scale_ = u.diagonal().cwiseMax(1e-30F).cwiseSqrt().cwiseInverse();
  for (Index i = 0; i < n; ++i)
    u.row(i).tail(n - i) = result.scale_(i) * u.row(i).tail(n - i).cwiseProduct(result.scale_.tail(n - i).transpose());
  std::vector<const float*> starts;
  FloatMatrix above;  // the negative of the rows above, in the columns of the panel
  for (Index first = 0; first < n; first += panel) {
    const Index size = std::min(panel, n - first), end = first + size;
    above = -u.block(0, first, first, size);
    starts.clear();
    for (Index row = 0; row < first; ++row) starts.push_back(&u(row, first));
    add_transposed_product<float>(above.data(), size, starts, size, n - first, &u(first, first), n);
    for (Index i = first; i < end; ++i) {
      const float pivot = std::sqrt(std::max(u(i, i), smallest_pivot));
      u(i, i) = pivot;
      u.row(i).tail(n - i - 1) /= pivot;
      for (Index below = i + 1; below < end; ++below)
        subtract_scaled(&u(below, below), &u(i, below), u(i, below), n - below);
    }
    co_await pause(static_cast<double>(end) / static_cast<double>(n));
  }
  co_return result;
}

void FloatCholesky::solve(Eigen::Ref<Eigen::VectorXf> vector) const {
  const Index n = upper_.rows();
  vector.array() *= scale_.array();
  for (Index i = 0; i < n; ++i) {
    vector(i) /= upper_(i, i);
    if (i + 1 < n) subtract_scaled(&vector(i + 1), &upper_(i, i + 1), vector(i), n - i - 1);
  }
  for (Index i = n - 1; i >= 0; --i) {
    float sum = 0;
    if (i + 1 < n) {
      const float* const row[] = {&upper_(i, i + 1)};
      inner_products<float>(row, &vector(i + 1), n, 1, n - i - 1, &sum, 1);
    }
    vector(i) = (vector(i) - sum) / upper_(i, i);
  }
  vector.array() *= scale_.array();
}

}  // namespace assayer
