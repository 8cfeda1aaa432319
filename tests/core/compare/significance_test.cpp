#include "compare/significance.h"

#include <doctest/doctest.h>

using namespace assayer;

// Expected values: scipy 1.15 (chi2.sf, kstwobign.sf at the corrected argument, false_discovery_control).
TEST_CASE("chi_square_p: the survival function for even and odd degrees of freedom") {
  CHECK(chi_square_p(3.841458820694124, 1) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(chi_square_p(5.991464547107979, 2) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(chi_square_p(18.307038053275146, 10) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(chi_square_p(124.34211340400408, 101) == doctest::Approx(0.0571).epsilon(1e-2));
  CHECK(chi_square_p(0, 3) == 1);
  CHECK(chi_square_p(10, 0) == 1);
  CHECK(chi_square_p(5000, 1000) < 1e-300);
}

TEST_CASE("kolmogorov_smirnov_p: falls from 1 to 0") {
  CHECK(kolmogorov_smirnov_p(0, 100, 100) == 1);
  CHECK(kolmogorov_smirnov_p(1, 100, 100) < 1e-40);
  CHECK(kolmogorov_smirnov_p(0.1923, 100, 100) == doctest::Approx(0.05).epsilon(0.15));
  CHECK(kolmogorov_smirnov_p(0.5, 0, 10) == 1);
}

TEST_CASE("homogeneity_p: equal shares are no evidence, opposite ones are") {
  CHECK(homogeneity_p({10, 30}, {20, 60}) == 1);
  CHECK(homogeneity_p({50, 0}, {0, 50}) < 1e-20);
  CHECK(homogeneity_p({0, 0}, {1, 2}) == 1);
}

TEST_CASE("adjust_p_values: Benjamini and Hochberg, in the given order") {
  const std::vector<double> adjusted = adjust_p_values({0.01, 0.04, 0.03, 0.5});
  CHECK(adjusted[0] == doctest::Approx(0.04));
  CHECK(adjusted[1] == doctest::Approx(0.16 / 3));
  CHECK(adjusted[2] == doctest::Approx(0.16 / 3));
  CHECK(adjusted[3] == doctest::Approx(0.5));
}
