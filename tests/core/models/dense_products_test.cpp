#include "models/dense_products.h"

#include <doctest/doctest.h>

#include "random.h"

using namespace assayer;

namespace {

Matrix noise(Index rows, Index columns, std::uint64_t seed) {
  Random random(seed);
  return Matrix::NullaryExpr(rows, columns, [&random] { return random.normal(); });
}

}  // namespace

TEST_CASE("products of blocks are those of plain loops, whatever the sizes leave over") {
  for (const Index rows : {1, 3, 4, 9}) {
    for (const Index depth : {1, 2, 5, 8}) {
      for (const Index columns : {1, 2, 3, 4, 6, 11}) {
        CAPTURE(rows);
        CAPTURE(depth);
        CAPTURE(columns);
        const Matrix wide = noise(rows, depth + 1, 1), right = noise(depth, columns, 2), tall = noise(rows, columns, 3);
        const auto left = wide.leftCols(depth);
        Matrix sums = Matrix::Constant(rows, columns, 0.5), transposed = Matrix::Constant(depth + 1, columns, -1);
        add_product(left, right, sums);
        add_transposed_product(left, tall, transposed);
        for (Index r = 0; r < rows; ++r) {
          for (Index c = 0; c < columns; ++c) {
            double expected = 0.5;
            for (Index t = 0; t < depth; ++t) expected += left(r, t) * right(t, c);
            CHECK(sums(r, c) == doctest::Approx(expected).epsilon(1e-13));
          }
        }
        for (Index t = 0; t <= depth; ++t) {
          for (Index c = 0; c < columns; ++c) {
            double expected = -1;
            for (Index r = 0; t < depth && r < rows; ++r) expected += left(r, t) * tall(r, c);
            CHECK(transposed(t, c) == doctest::Approx(expected).epsilon(1e-13));
          }
        }
      }
    }
  }
}

TEST_CASE("a Gram matrix is added to the lower triangle of its place") {
  const Matrix block = noise(7, 6, 4);
  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(9, 9);
  add_gram(block, -2, 2, sums);
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j <= i; ++j) {
      CHECK(sums(2 + i, 2 + j) == doctest::Approx(-2 * block.col(i).dot(block.col(j))).epsilon(1e-13));
    }
  }
  CHECK(sums.leftCols(2).isZero());
}
