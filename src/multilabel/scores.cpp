#include <algorithm>
#include <functional>
#include <utility>

#include "assayer/error.h"
#include "multilabel/binary_problems.h"
#include "softmin.h"

namespace assayer {
namespace {

double moving_average(std::vector<double>& scores, double alpha) {
  std::sort(scores.begin(), scores.end());
  double average = scores.back();
  for (std::size_t j = scores.size() - 1; j-- > 0;) average = alpha * scores[j] + (1 - alpha) * average;
  return average;
}

Vector aggregate(const Matrix& by_class, const MultilabelScoreOptions& options) {
  const double alpha = options.alpha.value_or(2.0 / static_cast<double>(by_class.cols() + 1));
  std::vector<double> scores(static_cast<std::size_t>(by_class.cols()));
  Vector result(by_class.rows());
  for (Index i = 0; i < result.size(); ++i) {
    std::copy_n(by_class.row(i).data(), by_class.cols(), scores.begin());
    result(i) = options.aggregation == MultilabelAggregation::softmin ? softmin(scores, options.temperature)
                                                                      : moving_average(scores, alpha);
  }
  return result;
}

void check(const MultilabelScoreOptions& options) {
  if (options.alpha && !(*options.alpha >= 0 && *options.alpha <= 1)) {
    reject("alpha", "a number in [0, 1]", *options.alpha);
  }
  if (!(options.temperature > 0)) reject("temperature", "a number > 0", options.temperature);
}

}  // namespace

Job<Matrix> get_multilabel_quality_scores_per_class(const ClassLists& labels, MatrixView pred_probs,
                                                    MultilabelScoreOptions options) {
  check(options);
  Job<void> validation = validate_multilabel(labels, pred_probs);
  co_await within(0, 0.1, "", std::move(validation));
  LabelQualityOptions binary_options;
  binary_options.method = options.method;
  binary_options.adjust_pred_probs = options.adjust_pred_probs;
  Matrix scores(pred_probs.rows(), pred_probs.columns());
  for (Index c = 0; c < scores.cols(); ++c) {
    const BinaryProblem problem = binary_problem_of(labels, pred_probs, c);
    co_await pause(0.1 + 0.9 * static_cast<double>(c) / static_cast<double>(scores.cols()));
    Job<Vector> job = get_label_quality_scores(problem.labels, problem.pred_probs, binary_options);
    const double done = 0.1 + 0.9 * static_cast<double>(c) / static_cast<double>(scores.cols());
    scores.col(c) = co_await within(done, done, "", std::move(job));
  }
  co_return scores;
}

Job<Vector> get_multilabel_quality_scores(const ClassLists& labels, MatrixView pred_probs,
                                          MultilabelScoreOptions options) {
  Job<Matrix> job = get_multilabel_quality_scores_per_class(labels, pred_probs, options);
  const Matrix by_class = co_await std::move(job);
  co_return aggregate(by_class, options);
}

MultilabelAggregation multilabel_aggregation_from_name(std::string_view name) {
  if (name == "exponential_moving_average") return MultilabelAggregation::exponential_moving_average;
  if (name == "softmin") return MultilabelAggregation::softmin;
  reject("aggregation", "exponential_moving_average or softmin", name);
}

}  // namespace assayer
