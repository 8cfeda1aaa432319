#include "checks/change_point.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace assayer {
namespace {

/// Every pair of neighbours is an edge, counted once even where each is the other's neighbour.
class EdgeCounts {
 public:
  explicit EdgeCounts(const KnnGraph& graph)
      : graph_(graph), degrees_(static_cast<std::size_t>(graph.rows), 0), opened_(degrees_) {}

  void add(Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      for (const std::int32_t j : graph_.indices_of(i)) {
        const auto back = graph_.indices_of(j);
        if (j < i && std::find(back.begin(), back.end(), i) != back.end()) continue;  // counted from the other end
        edges_ += 1;
        degrees_[static_cast<std::size_t>(i)] += 1;
        degrees_[static_cast<std::size_t>(j)] += 1;
        opened_[static_cast<std::size_t>(std::min<Index>(i, j))] += 1;
        opened_[static_cast<std::size_t>(std::max<Index>(i, j))] -= 1;
      }
    }
  }

  ChangePoint strongest_cut() const {
    double squares = 0;
    for (const double degree : degrees_) squares += degree * degree;
    const auto n = static_cast<double>(graph_.rows);
    const Index margin = std::max<Index>(2, graph_.rows / 20);
    ChangePoint best;
    double crossing = 0;
    for (Index cut = 1; cut < graph_.rows; ++cut) {  // between the examples cut - 1 and cut
      crossing += opened_[static_cast<std::size_t>(cut - 1)];
      if (cut < margin || cut > graph_.rows - margin) continue;
      const auto t = static_cast<double>(cut);
      const double one = 2 * t * (n - t) / (n * (n - 1));  // probability that an edge crosses the cut
      const double two = 4 * t * (t - 1) * (n - t) * (n - t - 1) / (n * (n - 1) * (n - 2) * (n - 3));  // that two do
      const double variance = two * edges_ + (one / 2 - two) * squares + (two - one * one) * edges_ * edges_;
      if (!(variance > 0)) continue;
      const double strength = (one * edges_ - crossing) / std::sqrt(variance);
      if (strength > best.strength) best = {cut, strength};
    }
    return best;
  }

 private:
  const KnnGraph& graph_;
  std::vector<double> degrees_;
  std::vector<double> opened_;  ///< edges that start at an example, less those that end there
  double edges_ = 0;
};

}  // namespace

Job<ChangePoint> find_change_point(const KnnGraph& graph) {
  constexpr Index block = 4096;
  EdgeCounts counts(graph);
  for (Index i = 0; i < graph.rows; i += block) {
    counts.add(i, std::min(i + block, graph.rows));
    co_await pause(static_cast<double>(i) / static_cast<double>(graph.rows));
  }
  co_return counts.strongest_cut();
}

}  // namespace assayer
