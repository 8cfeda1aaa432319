#include "assayer/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "assayer/error.h"
#include "projection/fuzzy_edges.h"
#include "random.h"

namespace assayer {
namespace {

constexpr int negative_samples = 5;
constexpr float largest_move = 4;
constexpr float start_size = 10;     // half the width of the start; the forces act over about one unit
constexpr float faintest_edge = 50;  // edges that weigh less than a 50th of the heaviest are not worth their time
constexpr std::size_t edges_at_once = 2048;

int epochs_for(Index rows, int wanted) { return wanted > 0 ? wanted : rows > 20'000 ? 150 : 400; }

float clip(float move) { return std::clamp(move, -largest_move, largest_move); }

void require(const KnnGraph& graph, const FloatMatrix& positions, const GraphLayoutOptions& options) {
  if (positions.rows() != graph.rows || positions.cols() != 2) {
    reject("positions", std::to_string(graph.rows) + " x 2 numbers, a place for each row of the graph",
           std::to_string(positions.rows()) + " x " + std::to_string(positions.cols()));
  }
  if (!positions.allFinite()) reject("positions", "finite numbers", "NaN or infinity");
  if (options.epochs < 0) {
    reject("epochs", "a positive number, or 0 to choose by size", static_cast<std::int64_t>(options.epochs));
  }
}

/// Centre the points.
void centre(FloatMatrix& positions) { positions.rowwise() -= positions.colwise().mean().eval(); }

}  // namespace

Job<void> lay_out_graph(const KnnGraph& graph, FloatMatrix& positions, GraphLayoutOptions options) {
  require(graph, positions, options);
  const Index n = graph.rows;
  if (n < 2) co_return;
  std::vector<FuzzyEdge> edges = co_await within(0, 0.05, "edges", fuzzy_edges(graph));
  float heaviest = 0;
  for (const FuzzyEdge& edge : edges) heaviest = std::max(heaviest, edge.weight);
  std::erase_if(edges, [&](const FuzzyEdge& edge) { return edge.weight * faintest_edge < heaviest; });

  Random random(options.seed);
  centre(positions);
  const float widest = positions.cwiseAbs().maxCoeff();
  if (widest > 0) positions *= start_size / widest;
  for (Index i = 0; i < n; ++i) {  // copies on one spot could never part
    for (Index c = 0; c < 2; ++c) positions(i, c) += static_cast<float>(1e-3 * (random.uniform() - 0.5));
  }

  const int epochs = epochs_for(n, options.epochs);
  std::vector<float> credit(edges.size(), 0);  // an edge acts when it has saved up a whole turn
  const auto place = [&](std::int32_t i) { return positions.data() + 2 * static_cast<std::ptrdiff_t>(i); };
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const float rate = 1 - static_cast<float>(epoch) / static_cast<float>(epochs);
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (e % edges_at_once == 0) {
        const double done = (epoch + double(e) / double(edges.size())) / epochs;
        co_await pause(0.05 + 0.95 * done);
      }
      credit[e] += edges[e].weight / heaviest;
      if (credit[e] < 1) continue;
      credit[e] -= 1;
      float* const a = place(edges[e].from);
      float* const b = place(edges[e].to);
      const float dx = a[0] - b[0], dy = a[1] - b[1];
      const float pull = -2 / (1 + dx * dx + dy * dy) * rate;
      a[0] += clip(pull * dx);
      a[1] += clip(pull * dy);
      b[0] -= clip(pull * dx);
      b[1] -= clip(pull * dy);
      for (int s = 0; s < negative_samples; ++s) {
        const auto other = static_cast<std::int32_t>(random.bits() % static_cast<std::uint64_t>(n));
        float* const from = s % 2 ? b : a;
        const float* const away = place(other);
        if (away == from) continue;
        const float px = from[0] - away[0], py = from[1] - away[1];
        const float square = px * px + py * py;
        const float push = 2 / ((0.001F + square) * (1 + square)) * rate;
        from[0] += clip(push * px);
        from[1] += clip(push * py);
      }
    }
  }
  centre(positions);
}

}  // namespace assayer
