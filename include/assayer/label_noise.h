#pragma once

#include <cstdint>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Synthetic label noise for benchmarks. Everything random takes a seed and gives the same on every platform.
/// A noise matrix M is K x K, M[s, y] = p(given label s | true label y): columns sum to 1.

/// Whether labels with this noise can be learned: M and py make a distribution, and for every class k
/// p(s=k) p(y=k) < p(s=k, y=k).
/// @param py  K, p(y)
/// @throws std::invalid_argument  shapes that do not fit, entries that are no probabilities
/// Example:
///     noise_matrix_is_valid(Matrix{{.8, .3}, {.2, .7}}, Vector{{.5, .5}})
///     !noise_matrix_is_valid(Matrix{{.4, .7}, {.6, .3}}, Vector{{.5, .5}})  // more wrong than right
bool noise_matrix_is_valid(const Matrix& noise_matrix, const Vector& py);

struct NoiseMatrixOptions {
  double max_trace_prob = 1;         ///< largest diagonal entry, in [0, 1]
  double min_trace_prob = 1e-5;      ///< smallest diagonal entry, in [0, 1]
  double max_noise_rate = 1 - 1e-5;  ///< largest off-diagonal entry, in [0, 1]
  double min_noise_rate = 0;         ///< smallest off-diagonal entry (of those that are not made 0), in [0, 1]
  bool valid_noise_matrix = true;    ///< draw until `noise_matrix_is_valid`
  Vector py;                         ///< K, for that; not needed where K = 2
  double frac_zero_noise_rates =
      0;  ///< part of the off-diagonal entries to be 0, in [0, 1]; at most (K-2)/(K-1) can be
  std::uint64_t seed = 0;
  Index max_iter = 10000;  ///< draws before giving up, >= 1
};

/// Draw a noise matrix with a given trace: trace / K is the mean part of labels that stay right. K = 2 uses trace,
/// frac_zero_noise_rates and seed only.
/// @param num_classes  K >= 2
/// @param trace        in (1, K] for a valid matrix, else [0, K]
/// @throws std::invalid_argument  options out of range or that cannot be met; no matrix found in max_iter draws
/// Example:
///     const Matrix noise = generate_noise_matrix_from_trace(3, 2.4, {.valid_noise_matrix = false, .seed = 1});
///     noise.trace() == Approx(2.4)
///     noise.col(0).sum() == Approx(1)
Matrix generate_noise_matrix_from_trace(Index num_classes, double trace, const NoiseMatrixOptions& options = {});

/// Make labels noisy: of each true class y, floor(M[s, y] n_y) examples, drawn at random, become s. How many flip is
/// thus not random. A product within 1e-9 of a whole number counts as that. A class with more flips than examples stays
/// as it is.
/// @param true_labels   n class ids in [0, K-1]; classes may be missing
/// @param noise_matrix  K x K, entries in [0, 1], columns sum to 1
/// @return              n class ids
/// @throws std::invalid_argument  labels or a noise matrix that are not valid
/// Example:
///     const std::vector<std::int32_t> labels = {0, 0, 0, 0, 1, 1, 1, 1};
///     const std::vector<std::int32_t> noisy = generate_noisy_labels(labels, Matrix{{.75, 0}, {.25, 1}}, 1);
///     std::count(noisy.begin(), noisy.end(), 1) == 5  // one of four 0 became 1
std::vector<std::int32_t> generate_noisy_labels(Labels true_labels, const Matrix& noise_matrix, std::uint64_t seed = 0);

/// Draw n numbers in [min_prob, max_prob] that sum to m: flat on the simplex, then the largest and the smallest brought
/// inside by turns.
/// @throws std::invalid_argument  bounds that no n numbers with this sum have
/// Example:
///     generate_n_rand_probabilities_that_sum_to_m(5, 2, 0.8).sum() == Approx(2)
Vector generate_n_rand_probabilities_that_sum_to_m(Index n, double m, double max_prob = 1, double min_prob = 0,
                                                   std::uint64_t seed = 0);

/// Spread n balls over k bins at random, each with min_per_bin to max_per_bin balls; where the bins cannot hold all,
/// the rest is left out.
/// @param max_per_bin  < 0: no bound
/// @return             k counts
/// @throws std::invalid_argument  negative n or min_per_bin, k < 1
/// Example:
///     const std::vector<Index> balls = randomly_distribute_n_balls_into_k_bins(10, 3, 5, 1);
///     balls[0] + balls[1] + balls[2] == 10
std::vector<Index> randomly_distribute_n_balls_into_k_bins(Index n, Index k, Index max_per_bin = -1,
                                                           Index min_per_bin = 0, std::uint64_t seed = 0);

}  // namespace assayer
