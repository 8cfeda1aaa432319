#include "assayer/graph_layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "assayer/neighbors.h"
#include "projection/fuzzy_edges.h"
#include "random.h"

using namespace assayer;

namespace {

/// Three clouds in ten dimensions, `per_cloud` points each.
FloatMatrix clouds(Index per_cloud) {
  Random random(7);
  FloatMatrix points(3 * per_cloud, 10);
  for (Index i = 0; i < points.rows(); ++i) {
    for (Index c = 0; c < 10; ++c) {
      points(i, c) = static_cast<float>(random.normal() + (c == i / per_cloud ? 12 : 0));
    }
  }
  return points;
}

KnnGraph neighbors_of(const FloatMatrix& points) {
  return run(find_neighbors(MatrixView(points), {.k = 10, .metric = Metric::euclidean}));
}

FloatMatrix random_start(Index n) {
  Random random(3);
  FloatMatrix start(n, 2);
  for (Index i = 0; i < start.size(); ++i) start.data()[i] = static_cast<float>(random.normal());
  return start;
}

}  // namespace

TEST_CASE("graph layout: neighbours on the plane are of the same cloud, from a random start") {
  const FloatMatrix points = clouds(80);
  const KnnGraph graph = neighbors_of(points);
  FloatMatrix positions = random_start(points.rows());
  run(lay_out_graph(graph, positions));
  REQUIRE(positions.allFinite());
  const KnnGraph on_plane = neighbors_of(positions);
  int same = 0;
  for (Index i = 0; i < graph.rows; ++i) {
    for (const std::int32_t j : on_plane.indices_of(i)) same += i / 80 == j / 80;
  }
  CHECK(same > 0.98 * double(on_plane.indices.size()));
  CHECK(std::abs(positions.mean()) < 1e-4F);
}

TEST_CASE("graph layout: the seed decides the picture, steps do not") {
  const FloatMatrix points = clouds(30);
  const KnnGraph graph = neighbors_of(points);
  const FloatMatrix start = random_start(points.rows());
  FloatMatrix at_once = start, in_steps = start, other = start;
  run(lay_out_graph(graph, at_once, {.epochs = 50, .seed = 1}));
  run(lay_out_graph(graph, other, {.epochs = 50, .seed = 2}));
  Job<void> job = lay_out_graph(graph, in_steps, {.epochs = 50, .seed = 1});
  int steps = 0;
  while (!job.step(std::chrono::nanoseconds(1))) ++steps;
  CHECK(steps > 10);
  CHECK(at_once == in_steps);
  CHECK(at_once != other);
}

TEST_CASE("graph layout: copies of one row part, one row stays, bad input is refused") {
  FloatMatrix points = FloatMatrix::Zero(12, 3);
  points(11, 0) = 1;
  const KnnGraph graph = neighbors_of(points);
  FloatMatrix positions = FloatMatrix::Zero(12, 2);
  run(lay_out_graph(graph, positions));
  CHECK(positions.allFinite());
  CHECK((positions.row(0) - positions.row(1)).norm() > 0);

  FloatMatrix short_start = FloatMatrix::Zero(3, 2);
  CHECK_THROWS_WITH(run(lay_out_graph(graph, short_start)),
                    "positions: expected 12 x 2 numbers, a place for each row of the graph, got 3 x 2");
  positions(4, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(run(lay_out_graph(graph, positions)), std::invalid_argument);
}

TEST_CASE("fuzzy edges: symmetric, in (0, 1], the nearest neighbour with certainty") {
  const KnnGraph graph = neighbors_of(clouds(20));
  const std::vector<FuzzyEdge> edges = run(fuzzy_edges(graph));
  for (std::size_t e = 0; e < edges.size(); ++e) {
    CHECK(edges[e].from < edges[e].to);
    CHECK((edges[e].weight > 0 && edges[e].weight <= 1));
    if (e) CHECK((edges[e - 1].from < edges[e].from || edges[e - 1].to < edges[e].to));
  }
  const std::int32_t nearest = graph.indices_of(0)[0];
  const auto found = std::find_if(edges.begin(), edges.end(),
                                  [&](const FuzzyEdge& edge) { return edge.from == 0 && edge.to == nearest; });
  REQUIRE(found != edges.end());
  CHECK(found->weight == doctest::Approx(1));
}
