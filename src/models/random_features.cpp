#include "models/random_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "random.h"
#include "statistics.h"

namespace assayer {
namespace {

double median_squared_distance(const FloatMatrix& features, Random& random) {
  std::vector<double> distances;
  const auto n = static_cast<std::uint64_t>(features.rows());
  for (int pair = 0; pair < 1000; ++pair) {
    const auto a = static_cast<Index>(random.below(n)), b = static_cast<Index>(random.below(n));
    distances.push_back(static_cast<double>((features.row(a) - features.row(b)).squaredNorm()));
  }
  const double result = median(distances);
  return result > 0 ? result : 1;
}

}  // namespace

Job<FloatMatrix> random_fourier_features(const FloatMatrix& features, Index count, double sharpness,
                                         std::uint64_t seed) {
  Random random(seed);
  const double scale = std::sqrt(2 * sharpness / median_squared_distance(features, random));
  FloatMatrix directions(features.cols(), count);
  for (Index j = 0; j < directions.rows(); ++j) {
    for (Index c = 0; c < count; ++c) directions(j, c) = static_cast<float>(scale * random.normal());
  }
  Eigen::RowVectorXf shifts(count);
  for (Index c = 0; c < count; ++c) shifts(c) = static_cast<float>(2 * std::numbers::pi * random.uniform());
  const auto size = static_cast<float>(std::sqrt(2.0 / static_cast<double>(count)));
  FloatMatrix result(features.rows(), count);
  constexpr Index step = 256;
  for (Index first = 0; first < features.rows(); first += step) {
    const Index rows = std::min(step, features.rows() - first);
    auto block = result.middleRows(first, rows);
    block.noalias() = features.middleRows(first, rows) * directions;
    block.rowwise() += shifts;
    block = block.array().cos() * size;
    co_await pause(static_cast<double>(first) / static_cast<double>(features.rows()));
  }
  co_return result;
}

}  // namespace assayer
