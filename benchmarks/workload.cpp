#include "workload.h"

namespace assayer::bench {
namespace {

/// mulberry32; draws of + - * / only, so that every language gets the same bits.
class Stream {
 public:
  std::uint32_t integer() {
    state_ += 0x6D2B79F5U;
    std::uint32_t t = (state_ ^ (state_ >> 15)) * (state_ | 1U);
    t ^= t + (t ^ (t >> 7)) * (t | 61U);
    return t ^ (t >> 14);
  }
  double uniform() { return integer() / 4294967296.0; }
  /// Variance 1: the sum of four uniform draws.
  double normal() {
    const double p = uniform(), q = uniform(), r = uniform(), s = uniform();
    return (((p + q) + r) + s - 2) * 1.7320508075688772;
  }

 private:
  std::uint32_t state_ = 20240607;
};

void add_features(Stream& stream, Workload& workload, const std::vector<std::uint32_t>& truth, Index d, Index classes) {
  const auto n = static_cast<Index>(truth.size());
  Matrix centres(classes, d), &x = workload.features;
  for (double& value : centres.reshaped<Eigen::RowMajor>()) value = 2 * stream.normal();
  x.resize(n, d);
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < d; ++c) x(i, c) = centres(truth[i], c) + stream.normal();
  }
  std::vector<double> kind(truth.size());
  for (double& value : kind) value = stream.uniform();
  std::vector<std::uint32_t> source(truth.size());
  for (std::uint32_t& value : source) value = stream.integer();
  std::vector<Index> copies;
  for (Index i = 0; i < n; ++i) {
    if (kind[i] >= 0.02) continue;
    if (kind[i] >= 0.01) {
      copies.push_back(i);
    } else {
      for (Index c = 0; c < d; ++c) x(i, c) = 6 * stream.normal();
    }
  }
  Matrix noise(Index(copies.size()), d);
  for (double& value : noise.reshaped<Eigen::RowMajor>()) value = 0.001 * stream.normal();
  for (Index q = 0; q < noise.rows(); ++q) {
    const Index i = copies[q];
    if (i == 0) continue;
    const Index from = source[i] % static_cast<std::uint32_t>(i);
    for (Index c = 0; c < d; ++c) x(i, c) = x(from, c) + (q % 2 ? noise(q, c) : 0);
  }
}

void add_pred_probs(Stream& stream, Workload& workload, const std::vector<std::uint32_t>& truth, Index classes) {
  Matrix& probs = workload.pred_probs;
  probs.resize(static_cast<Index>(truth.size()), classes);
  for (Index i = 0; i < probs.rows(); ++i) {
    for (Index k = 0; k < classes; ++k) {
      const double u = stream.uniform();
      probs(i, k) = (u * u) * (u * u);
    }
    probs(i, truth[i]) += 0.25 * double(classes);
    double total = 0;
    for (Index k = 0; k < classes; ++k) total += probs(i, k);
    for (Index k = 0; k < classes; ++k) probs(i, k) /= total;
  }
}

}  // namespace

Workload make_workload(Index n, Index d, Index num_classes) {
  const auto size = static_cast<std::size_t>(n);
  const auto classes = static_cast<std::uint32_t>(num_classes);
  Stream stream;
  std::vector<std::uint32_t> truth(size), flip(size);
  for (std::uint32_t& value : truth) value = stream.integer() % classes;
  for (std::uint32_t& value : flip) value = stream.uniform() < 0.1;
  Workload workload;
  workload.labels.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint32_t shift = stream.integer() % (classes - 1);
    workload.labels[i] = static_cast<std::int32_t>(flip[i] ? (truth[i] + 1 + shift) % classes : truth[i]);
  }
  if (d > 0) add_features(stream, workload, truth, d, num_classes);
  add_pred_probs(stream, workload, truth, num_classes);
  return workload;
}

Matrix make_noise(Index n, Index d) {
  Stream stream;
  Matrix features(n, d);
  for (double& value : features.reshaped<Eigen::RowMajor>()) value = stream.normal();
  return features;
}

}  // namespace assayer::bench
