#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// Out-of-sample predictions of one kind of model.
struct Member {
  std::string name;
  Matrix predictions;  ///< n x outputs
};

/// Mean log loss of the labels, weighted; probabilities below 1e-6 count as that.
double log_loss(const Matrix& probabilities, Labels labels, const std::vector<double>& weights);
/// Mean squared error of a single output.
double squared_error(const Matrix& predictions, std::span<const double> targets, const std::vector<double>& weights);

/// Shares (they sum to 1) of a mixture with a small loss: greedy steps, each adding the member that helps most, from a
/// start of equal shares of the members that are worth it, which keeps it from trusting chance.
///
/// @param loss  double(const Matrix& mixture)
/// Source: Caruana et al. 2004, "Ensemble selection from libraries of models".
template <typename Loss>
std::vector<double> greedy_shares(const std::vector<Member>& members, int num_steps, Loss loss) {
  constexpr double worth = 1.6;  // a loss so many times that of the best member is not
  std::vector<double> losses, shares(members.size(), 0.0);
  for (const Member& member : members) losses.push_back(loss(member.predictions));
  const double best_loss = *std::min_element(losses.begin(), losses.end());
  Matrix sum = Matrix::Zero(members[0].predictions.rows(), members[0].predictions.cols());
  double count = 0;
  const auto add = [&](std::size_t m) {
    sum += members[m].predictions;
    shares[m] += 1;
    count += 1;
  };
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (losses[m] <= worth * best_loss) add(m);
  }
  Matrix mixture;
  for (int step = 0; step < num_steps; ++step) {
    std::size_t best = 0;
    double smallest = 0;
    for (std::size_t m = 0; m < members.size(); ++m) {
      mixture = (sum + members[m].predictions) / (count + 1);
      const double with_it = loss(mixture);
      if (m > 0 && !(with_it < smallest)) continue;
      best = m;
      smallest = with_it;
    }
    add(best);
  }
  for (double& share : shares) share /= count;
  return shares;
}

/// The members' predictions in these shares.
Matrix mix(const std::vector<Member>& members, const std::vector<double>& shares);

}  // namespace assayer
