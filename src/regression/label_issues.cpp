#include "assayer/linear_regression.h"
#include "assayer/regression_label_issues.h"
#include "regression/checks.h"

#include <utility>

namespace assayer {

Job<RegressionLabelIssues> find_regression_label_issues(MatrixView features, std::span<const double> labels,
                                                        RegressionIssueOptions options) {
  RegressionIssueSearch search(labels, std::move(options));
  check_features(features, static_cast<Index>(labels.size()));
  while (const RegressionTask* task = search.next()) {
    Job<LinearModel> fit = fit_linear_regression_on(features, task->train, task->targets);
    const double done = search.fraction();
    const LinearModel model = co_await within(done, done, task->step.c_str(), std::move(fit));
    search.answer(predict_linear(model, features, task->predict));
    co_await pause(search.fraction());
  }
  co_return search.result();
}

}  // namespace assayer
