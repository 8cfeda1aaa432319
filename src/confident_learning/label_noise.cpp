#include "assayer/label_noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/validation.h"
#include "confident_learning/noise_checks.h"
#include "confident_learning/random_draws.h"
#include "confident_learning/rows.h"

namespace assayer {
namespace {

void check_fraction(std::string_view name, double value) {
  if (!(value >= 0 && value <= 1)) reject(name, "a number in [0, 1]", value);
}

void check_distribution(const Vector& py, Index num_classes) {
  check_class_probabilities("py", py, num_classes);
  if (!(std::abs(py.sum() - 1) <= row_sum_tolerance)) reject("py", "probabilities that sum to 1", py.sum());
}

void check_noise_matrix(const Matrix& noise_matrix) {
  check_rates("noise_matrix", noise_matrix, noise_matrix.cols());
  for (Index y = 0; y < noise_matrix.cols(); ++y) {
    const double sum = noise_matrix.col(y).sum();
    if (!(std::abs(sum - 1) <= row_sum_tolerance))
      reject("noise_matrix", "columns that sum to 1",
             "column " + std::to_string(y) + " with sum " + format_number(sum));
  }
}

void check_options(Index num_classes, double trace, const NoiseMatrixOptions& options) {
  if (num_classes < 2) reject("num_classes", "at least 2", static_cast<std::int64_t>(num_classes));
  if (!(trace >= 0 && trace <= static_cast<double>(num_classes)))
    reject("trace", "a number in [0, " + std::to_string(num_classes) + "]", trace);
  if (options.valid_noise_matrix && !(trace > 1)) reject("trace", "more than 1 for a valid noise matrix", trace);
  if (options.valid_noise_matrix && num_classes > 2 && options.py.size() == 0)
    reject("py", "p(y), to tell a valid noise matrix by", "none");
  if (options.py.size() > 0) check_distribution(options.py, num_classes);
  check_fraction("max_trace_prob", options.max_trace_prob);
  check_fraction("min_trace_prob", options.min_trace_prob);
  check_fraction("max_noise_rate", options.max_noise_rate);
  check_fraction("min_noise_rate", options.min_noise_rate);
  check_fraction("frac_zero_noise_rates", options.frac_zero_noise_rates);
  if (options.max_iter < 1) reject("max_iter", "a number >= 1", static_cast<std::int64_t>(options.max_iter));
}

Matrix two_classes(double trace, double frac_zero_noise_rates, Random& random) {
  double first = 1;
  if (frac_zero_noise_rates >= 0.5) {
    if (!(trace >= 1)) reject("trace", "at least 1 where noise rates are to be 0", trace);
    if (random.below(2) == 1) first = trace - 1;
  } else {
    first = draw_numbers_with_sum(random, 2, trace, {0, 1})(0);
  }
  const double second = trace - first;
  return Matrix{{first, 1 - second}, {1 - first, second}};
}

/// Fill the off-diagonal entries of column `c`, `zeros` of which stay 0.
void draw_column(Matrix& matrix, Index c, Index zeros, const NoiseMatrixOptions& options, Random& random) {
  std::vector<Index> rows;
  for (Index s = 0; s < matrix.rows(); ++s) {
    if (s != c) rows.push_back(s);
  }
  const Index count = static_cast<Index>(rows.size()) - zeros;
  const Vector rates =
      draw_numbers_with_sum(random, count, 1 - matrix(c, c),
                            {options.min_noise_rate, options.max_noise_rate, "min_noise_rate", "max_noise_rate"});
  draw_to_front(random, rows, static_cast<std::size_t>(count));
  for (Index r = 0; r < count; ++r) matrix(rows[static_cast<std::size_t>(r)], c) = rates(r);
}

Matrix draw_noise_matrix(Index num_classes, double trace, const NoiseMatrixOptions& options, Random& random) {
  Matrix matrix = Matrix::Zero(num_classes, num_classes);
  matrix.diagonal() = draw_numbers_with_sum(
      random, num_classes, trace, {options.min_trace_prob, options.max_trace_prob, "min_trace_prob", "max_trace_prob"});
  std::vector<Index> noisy;
  for (Index c = 0; c < num_classes; ++c) {
    if (matrix(c, c) != 1) noisy.push_back(c);
  }
  if (noisy.empty()) return matrix;
  const Index wanted = static_cast<Index>(std::floor(static_cast<double>(num_classes * (num_classes - 1)) *
                                                     options.frac_zero_noise_rates)) -
                       (num_classes - static_cast<Index>(noisy.size())) * (num_classes - 1);
  const std::vector<Index> zeros =
      draw_bins(random, std::max<Index>(wanted, 0), static_cast<Index>(noisy.size()), 0, num_classes - 2);
  for (std::size_t c = 0; c < noisy.size(); ++c) draw_column(matrix, noisy[c], zeros[c], options, random);
  return matrix;
}

}  // namespace

bool noise_matrix_is_valid(const Matrix& noise_matrix, const Vector& py) {
  check_rates("noise_matrix", noise_matrix, py.size());
  check_class_probabilities("py", py, py.size());
  const Vector ps = noise_matrix * py;
  if (!(std::abs(ps.sum() - 1) < 1e-6)) return false;
  return (ps.array() * py.array() < noise_matrix.diagonal().array() * py.array()).all();
}

Matrix generate_noise_matrix_from_trace(Index num_classes, double trace, const NoiseMatrixOptions& options) {
  check_options(num_classes, trace, options);
  Random random(options.seed);
  if (num_classes == 2) return two_classes(trace, options.frac_zero_noise_rates, random);
  for (Index draw = 0; draw < options.max_iter; ++draw) {
    Matrix matrix = draw_noise_matrix(num_classes, trace, options, random);
    if (!options.valid_noise_matrix || noise_matrix_is_valid(matrix, options.py)) return matrix;
  }
  reject("max_iter", "enough draws to find a valid noise matrix with this trace and py",
         static_cast<std::int64_t>(options.max_iter));
}

std::vector<std::int32_t> generate_noisy_labels(Labels true_labels, const Matrix& noise_matrix, std::uint64_t seed) {
  check_noise_matrix(noise_matrix);
  const Index num_classes = noise_matrix.cols();
  validate_labels(true_labels, num_classes, "true_labels");
  std::vector<Rows> examples(static_cast<std::size_t>(num_classes));
  for (std::size_t i = 0; i < true_labels.size(); ++i)
    examples[static_cast<std::size_t>(true_labels[i])].push_back(static_cast<std::int32_t>(i));

  std::vector<std::int32_t> labels(true_labels.begin(), true_labels.end());
  Random random(seed);
  for (Index y = 0; y < num_classes; ++y) {
    Rows& of_class = examples[static_cast<std::size_t>(y)];
    std::vector<std::int32_t> noisy;
    for (Index s = 0; s < num_classes; ++s) {
      if (s == y) continue;
      const double flips = std::floor(noise_matrix(s, y) * static_cast<double>(of_class.size()) + 1e-9);
      noisy.insert(noisy.end(), static_cast<std::size_t>(flips), static_cast<std::int32_t>(s));
    }
    if (noisy.size() > of_class.size()) continue;
    draw_to_front(random, of_class, noisy.size());
    for (std::size_t f = 0; f < noisy.size(); ++f) labels[static_cast<std::size_t>(of_class[f])] = noisy[f];
  }
  return labels;
}

}  // namespace assayer
