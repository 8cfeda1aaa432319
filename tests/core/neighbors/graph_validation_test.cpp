#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

#include "assayer/knn_graph.h"

using namespace assayer;

namespace {

KnnGraph small_graph() {
  return {.rows = 3, .neighbors = 2, .indices = {1, 2, 0, 2, 1, 0}, .distances = {1, 3, 1, 2, 2, 3}};
}

std::string message_after(const std::function<void(KnnGraph&)>& change) {
  KnnGraph graph = small_graph();
  change(graph);
  try {
    validate_knn_graph(graph, 3);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("knn graph: a good one passes unchanged") {
  const KnnGraph graph = validate_knn_graph(small_graph(), 3);
  CHECK(graph.indices == small_graph().indices);
  CHECK(graph.distances == small_graph().distances);
}

TEST_CASE("knn graph: rows are sorted, ties stay in the order given") {
  KnnGraph graph{.rows = 4,
                 .neighbors = 3,
                 .indices = {3, 1, 2, 3, 2, 0, 0, 1, 3, 0, 1, 2},
                 .distances = {5, 2, 2, 1, 1, 1, 3, 2, 1, 0, 0, 0}};
  graph = validate_knn_graph(std::move(graph), 4);
  CHECK(graph.indices == std::vector<std::int32_t>{1, 2, 3, 3, 2, 0, 3, 1, 0, 0, 1, 2});
  CHECK(graph.distances == std::vector<double>{2, 2, 5, 1, 1, 1, 1, 2, 3, 0, 0, 0});
}

TEST_CASE("knn graph: what is refused, and where") {
  CHECK(message_after([](KnnGraph& g) { g.rows = 4; }) == "knn_graph: expected 3 rows, one for each example, got 4");
  CHECK(message_after([](KnnGraph& g) { g.neighbors = 3; }) ==
        "knn_graph.neighbors: expected 1 to 2 neighbours, got 3");
  CHECK(message_after([](KnnGraph& g) { g.neighbors = 0; }) ==
        "knn_graph.neighbors: expected 1 to 2 neighbours, got 0");
  CHECK(message_after([](KnnGraph& g) { g.indices.pop_back(); }) ==
        "knn_graph.indices: expected rows * neighbors = 6 entries, got 5");
  CHECK(message_after([](KnnGraph& g) { g.distances.push_back(0); }) ==
        "knn_graph.distances: expected rows * neighbors = 6 entries, got 7");
  CHECK(message_after([](KnnGraph& g) { g.indices[3] = 3; }) ==
        "knn_graph.indices[1, 1]: expected an id from 0 to 2, got 3");
  CHECK(message_after([](KnnGraph& g) { g.indices[3] = 1; }) ==
        "knn_graph.indices[1, 1]: expected a neighbour other than the example itself, got 1");
  CHECK(message_after([](KnnGraph& g) { g.indices[1] = 1; }) ==
        "knn_graph.indices[0, 1]: expected each neighbour of an example once, got 1");
  CHECK(message_after([](KnnGraph& g) { g.distances[4] = -1; }) ==
        "knn_graph.distances[2, 0]: expected a finite number >= 0, got -1");
  CHECK(message_after([](KnnGraph& g) { g.distances[4] = std::numeric_limits<double>::quiet_NaN(); }) ==
        "knn_graph.distances[2, 0]: expected a finite number >= 0, got nan");
}
