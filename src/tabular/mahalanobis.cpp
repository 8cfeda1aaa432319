#include "tabular/mahalanobis.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

namespace assayer {
namespace {

constexpr Index most_columns = 400;
constexpr Index rows_for_column = 3;
constexpr Index block_rows = 128;
constexpr double ridge = 0.003;  ///< of the mean variance

}  // namespace

Job<Vector> mahalanobis_distances(const FloatMatrix& x, Index d) {
  const Index n = x.rows();
  if (d == 0 || d > most_columns || n < rows_for_column * d) co_return Vector();
  const Eigen::RowVectorXd mean = x.leftCols(d).cast<double>().colwise().mean();
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d);
  for (Index begin = 0; begin < n; begin += block_rows) {
    co_await pause(0.5 * static_cast<double>(begin) / static_cast<double>(n));
    const Index rows = std::min(block_rows, n - begin);
    const Eigen::MatrixXd block = x.block(begin, 0, rows, d).cast<double>().rowwise() - mean;
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
  }
  covariance /= static_cast<double>(n);
  const double variance = covariance.trace() / static_cast<double>(d);
  if (!(variance > 0)) co_return Vector();
  covariance.diagonal().array() += ridge * variance;
  const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);

  Vector distances(n);
  for (Index begin = 0; begin < n; begin += block_rows) {
    co_await pause(0.5 + 0.5 * static_cast<double>(begin) / static_cast<double>(n));
    const Index rows = std::min(block_rows, n - begin);
    Eigen::MatrixXd block = (x.block(begin, 0, rows, d).cast<double>().rowwise() - mean).transpose();
    cholesky.matrixL().solveInPlace(block);
    distances.segment(begin, rows) = block.colwise().norm().transpose() / std::sqrt(static_cast<double>(d));
  }
  co_return distances;
}

}  // namespace assayer
