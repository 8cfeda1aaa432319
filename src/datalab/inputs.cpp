#include "datalab/inputs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "assayer/error.h"
#include "row_scan.h"

namespace assayer {
namespace {

constexpr double probability_slack = 1e-6;  // how far outside [0, 1] a probability may be, as rounding leaves it
constexpr double sum_slack = 0.01;          // how far from 1 a row may sum: probabilities printed with two digits

std::string shape(Index rows, Index columns) { return std::to_string(rows) + " x " + std::to_string(columns); }

void require_rows(std::string_view name, Index rows, Index n) {
  if (rows != n) reject(name, std::to_string(n) + " rows, one for each example", rows);
}

/// What `reject` says, as a text.
template <typename... Arguments>
std::string refusal(const Arguments&... arguments) {
  try {
    reject(arguments...);
  } catch (const std::invalid_argument& refused) {
    return refused.what();
  }
}

Job<std::uint64_t> examine_features(AuditInputs& inputs) {
  const MatrixView features = *inputs.features;
  std::uint64_t fingerprint = static_cast<std::uint64_t>(features.columns()) + 0x9E3779B97F4A7C15u;
  for (Index i = 0; i < features.rows(); ++i) {
    if (i % 256 == 0) co_await pause(static_cast<double>(i) / static_cast<double>(features.rows()));
    const auto hash = scan_row(features, i, [&](const auto* row) { return hash_of(row, features.columns()); });
    fingerprint = (std::rotl(fingerprint, 29) ^ hash) * 0xBF58476D1CE4E5B9u;
    if (!inputs.features_problem.empty()) continue;
    if (const auto j = first_not_finite(features, i)) {
      inputs.features_problem = refusal(at("features", i, *j), "a finite number", features(i, *j));
    }
  }
  co_return fingerprint;
}

Job<void> examine_pred_probs(AuditInputs& inputs) {
  const MatrixView pred_probs = *inputs.pred_probs;
  std::vector<double> scratch;
  std::string out_of_range, wrong_sum;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    if (i % 256 == 0) co_await pause(static_cast<double>(i) / static_cast<double>(pred_probs.rows()));
    const std::span<const double> row = pred_probs.row(i, scratch);
    double sum = 0;
    for (std::size_t j = 0; j < row.size(); ++j) {
      const double p = row[j];
      sum += p;
      if (p >= -probability_slack && p <= 1 + probability_slack) continue;
      const std::string place = at("pred_probs", i, static_cast<std::int64_t>(j));
      if (out_of_range.empty()) out_of_range = refusal(place, "a probability in [0, 1]", p);
      if (!std::isfinite(p) && inputs.pred_probs_not_finite.empty()) {
        inputs.pred_probs_not_finite = refusal(place, "a finite number", p);
      }
    }
    if (wrong_sum.empty() && inputs.task == Task::classification && std::abs(sum - 1) > sum_slack) {
      wrong_sum = refusal(at("pred_probs", i), "probabilities that sum to 1", sum);
    }
  }
  inputs.pred_probs_problem = out_of_range.empty() ? wrong_sum : out_of_range;
}

}  // namespace

void require_shapes(const AuditInputs& data, const FindIssuesInputs& given) {
  if (given.features) {
    require_rows("features", given.features->rows(), data.n);
    if (given.features->columns() < 1) reject("features", "at least one column", "none");
    const auto names = static_cast<Index>(given.feature_names.size());
    if (names != 0 && names != given.features->columns()) {
      reject("feature_names", std::to_string(given.features->columns()) + " names, one for each column", names);
    }
  }
  if (given.pred_probs) {
    if (data.task == Task::regression) reject("pred_probs", "predictions, one number for each example", "a matrix");
    require_rows("pred_probs", given.pred_probs->rows(), data.n);
    const Index columns = given.pred_probs->columns();
    const bool is_exact = data.task == Task::multilabel && data.num_classes > 0;
    if (columns < std::max<Index>(data.num_classes, 1) || (is_exact && columns != data.num_classes)) {
      reject("pred_probs", shape(data.n, data.num_classes) + " probabilities, one column for each class",
             shape(data.n, columns));
    }
  }
  if (!given.predictions.empty()) {
    if (data.task != Task::regression) reject("predictions", "pred_probs, one column for each class", "predictions");
    require_rows("predictions", static_cast<Index>(given.predictions.size()), data.n);
  }
  if (given.table && given.table->rows != data.n) require_rows("table", given.table->rows, data.n);
}

void require_result(const std::string& type, const CheckResult& result, Index n) {
  const auto require_length = [&](const std::string& what, std::size_t length) {
    if (static_cast<Index>(length) != n) {
      reject(type + "." + what, std::to_string(n) + " values, one for each example", static_cast<std::int64_t>(length));
    }
  };
  require_length("is_issue", result.is_issue.size());
  require_length("scores", result.scores.size());
  for (std::size_t i = 0; i < result.scores.size(); ++i) {
    if (!(result.scores[i] >= 0 && result.scores[i] <= 1)) {
      reject(at(type + ".scores", static_cast<std::int64_t>(i)), "a score in [0, 1]", result.scores[i]);
    }
  }
  if (!(result.summary_score >= 0 && result.summary_score <= 1)) {
    reject(type + ".summary_score", "a score in [0, 1]", result.summary_score);
  }
  for (const NamedColumn& column : result.columns) {
    const auto size = std::visit(
        [](const auto& values) {
          if constexpr (requires { values.ids; })
            return values.ids.size();
          else if constexpr (requires { values.sets; })
            return values.sets.size();
          else
            return values.size();
        },
        column.values);
    require_length(column.name, size);
  }
}

Job<std::optional<std::uint64_t>> examine(AuditInputs& inputs) {
  std::optional<std::uint64_t> fingerprint;
  if (inputs.features) fingerprint = co_await within(0, 0.6, "", examine_features(inputs));
  if (inputs.pred_probs) co_await within(0.6, 1, "", examine_pred_probs(inputs));
  co_return fingerprint;
}

}  // namespace assayer
