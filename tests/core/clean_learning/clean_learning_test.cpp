#include "assayer/clean_learning.h"

#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>

using namespace assayer;
using doctest::Approx;

namespace {

/// 200 examples of two classes; every tenth label is wrong, the predictions are right.
struct Data {
  std::vector<std::int32_t> labels;
  Matrix pred_probs = Matrix(200, 2);
  Data() {
    for (int i = 0; i < 200; ++i) {
      const std::int32_t truth = i % 2;
      pred_probs(i, truth) = 0.9;
      pred_probs(i, 1 - truth) = 1 - pred_probs(i, truth);
      labels.push_back(i % 10 == 3 ? 1 - truth : truth);
    }
  }
};

int count(const Flags& flags) { return std::accumulate(flags.begin(), flags.end(), 0); }

}  // namespace

TEST_CASE("clean learning: flags the wrong labels and estimates how noisy each class is") {
  const Data data;
  const CleanLearningIssues issues = run(find_clean_learning_issues(data.labels, data.pred_probs));

  for (std::size_t i = 0; i < 200; ++i) CHECK(issues.is_label_issue[i] == (i % 10 == 3));
  CHECK(issues.noise_matrix(0, 0) == Approx(1));    // no example of class 0 is labelled 1
  CHECK(issues.noise_matrix(1, 1) == Approx(0.8));  // of the examples of class 1 (odd numbers) a fifth is labelled 0
  CHECK(issues.confident_joint(0, 1) == 20);
  CHECK(issues.predicted_label[3] == 1);
  CHECK(issues.label_quality(3) == data.pred_probs(3, 0));
}

TEST_CASE("clean learning: weights make up for what was left out") {
  const std::vector<std::int32_t> labels = {0, 1, 0};
  Matrix noise(2, 2);
  noise << .57732, .475728, .42268, .524272;
  const Vector weights = clean_learning_weights(labels, {0, 0, 1}, noise);

  CHECK(weights(0) == Approx(1.732143).epsilon(1e-6));
  CHECK(weights(1) == Approx(1.907407).epsilon(1e-6));
  CHECK(weights(2) == 0);
}

TEST_CASE("clean learning: a given noise matrix changes the noise, not the flags") {
  const Data data;
  CleanLearningOptions options;
  options.noise_matrix = Matrix(2, 2);
  options.noise_matrix << .9, .3, .1, .7;
  const CleanLearningIssues issues = run(find_clean_learning_issues(data.labels, data.pred_probs, options));

  CHECK(issues.noise_matrix == options.noise_matrix);
  CHECK(issues.is_label_issue == run(find_clean_learning_issues(data.labels, data.pred_probs)).is_label_issue);
  CHECK(issues.py.sum() == Approx(1));
}

TEST_CASE("clean learning: labels of the class that is sure are never flagged") {
  const Data data;
  CleanLearningOptions options;
  options.pulearning = 0;
  const CleanLearningIssues issues = run(find_clean_learning_issues(data.labels, data.pred_probs, options));

  for (std::size_t i = 0; i < 200; ++i) {
    if (data.labels[i] == 0) CHECK(issues.is_label_issue[i] == 0);
  }
  CHECK(issues.noise_matrix(1, 1) == 1);
  CHECK(issues.inverse_noise_matrix(0, 0) == 1);
}

TEST_CASE("clean learning: keeps at least ten examples of a class") {
  Data data;
  data.labels.resize(40);
  const MatrixView few(data.pred_probs.data(), 40, 2);
  CleanLearningOptions none;
  none.filter.min_examples_per_class = 30;

  CHECK(count(run(find_clean_learning_issues(data.labels, few)).is_label_issue) == 4);
  CHECK(count(run(find_clean_learning_issues(data.labels, few, none)).is_label_issue) == 0);
}

TEST_CASE("clean learning: refuses noise that says nothing, and a sure class among many") {
  const Data data;
  CleanLearningOptions no_trace, shape, sure;
  no_trace.noise_matrix = Matrix::Constant(2, 2, .5);
  shape.inverse_noise_matrix = Matrix::Identity(3, 3);
  sure.pulearning = 2;

  CHECK_THROWS_AS(run(find_clean_learning_issues(data.labels, data.pred_probs, no_trace)), std::invalid_argument);
  CHECK_THROWS_AS(run(find_clean_learning_issues(data.labels, data.pred_probs, shape)), std::invalid_argument);
  CHECK_THROWS_AS(run(find_clean_learning_issues(data.labels, data.pred_probs, sure)), std::invalid_argument);
}
