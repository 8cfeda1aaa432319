#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "assayer/error.h"
#include "assayer/regression_label_issues.h"
#include "ordering.h"
#include "random.h"
#include "regression/checks.h"
#include "statistics.h"

namespace assayer {
namespace {

constexpr double tiny = 1e-100;
constexpr double unusable = -1e30;  // R^2 where too few examples would be left to train on

/// Hands a task out and waits, however often the job is resumed in between, until `answer` is there.
struct Desk {
  RegressionTask task;
  Vector answer;
  bool is_open = false;  ///< a task waits for its answer
};

struct WaitForAnswer {
  bool await_ready() { return false; }
  template <typename Promise>
  bool await_suspend(std::coroutine_handle<Promise>) {
    return true;
  }
  void await_resume() {}
};

/// One search: what all its parts share.
struct Search {
  Vector labels;
  RegressionIssueOptions options;
  Random random;
  Desk* desk;
  double num_tasks = 1;  ///< expected in all, for the progress
  double num_done = 0;

  Index n() const { return labels.size(); }
};

std::vector<double> to_std(const Vector& values) { return {values.data(), values.data() + values.size()}; }

std::int32_t dropped_count(Index n, double share) {
  return static_cast<std::int32_t>(std::ceil(static_cast<double>(n) * share));
}

/// R^2 of the predictions over all labels; constant labels: 1 where predicted exactly, else 0.
double r_squared(const Vector& labels, const Vector& predictions) {
  const double residual = (labels - predictions).stableNorm();  // squares of far predictions would overflow
  const double total = (labels.array() - mean(labels)).matrix().stableNorm();
  if (total == 0) return residual == 0 ? 1 : 0;
  return 1 - residual / total * (residual / total);
}

/// Out-of-fold predictions for every row: shuffled folds over `kept`; a row of `dropped` gets the mean over the folds'
/// models.
Job<Vector> cross_validate(Search& search, Vector targets, Rows kept, Rows dropped, Index num_folds, std::string step) {
  const auto size = static_cast<Index>(kept.size());
  if (size < num_folds) {
    reject("labels", "at least as many examples as folds (" + std::to_string(num_folds) + ")",
           static_cast<std::int64_t>(size));
  }
  search.random.shuffle(std::span<std::int32_t>(kept));
  Vector predictions = Vector::Zero(targets.size());
  Index begin = 0;
  for (Index fold = 0; fold < num_folds; ++fold) {
    const Index end = begin + size / num_folds + (fold < size % num_folds ? 1 : 0);
    RegressionTask& task = search.desk->task;
    task.step = step;
    task.predict.assign(kept.begin() + begin, kept.begin() + end);
    task.train.assign(kept.begin(), kept.begin() + begin);
    task.train.insert(task.train.end(), kept.begin() + end, kept.end());
    std::sort(task.train.begin(), task.train.end());
    std::sort(task.predict.begin(), task.predict.end());
    task.predict.insert(task.predict.end(), dropped.begin(), dropped.end());
    task.targets = targets(task.train);
    search.desk->is_open = true;
    while (search.desk->is_open) co_await WaitForAnswer{};

    const Vector& answer = search.desk->answer;
    const Index held_out = end - begin;
    for (Index i = 0; i < answer.size(); ++i) {
      const double share = i < held_out ? 1 : 1.0 / static_cast<double>(num_folds);
      predictions(task.predict[static_cast<std::size_t>(i)]) += share * answer(i);
    }
    begin = end;
    search.num_done += 1;
    co_await pause(search.num_done / search.num_tasks);
  }
  co_return predictions;
}

/// Cross-validation without the last ceil(n share) rows of the order.
Job<Vector> cross_validate_without(Search& search, const Rows& order, double share, std::string step) {
  const auto keep = static_cast<std::ptrdiff_t>(order.size()) - dropped_count(search.n(), share);
  Job<Vector> job = cross_validate(search, search.labels, Rows(order.begin(), order.begin() + keep),
                                   Rows(order.begin() + keep, order.end()), search.options.cv_n_folds, std::move(step));
  co_return co_await std::move(job);
}

Job<double> score_share(Search& search, const Rows& order, double share, std::string step) {
  if (search.n() - dropped_count(search.n(), share) < search.options.cv_n_folds) co_return unusable;
  Job<Vector> job = cross_validate_without(search, order, share, std::move(step));
  const Vector predictions = co_await std::move(job);
  co_return r_squared(search.labels, predictions);
}

/// `size` evenly spaced shares strictly inside [from, to].
void add_inside(std::vector<double>& shares, double from, double to, Index size) {
  for (Index i = 1; i <= size; ++i) {
    shares.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(size + 1));
  }
}

struct BestShare {
  double share = 0;
  double score = unusable;
};

Job<BestShare> search_share(Search& search, const Rows& order) {
  const std::vector<double>& coarse = search.options.coarse_search_range;
  std::size_t best = 0;
  BestShare best_coarse, best_fine;
  for (std::size_t i = 0; i < coarse.size(); ++i) {
    Job<double> job = score_share(search, order, coarse[i], "coarse_search");
    const double score = co_await std::move(job);
    if (i == 0 || score > best_coarse.score) {
      best = i;
      best_coarse = {coarse[i], score};
    }
  }
  std::vector<double> fine;
  if (best > 0) add_inside(fine, coarse[best - 1], coarse[best], search.options.fine_search_size);
  if (best + 1 < coarse.size()) add_inside(fine, coarse[best], coarse[best + 1], search.options.fine_search_size);
  for (std::size_t i = 0; i < fine.size(); ++i) {
    Job<double> job = score_share(search, order, fine[i], "fine_search");
    const double score = co_await std::move(job);
    if (i == 0 || score > best_fine.score) best_fine = {fine[i], score};
  }
  co_return fine.empty() || best_coarse.score > best_fine.score ? best_coarse : best_fine;
}

Rows all_rows(Index n) {
  Rows rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

/// Population standard deviation of every example's predictions over `n_boot` two-fold refits and the final one.
Job<Vector> estimate_epistemic(Search& search, Vector predictions) {
  // Of differences to `predictions`, in units in which their squares do not overflow.
  const Vector unit = predictions.cwiseAbs().cwiseMax(1);
  Vector sum = Vector::Zero(search.n()), squares = Vector::Zero(search.n());
  for (Index b = 0; b < search.options.n_boot; ++b) {
    Job<Vector> job = cross_validate(search, search.labels, all_rows(search.n()), {}, 2, "epistemic");
    Vector difference = co_await std::move(job);
    difference = (difference - predictions).cwiseQuotient(unit);
    sum += difference;
    squares += difference.cwiseAbs2();
  }
  const double count = static_cast<double>(search.options.n_boot + 1);
  co_return (squares.array() / count - (sum.array() / count).square()).max(0).sqrt().matrix().cwiseProduct(unit);
}

Job<double> estimate_aleatoric(Search& search, Vector residuals) {
  if (!search.options.include_aleatoric_uncertainty) co_return 0.0;
  Job<Vector> job =
      cross_validate(search, std::move(residuals), all_rows(search.n()), {}, search.options.cv_n_folds, "aleatoric");
  const Vector predicted = co_await std::move(job);
  co_return standard_deviation(to_std(predicted));
}

Job<RegressionLabelIssues> search_issues(Search& search) {
  const Index n = search.n();
  Job<Vector> first_job =
      cross_validate(search, search.labels, all_rows(n), {}, search.options.cv_n_folds, "first_fit");
  const Vector first = co_await std::move(first_job);
  const Rows order = argsort(to_std((first - search.labels).cwiseAbs()));

  Job<BestShare> share_job = search_share(search, order);
  const BestShare best = co_await std::move(share_job);
  RegressionLabelIssues issues;
  issues.issue_fraction = r_squared(search.labels, first) >= best.score ? 0 : best.share;

  Job<Vector> final_job = cross_validate_without(search, order, issues.issue_fraction, "final_fit");
  issues.predicted_label = co_await std::move(final_job);
  const Vector residuals = issues.predicted_label - search.labels;

  Vector uncertainty;
  const std::vector<double>& given = search.options.uncertainty;
  issues.epistemic = Vector::Zero(n);
  if (given.empty()) {
    Job<Vector> epistemic_job = estimate_epistemic(search, issues.predicted_label);
    issues.epistemic = co_await std::move(epistemic_job);
    Job<double> aleatoric_job = estimate_aleatoric(search, residuals);
    issues.aleatoric = co_await std::move(aleatoric_job);
    uncertainty = issues.epistemic.array() + issues.aleatoric;
  } else {
    uncertainty = given.size() == 1 ? Vector::Constant(n, given[0])
                                    : Vector(Eigen::Map<const Vector>(given.data(), static_cast<Index>(given.size())));
  }
  const Vector adjusted = (residuals.array() / (uncertainty.array() + tiny)).abs();
  issues.label_quality = (-adjusted.array() / std::max(median(adjusted), tiny)).exp();

  issues.is_label_issue.assign(static_cast<std::size_t>(n), 0);
  const Rows lowest = argsort(to_std(issues.label_quality));
  const std::int32_t num_issues = dropped_count(n, issues.issue_fraction);
  for (std::int32_t i = 0; i < num_issues; ++i)
    issues.is_label_issue[static_cast<std::size_t>(lowest[static_cast<std::size_t>(i)])] = 1;
  co_return issues;
}

void check(std::span<const double> labels, const RegressionIssueOptions& options) {
  check_targets(labels, "labels");
  if (options.cv_n_folds < 2) reject("cv_n_folds", "at least 2", static_cast<std::int64_t>(options.cv_n_folds));
  if (options.n_boot < 0) reject("n_boot", "0 or more", static_cast<std::int64_t>(options.n_boot));
  if (options.fine_search_size < 0) {
    reject("fine_search_size", "0 or more", static_cast<std::int64_t>(options.fine_search_size));
  }
  if (options.coarse_search_range.empty()) reject("coarse_search_range", "at least one share to try", "none");
  for (const double share : options.coarse_search_range) {
    if (!(share > 0 && share < 1)) reject("coarse_search_range", "shares between 0 and 1", share);
  }
  if (static_cast<Index>(labels.size()) < options.cv_n_folds) {
    reject("labels", "at least as many examples as folds (" + std::to_string(options.cv_n_folds) + ")",
           static_cast<std::int64_t>(labels.size()));
  }
  const std::size_t given = options.uncertainty.size();
  if (given > 1 && given != labels.size()) {
    reject("uncertainty", "one number or one for each example (" + std::to_string(labels.size()) + ")",
           static_cast<std::int64_t>(given));
  }
  for (std::size_t i = 0; i < given; ++i) {
    const double value = options.uncertainty[i];
    if (!(value >= 0 && std::isfinite(value))) {
      reject(at("uncertainty", static_cast<std::int64_t>(i)), "a finite number >= 0", value);
    }
  }
}

double count_tasks(const RegressionIssueOptions& options) {
  const auto folds = static_cast<double>(options.cv_n_folds);
  const double shares =
      static_cast<double>(options.coarse_search_range.size()) +
      (options.coarse_search_range.size() > 1 ? 2 * static_cast<double>(options.fine_search_size) : 0);
  const double uncertain = options.uncertainty.empty() ? 2 * static_cast<double>(options.n_boot) +
                                                             (options.include_aleatoric_uncertainty ? folds : 0)
                                                       : 0;
  return folds * (shares + 2) + uncertain;
}

}  // namespace

struct RegressionIssueSearch::State {
  State(std::span<const double> labels, RegressionIssueOptions options)
      : search{Eigen::Map<const Vector>(labels.data(), static_cast<Index>(labels.size())), std::move(options),
               Random(0), &desk},
        job(search_issues(search)) {
    search.random = Random(search.options.seed);
    search.num_tasks = count_tasks(search.options);
    std::sort(search.options.coarse_search_range.begin(), search.options.coarse_search_range.end());
  }

  Desk desk;
  Search search;
  Job<RegressionLabelIssues> job;
};

RegressionIssueSearch::RegressionIssueSearch(std::span<const double> labels, RegressionIssueOptions options) {
  check(labels, options);
  state_ = std::make_unique<State>(labels, std::move(options));
}

RegressionIssueSearch::RegressionIssueSearch(RegressionIssueSearch&&) noexcept = default;
RegressionIssueSearch::~RegressionIssueSearch() = default;

const RegressionTask* RegressionIssueSearch::next() {
  while (!state_->desk.is_open && !state_->job.is_done()) state_->job.step({});
  return state_->desk.is_open ? &state_->desk.task : nullptr;
}

void RegressionIssueSearch::answer(Vector predictions) {
  Desk& desk = state_->desk;
  if (!desk.is_open) reject("predictions", "a task that waits for them", "none");
  if (predictions.size() != static_cast<Index>(desk.task.predict.size())) {
    reject("predictions", "one for each row to predict (" + std::to_string(desk.task.predict.size()) + ")",
           static_cast<std::int64_t>(predictions.size()));
  }
  for (Index i = 0; i < predictions.size(); ++i) {
    if (!std::isfinite(predictions(i))) reject(at("predictions", i), "a finite number", predictions(i));
  }
  desk.answer = std::move(predictions);
  desk.is_open = false;
}

double RegressionIssueSearch::fraction() const { return state_->job.progress().fraction; }

RegressionLabelIssues RegressionIssueSearch::result() {
  if (!state_->job.is_done()) reject("search", "every task answered", "a task that waits");
  return state_->job.result();
}

}  // namespace assayer
