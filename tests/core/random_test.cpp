#include "random.h"

#include <doctest/doctest.h>
#include <algorithm>
#include <numeric>
#include <vector>

using namespace assayer;

TEST_CASE("random: seed 0 gives the published stream of xoshiro256** after splitmix64") {
  Random random(0);
  CHECK(random.bits() == 0x99EC5F36CB75F2B4u);
  CHECK(random.bits() == 0xBF6E1F784956452Au);
  CHECK(random.bits() == 0x1A5F849D4933E6E0u);
}

TEST_CASE("random: bounded draws reach every value and none beyond, evenly") {
  Random random(7);
  std::vector<int> counts(5);
  for (int draw = 0; draw < 50000; ++draw) ++counts[random.below(5)];
  for (const int count : counts) CHECK(std::abs(count - 10000) < 500);
}

TEST_CASE("random: uniform and normal draws have their mean and variance") {
  Random random(1);
  double sum = 0, normal_sum = 0, normal_square = 0;
  for (int draw = 0; draw < 100000; ++draw) {
    const double u = random.uniform();
    REQUIRE((u >= 0 && u < 1));
    const double z = random.normal();
    sum += u;
    normal_sum += z;
    normal_square += z * z;
  }
  CHECK(sum / 100000 == doctest::Approx(0.5).epsilon(0.01));
  CHECK(std::abs(normal_sum / 100000) < 0.02);
  CHECK(normal_square / 100000 == doctest::Approx(1).epsilon(0.02));
}

TEST_CASE("random: shuffle permutes, repeatably") {
  std::vector<int> values(100);
  std::iota(values.begin(), values.end(), 0);
  std::vector<int> again = values;
  Random(3).shuffle(std::span(values));
  Random(3).shuffle(std::span(again));
  CHECK(values == again);
  CHECK_FALSE(std::is_sorted(values.begin(), values.end()));
  std::sort(values.begin(), values.end());
  CHECK(values[0] == 0);
  CHECK(values[99] == 99);
}
