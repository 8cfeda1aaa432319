#include <emscripten/bind.h>

#include "assayer/cross_validation.h"
#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

struct CrossValidationInput {
  OwnedMatrix features;
  std::vector<std::int32_t> labels;
  int num_classes = 0;
  CrossValidationOptions options;
};

JobHandle cross_val_predict_js(const val& features, const val& labels, int num_classes, const val& options) {
  const CrossValidationOptions defaults;
  return hold_job(
      CrossValidationInput{to_owned_matrix(features),
                           to_vector<std::int32_t>(labels),
                           num_classes,
                           {.model = option<std::string>(options, "model", defaults.model),
                            .folds = option(options, "folds", defaults.folds),
                            .seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0)),
                            .part = option(options, "part", defaults.part),
                            .parts = option(options, "parts", defaults.parts)}},
      [](const CrossValidationInput& input) {
        return cross_val_predict(input.features.view(), input.labels, input.num_classes, input.options);
      },
      from_matrix);
}

EMSCRIPTEN_BINDINGS(models) {
  emscripten::function("crossValPredict", &cross_val_predict_js, emscripten::return_value_policy::take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
