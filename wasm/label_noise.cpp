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

EMSCRIPTEN_BINDINGS(label_noise) {
  emscripten::function("noiseMatrixIsValid", &noise_matrix_is_valid_js);
  emscripten::function("generateNoiseMatrixFromTrace", &generate_noise_matrix_from_trace_js);
  emscripten::function("generateNoisyLabels", &generate_noisy_labels_js);
}

}  // namespace
}  // namespace assayer::wasm
