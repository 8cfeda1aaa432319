#include "ordering.h"

#include <doctest/doctest.h>
#include <string>

using namespace assayer;

namespace {

using Positions = std::vector<std::int32_t>;

TEST_CASE("ordering: positions by value, equal ones in the order that they had") {
  const std::vector<double> values{0.5, 0.1, 0.5, 0.1};
  CHECK(argsort(values) == Positions{1, 3, 0, 2});
  Positions some{2, 3, 0};
  sort_by(values, some);
  CHECK(some == Positions{3, 2, 0});
  CHECK(argsort(std::vector<double>{}).empty());
}

TEST_CASE("ordering: positions by a comparison, equal ones in the order that they had") {
  const std::vector<std::string> names{"oak", "elm", "ash", "elm"};
  const auto by_name = [&](std::int32_t a, std::int32_t b) {
    return names[static_cast<std::size_t>(a)] < names[static_cast<std::size_t>(b)];
  };
  CHECK(sorted_positions(names.size(), by_name) == Positions{2, 1, 3, 0});
  Positions some{3, 0, 1};
  sort_positions(some, by_name);
  CHECK(some == Positions{3, 1, 0});
}

}  // namespace
