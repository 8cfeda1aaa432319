#include "models/dense_products.h"

#include <doctest/doctest.h>

#include <random>

#include "models/float_cholesky.h"

using namespace assayer;

namespace {

template <typename Number>
Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> noise(Index rows, Index columns) {
  std::mt19937 engine(static_cast<unsigned>(rows * 1000 + columns));
  std::normal_distribution<double> normal;
  return Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>::NullaryExpr(
      rows, columns, [&](Index, Index) { return static_cast<Number>(normal(engine)); });
}

template <typename Number>
void check_products(double precision) {
  for (const Index outputs : {1, 2, 4, 5, 6, 7, 11}) {
    for (const Index columns : {1, 3, 4, 8, 13, 70, 133}) {
      for (const Index rows : {1, 2, 4, 9}) {
        CAPTURE(outputs);
        CAPTURE(columns);
        CAPTURE(rows);
        const auto a = noise<Number>(rows, outputs);
        const auto b = noise<Number>(rows, columns);
        auto sums = noise<Number>(outputs, columns);
        const auto expected = (sums + a.transpose() * b).eval();
        std::vector<const Number*> starts;
        for (Index r = 0; r < rows; ++r) starts.push_back(&b(r, 0));
        add_transposed_product<Number>(a.data(), outputs, starts, outputs, columns, sums.data(), columns);
        CHECK(double((sums - expected).cwiseAbs().maxCoeff()) < precision);

        const auto weights = noise<Number>(outputs, columns);
        auto scores = noise<Number>(rows, outputs);
        inner_products<Number>(starts, weights.data(), columns, outputs, columns, scores.data(), outputs);
        CHECK(double((scores - b * weights.transpose()).cwiseAbs().maxCoeff()) < precision);
      }
    }
  }
}

}  // namespace

TEST_CASE("dense products: those of Eigen, for every size of the last tiles") {
  check_products<double>(1e-12);
  check_products<float>(1e-4);
}

TEST_CASE("float Cholesky: solves badly scaled systems of any size, and survives singular ones") {
  for (const Index n : {1, 5, 31, 32, 33, 100}) {
    CAPTURE(n);
    const Matrix factor = noise<double>(3 * n + 5, n);
    Vector scale(n);
    for (Index i = 0; i < n; ++i) scale(i) = std::pow(10.0, double(i % 7) - 3);
    const Matrix system = scale.asDiagonal() * (factor.transpose() * factor) * scale.asDiagonal();
    const Vector solution = noise<double>(n, 1).col(0).cwiseQuotient(scale);
    Eigen::VectorXf found = (system * solution).cast<float>();
    run(FloatCholesky::factor(system.cast<float>())).solve(found);
    CHECK((found.cast<double>() - solution).cwiseProduct(scale).cwiseAbs().maxCoeff() < 1e-3);
  }
  Eigen::VectorXf found = Eigen::VectorXf::Ones(4);
  run(FloatCholesky::factor(FloatMatrix::Ones(4, 4))).solve(found);
  CHECK(found.allFinite());
}
