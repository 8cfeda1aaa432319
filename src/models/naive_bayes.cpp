#include "models/naive_bayes.h"

#include <cmath>

#include "models/logistic_objective.h"

namespace assayer {

Job<void> naive_bayes(const SparseMatrix& text, Labels labels, int num_classes, const std::vector<double>& weights,
                      std::span<const std::int32_t> asked, double sharpness, Matrix& probabilities) {
  constexpr double smoothing = 0.1;
  Matrix counts = Matrix::Constant(text.cols(), num_classes, smoothing);
  Eigen::RowVectorXd size = Eigen::RowVectorXd::Constant(num_classes, 0.5);
  for (Index i = 0; i < text.rows(); ++i) {
    const double weight = weights[static_cast<std::size_t>(i)];
    if (i % 512 == 0) co_await pause(0.4 * static_cast<double>(i) / static_cast<double>(text.rows()));
    if (!(weight > 0)) continue;
    const std::int32_t label = labels[static_cast<std::size_t>(i)];
    size(label) += weight;
    for (SparseMatrix::InnerIterator entry(text, i); entry; ++entry) {
      counts(entry.col(), label) += weight * static_cast<double>(entry.value());
    }
  }
  const Vector of_word = counts.rowwise().sum();
  const Eigen::RowVectorXd of_class = counts.colwise().sum();
  Matrix odds(counts.rows(), num_classes);
  for (Index k = 0; k < num_classes; ++k) {
    const double all = of_class.sum() - of_class(k);
    co_await pause(0.4 + 0.3 * static_cast<double>(k) / num_classes);
    for (Index j = 0; j < odds.rows(); ++j) {
      odds(j, k) = std::log(counts(j, k) / of_class(k)) - std::log((of_word(j) - counts(j, k)) / all);
    }
  }
  const Eigen::RowVectorXd prior = (size.array() / size.sum()).log();
  Matrix scores(1, num_classes);
  for (std::size_t a = 0; a < asked.size(); ++a) {
    const Index i = asked[a];
    if (a % 512 == 0) co_await pause(0.7 + 0.3 * static_cast<double>(a) / static_cast<double>(asked.size()));
    scores.setZero();
    for (SparseMatrix::InnerIterator entry(text, i); entry; ++entry) {
      scores += sharpness * static_cast<double>(entry.value()) * odds.row(entry.col());
    }
    scores += prior;
    if (num_classes == 1) {
      probabilities(i, 0) = 1;
      continue;
    }
    scores_to_probabilities(scores);
    probabilities.row(i) = scores;
  }
}

}  // namespace assayer
