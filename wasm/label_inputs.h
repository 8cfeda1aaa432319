#pragma once
// Labels with pred_probs, and the options that several bindings take.

#include <cstdint>
#include <utility>
#include <vector>

#include "assayer/label_filter.h"
#include "convert.h"
#include "job_handle.h"

namespace assayer::wasm {

/// What a job over labels and pred_probs looks at.
template <typename Options>
struct LabelledProbs {
  std::vector<std::int32_t> labels;
  OwnedMatrix pred_probs;
  Options options;
};

/// Start a job over labels (Int32Array) and pred_probs; `start` is called with the held inputs.
template <typename Options, typename Start, typename Convert>
JobHandle hold_labelled_job(const val& labels, const val& pred_probs, Options options, Start start, Convert convert) {
  return hold_job(
      LabelledProbs<Options>{to_vector<std::int32_t>(labels), to_owned_matrix(pred_probs), std::move(options)},
      std::move(start), std::move(convert));
}

inline Vector to_eigen_vector(const val& array) {
  const std::vector<double> values = to_vector<double>(array);
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

/// A Float64Array or a matrix among the options; empty where it was not given.
inline Vector vector_option(const val& options, const char* name) {
  return has_option(options, name) ? to_eigen_vector(options[name]) : Vector();
}
inline Matrix matrix_option(const val& options, const char* name) {
  return has_option(options, name) ? to_matrix(options[name]) : Matrix();
}

/// Options of `find_label_issues`, and of whatever picks issues as it does.
LabelFilterOptions to_label_filter_options(const val& options, LabelFilterOptions defaults = {});

/// The option `name` by its text, or `fallback`.
template <typename Choice, typename FromName>
Choice choice_option(const val& options, const char* name, FromName from_name, Choice fallback) {
  return has_option(options, name) ? from_name(options[name].as<std::string>()) : fallback;
}

}  // namespace assayer::wasm
