#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

namespace assayer {

using Index = Eigen::Index;
/// Dense matrix of doubles, row-major: row i is example i.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using IntMatrix = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;
using ConstMatrix = Eigen::Ref<const Matrix>;
using ConstVector = Eigen::Ref<const Vector>;

/// Class ids 0..K-1, one for each example.
using Labels = std::span<const std::int32_t>;
/// One 0 or 1 for each example.
using Flags = std::vector<std::uint8_t>;
/// Row numbers, 0-based.
using Rows = std::vector<std::int32_t>;

/// Read-only view of a row-major n x d matrix of double or float. Copies nothing and owns nothing: what it looks at
/// must outlive it. All large inputs (pred_probs, features) come as views, so that float32 data need no float64 copy.
class MatrixView {
 public:
  MatrixView() = default;
  MatrixView(const double* data, Index rows, Index columns) : doubles_(data), rows_(rows), columns_(columns) {}
  MatrixView(const float* data, Index rows, Index columns) : floats_(data), rows_(rows), columns_(columns) {}
  MatrixView(const Matrix& matrix) : MatrixView(matrix.data(), matrix.rows(), matrix.cols()) {}       // NOLINT
  MatrixView(const FloatMatrix& matrix) : MatrixView(matrix.data(), matrix.rows(), matrix.cols()) {}  // NOLINT
  MatrixView(Matrix&&) = delete;                                                                      // would dangle
  MatrixView(FloatMatrix&&) = delete;                                                                 // would dangle

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  bool is_float() const { return floats_ != nullptr; }
  /// The values where they are doubles (null where they are floats), and the other way round.
  const double* doubles() const { return doubles_; }
  const float* floats() const { return floats_; }

  double operator()(Index i, Index j) const {
    const Index at = i * columns_ + j;
    return floats_ ? static_cast<double>(floats_[at]) : doubles_[at];
  }

  /// Row i as doubles: points into the matrix, or into `scratch` where the matrix holds floats (then valid until the
  /// next use of `scratch`).
  std::span<const double> row(Index i, std::vector<double>& scratch) const {
    const auto size = static_cast<std::size_t>(columns_);
    if (!floats_) return {doubles_ + i * columns_, size};
    scratch.assign(floats_ + i * columns_, floats_ + (i + 1) * columns_);
    return {scratch.data(), size};
  }

 private:
  const double* doubles_ = nullptr;
  const float* floats_ = nullptr;
  Index rows_ = 0;
  Index columns_ = 0;
};

}  // namespace assayer
