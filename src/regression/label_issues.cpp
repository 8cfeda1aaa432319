#include "assayer/error.h"
#include "assayer/regression_label_issues.h"
#include "regression/least_squares.h"

#include <cmath>
#include <utility>

namespace assayer {
namespace {

void check(MatrixView features, std::span<const double> labels) {
  if (features.columns() == 0) reject("features", "at least one column", "none");
  if (features.rows() != static_cast<Index>(labels.size())) {
    reject("features", "as many rows as there are labels (" + std::to_string(labels.size()) + ")",
           static_cast<std::int64_t>(features.rows()));
  }
  for (Index i = 0; i < features.rows(); ++i) {
    for (Index c = 0; c < features.columns(); ++c) {
      if (!std::isfinite(features(i, c))) reject(at("features", i, c), "a finite number", features(i, c));
    }
  }
}

}  // namespace

Job<RegressionLabelIssues> find_regression_label_issues(MatrixView features, std::span<const double> labels,
                                                        RegressionIssueOptions options) {
  RegressionIssueSearch search(labels, std::move(options));
  check(features, labels);
  while (const RegressionTask* task = search.next()) {
    Job<LinearModel> fit = fit_least_squares(features, task->train, task->targets);
    const double done = search.fraction();
    const LinearModel model = co_await within(done, done, task->step, std::move(fit));
    search.answer(predict(model, features, task->predict));
    co_await pause(search.fraction());
  }
  co_return search.result();
}

}  // namespace assayer
