#include "assayer/label_noise.h"

#include <emscripten/bind.h>

#include "label_inputs.h"

namespace assayer::wasm {
namespace {

std::uint64_t seed_option(const val& options) { return static_cast<std::uint64_t>(option<double>(options, "seed", 0)); }

bool noise_matrix_is_valid_js(const val& noise_matrix, const val& py) {
  return noise_matrix_is_valid(to_matrix(noise_matrix), to_eigen_vector(py));
}

val generate_noise_matrix_from_trace_js(double num_classes, double trace, const val& options) {
  NoiseMatrixOptions noise;
  noise.max_trace_prob = option(options, "maxTraceProb", noise.max_trace_prob);
  noise.min_trace_prob = option(options, "minTraceProb", noise.min_trace_prob);
  noise.max_noise_rate = option(options, "maxNoiseRate", noise.max_noise_rate);
  noise.min_noise_rate = option(options, "minNoiseRate", noise.min_noise_rate);
  noise.valid_noise_matrix = option(options, "validNoiseMatrix", noise.valid_noise_matrix);
  noise.py = vector_option(options, "py");
  noise.frac_zero_noise_rates = option(options, "fracZeroNoiseRates", noise.frac_zero_noise_rates);
  noise.max_iter = static_cast<Index>(option(options, "maxIter", static_cast<double>(noise.max_iter)));
  noise.seed = seed_option(options);
  return from_matrix(generate_noise_matrix_from_trace(static_cast<Index>(num_classes), trace, noise));
}

val generate_noisy_labels_js(const val& true_labels, const val& noise_matrix, const val& options) {
  return to_typed_array(
      generate_noisy_labels(to_vector<std::int32_t>(true_labels), to_matrix(noise_matrix), seed_option(options)));
}

val generate_n_rand_probabilities_that_sum_to_m_js(double n, double m, const val& options) {
  return to_typed_array(
      generate_n_rand_probabilities_that_sum_to_m(static_cast<Index>(n), m, option(options, "maxProb", 1.0),
                                                  option(options, "minProb", 0.0), seed_option(options)));
}

val randomly_distribute_n_balls_into_k_bins_js(double n, double k, const val& options) {
  const std::vector<Index> counts = randomly_distribute_n_balls_into_k_bins(
      static_cast<Index>(n), static_cast<Index>(k), static_cast<Index>(option(options, "maxBallsPerBin", -1.0)),
      static_cast<Index>(option(options, "minBallsPerBin", 0.0)), seed_option(options));
  return to_typed_array(std::vector<std::int32_t>(counts.begin(), counts.end()));
}

EMSCRIPTEN_BINDINGS(label_noise) {
  emscripten::function("generateNRandProbabilitiesThatSumToM", &generate_n_rand_probabilities_that_sum_to_m_js);
  emscripten::function("randomlyDistributeNBallsIntoKBins", &randomly_distribute_n_balls_into_k_bins_js);
  emscripten::function("noiseMatrixIsValid", &noise_matrix_is_valid_js);
  emscripten::function("generateNoiseMatrixFromTrace", &generate_noise_matrix_from_trace_js);
  emscripten::function("generateNoisyLabels", &generate_noisy_labels_js);
}

}  // namespace
}  // namespace assayer::wasm
