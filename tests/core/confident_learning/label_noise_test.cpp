#include "assayer/label_noise.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace assayer;

TEST_CASE("noise matrix: validity as in the specification") {
  CHECK(noise_matrix_is_valid(Matrix{{.8, .3}, {.2, .7}}, Eigen::Vector2d(.5, .5)));
  CHECK_FALSE(noise_matrix_is_valid(Matrix{{.4, .7}, {.6, .3}}, Eigen::Vector2d(.5, .5)));
  CHECK_THROWS_AS(noise_matrix_is_valid(Matrix{{.8, .3}, {.2, .7}}, Eigen::Vector3d(.5, .3, .2)),
                  std::invalid_argument);
}

TEST_CASE("noise matrix: drawn with the trace, columns sum to 1, zeros as many as asked for") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Index K = 5;
    NoiseMatrixOptions options;
    options.py = Vector::Constant(K, 0.2);
    options.frac_zero_noise_rates = 0.5;
    options.seed = seed;
    const Matrix matrix = generate_noise_matrix_from_trace(K, 3.5, options);
    CHECK(std::abs(matrix.trace() - 3.5) < 1e-12 * K);
    CHECK((matrix.colwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
    CHECK((matrix.array() >= 0).all());
    CHECK((matrix.array() == 0).count() == 10);  // half of 5 x 4
    CHECK(noise_matrix_is_valid(matrix, options.py));
    CHECK(matrix == generate_noise_matrix_from_trace(K, 3.5, options));
  }
}

TEST_CASE("noise matrix: bounds are kept") {
  NoiseMatrixOptions options;
  options.valid_noise_matrix = false;
  options.min_trace_prob = 0.5;
  options.max_trace_prob = 0.9;
  options.min_noise_rate = 0.02;
  options.max_noise_rate = 0.3;
  for (options.seed = 0; options.seed < 20; ++options.seed) {
    const Matrix matrix = generate_noise_matrix_from_trace(4, 2.8, options);
    for (Index s = 0; s < 4; ++s) {
      for (Index y = 0; y < 4; ++y) {
        CHECK(matrix(s, y) >= (s == y ? 0.5 : 0.02) - 1e-6);
        CHECK(matrix(s, y) <= (s == y ? 0.9 : 0.3) + 1e-6);
      }
    }
  }
}

TEST_CASE("noise matrix: two classes, no noise at all") {
  NoiseMatrixOptions options;
  const Matrix two = generate_noise_matrix_from_trace(2, 1.5, options);
  CHECK(two.trace() == doctest::Approx(1.5));
  options.frac_zero_noise_rates = 0.5;
  const Matrix one_sided = generate_noise_matrix_from_trace(2, 1.5, options);
  CHECK((one_sided == Matrix{{1, .5}, {0, .5}} || one_sided == Matrix{{.5, 0}, {.5, 1}}));
  options.py = Vector::Constant(3, 1.0 / 3);
  CHECK(generate_noise_matrix_from_trace(3, 3, options).isApprox(Matrix::Identity(3, 3), 1e-5));
}

TEST_CASE("noise matrix: what cannot be is refused") {
  NoiseMatrixOptions options;
  CHECK_THROWS_AS(generate_noise_matrix_from_trace(1, 1, options), std::invalid_argument);
  CHECK_THROWS_AS(generate_noise_matrix_from_trace(3, 1, options), std::invalid_argument);
  CHECK_THROWS_AS(generate_noise_matrix_from_trace(3, 2, options), std::invalid_argument);  // no py
  CHECK_THROWS_AS(generate_noise_matrix_from_trace(3, 3.5, options), std::invalid_argument);
  options.py = Eigen::Vector3d(.5, .5, .5);
  CHECK_THROWS_AS(generate_noise_matrix_from_trace(3, 2, options), std::invalid_argument);
  options.py = Eigen::Vector3d(.5, .3, .2);
  options.max_trace_prob = 0.5;
  CHECK_THROWS_WITH(generate_noise_matrix_from_trace(3, 2, options),
                    "max_trace_prob: expected at least the mean 0.666667, got 0.5");
}

TEST_CASE("noisy labels: so many flips as the matrix says") {
  const std::vector<std::int32_t> labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
  const Matrix matrix{{.8, .3, 0}, {.2, .5, .1}, {0, .2, .9}};
  const std::vector<std::int32_t> noisy = generate_noisy_labels(labels, matrix, 4);
  Matrix counts = Matrix::Zero(3, 3);
  for (std::size_t i = 0; i < labels.size(); ++i) ++counts(noisy[i], labels[i]);
  CHECK(counts == Matrix{{4, 1, 0}, {1, 3, 0}, {0, 1, 5}});  // 0.1 x 5 is half a label: none
  CHECK(noisy == generate_noisy_labels(labels, matrix, 4));
  CHECK(noisy != generate_noisy_labels(labels, matrix, 5));

  const std::vector<std::int32_t> missing = {0, 0, 0, 0, 0};
  CHECK(std::count(noisy.begin(), noisy.end(), 1) > 0);
  CHECK_NOTHROW(generate_noisy_labels(missing, matrix));
  CHECK_THROWS_AS(generate_noisy_labels(labels, Matrix{{.8, .3, 0}, {.3, .5, .1}, {0, .2, .9}}), std::invalid_argument);
  CHECK_THROWS_AS(generate_noisy_labels(std::vector<std::int32_t>{3}, matrix), std::invalid_argument);
}

TEST_CASE("random parts: sums and bounds") {
  const Vector x = generate_n_rand_probabilities_that_sum_to_m(6, 3, 0.8, 0.2, 9);
  CHECK(x.sum() == doctest::Approx(3));
  CHECK((x.maxCoeff() <= 0.8 + 1e-6 && x.minCoeff() >= 0.2 - 1e-6));
  CHECK(generate_n_rand_probabilities_that_sum_to_m(0, 3).size() == 0);
  CHECK_THROWS_AS(generate_n_rand_probabilities_that_sum_to_m(2, 3), std::invalid_argument);
  CHECK_THROWS_AS(generate_n_rand_probabilities_that_sum_to_m(4, 1, 1, 0.5), std::invalid_argument);

  const std::vector<Index> bins = randomly_distribute_n_balls_into_k_bins(20, 6, 5, 2, 1);
  CHECK(std::accumulate(bins.begin(), bins.end(), Index{0}) == 20);
  CHECK(*std::max_element(bins.begin(), bins.end()) <= 5);
  CHECK(*std::min_element(bins.begin(), bins.end()) >= 2);
  CHECK(randomly_distribute_n_balls_into_k_bins(20, 3, 2) == std::vector<Index>{2, 2, 2});
}

TEST_CASE("random parts: the numbers that the package gives, too") {
  NoiseMatrixOptions options;
  options.py = Eigen::Vector3d(.5, .3, .2);
  options.seed = 1;
  const Matrix matrix = generate_noise_matrix_from_trace(3, 2.4, options);
  CHECK(matrix(0, 0) == 0.8203120345640951);
  CHECK(matrix(2, 1) == 0.009470301369304006);
  const std::vector<std::int32_t> labels = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
  CHECK(generate_noisy_labels(labels, Matrix{{.5, 0, 0}, {.5, 1, .4}, {0, 0, .6}}) ==
        std::vector<std::int32_t>{1, 0, 0, 1, 1, 1, 1, 2, 1, 2});
}
