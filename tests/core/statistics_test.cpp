#include "statistics.h"

#include <doctest/doctest.h>
#include <cmath>

using namespace assayer;

TEST_CASE("statistics: quantiles are interpolated between order statistics") {
  const std::vector<double> values{4, 1, 3, 2};
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 4);
  CHECK(quantile(values, 0.25) == doctest::Approx(1.75));  // place 0.75: 1 + 0.75 (2 - 1)
  CHECK(median(values) == 2.5);
  CHECK(median(std::vector<double>{7}) == 7);
  CHECK(std::isnan(median(std::vector<double>{})));
}

TEST_CASE("statistics: mean and population standard deviation") {
  const std::vector<double> values{1, 2, 3, 6};
  CHECK(mean(values) == 3);
  CHECK(standard_deviation(values) == doctest::Approx(std::sqrt((4 + 1 + 0 + 9) / 4.0)));
  CHECK(std::isnan(mean(std::vector<double>{})));
}

TEST_CASE("statistics: the largest value is the first of equal ones") {
  CHECK(argmax(std::vector<double>{0.1, 0.5, 0.1, 0.5}) == 1);
}

TEST_CASE("statistics: halves are rounded to the even neighbour") {
  CHECK(round_half_even(0.5) == 0);
  CHECK(round_half_even(1.5) == 2);
  CHECK(round_half_even(2.5) == 2);
  CHECK(round_half_even(-0.5) == 0);
  CHECK(round_half_even(-1.5) == -2);
  CHECK(round_half_even(2.4999) == 2);
  CHECK(round_half_even(2.51) == 3);
}

TEST_CASE("the standard deviation of numbers whose squares overflow") {
  CHECK(standard_deviation(std::vector<double>{1e300, 3e300}) == doctest::Approx(1e300));
}
