#include "assayer/neighbors.h"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>

#include "neighbors/cases.h"

using namespace assayer;
using namespace assayer::test;

namespace {

KnnGraph neighbors_of(const Matrix& x, Index k, Metric metric = Metric::automatic) {
  return run(find_neighbors(x, {.k = k, .metric = metric}));
}

std::vector<std::int32_t> ids(const KnnGraph& graph, Index i) {
  return {graph.indices_of(i).begin(), graph.indices_of(i).end()};
}

std::vector<double> distances(const KnnGraph& graph, Index i) {
  return {graph.distances_of(i).begin(), graph.distances_of(i).end()};
}

constexpr Metric all_metrics[] = {Metric::cosine,    Metric::euclidean,   Metric::manhattan,
                                  Metric::chebyshev, Metric::sqeuclidean, Metric::correlation,
                                  Metric::canberra,  Metric::braycurtis,  Metric::hamming};

}  // namespace

TEST_CASE("neighbors: points on a line, by hand") {
  const Matrix x = (Matrix(5, 1) << 0, 1, 3, 7, 8).finished();
  const KnnGraph graph = neighbors_of(x, 2);
  CHECK(graph.rows == 5);
  CHECK(graph.neighbors == 2);
  CHECK(ids(graph, 0) == std::vector<std::int32_t>{1, 2});
  CHECK(distances(graph, 0) == std::vector<double>{1, 3});
  CHECK(ids(graph, 3) == std::vector<std::int32_t>{4, 2});
  CHECK(distances(graph, 3) == std::vector<double>{1, 4});
}

TEST_CASE("neighbors: copies come first, the others of a copied row and of the rest are unmoved") {
  const Matrix x = (Matrix(7, 2) << 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 2, 2).finished();
  const KnnGraph graph = neighbors_of(x, 3);
  CHECK(ids(graph, 0) == std::vector<std::int32_t>{2, 4, 1});
  CHECK(ids(graph, 2) == std::vector<std::int32_t>{0, 4, 1});
  CHECK(ids(graph, 4) == std::vector<std::int32_t>{0, 2, 1});
  CHECK(distances(graph, 4) == std::vector<double>{0, 0, 1});
  CHECK(ids(graph, 1) == std::vector<std::int32_t>{5, 0, 2});
  CHECK(distances(graph, 3) == std::vector<double>{2, 2, std::sqrt(5.0)});
  CHECK(ids(graph, 3) == std::vector<std::int32_t>{1, 5, 6});
}

TEST_CASE("neighbors: with more copies than k the smallest ids serve all") {
  const Matrix x = Matrix::Constant(6, 5, 2.5);
  const KnnGraph graph = neighbors_of(x, 3);
  CHECK(ids(graph, 0) == std::vector<std::int32_t>{1, 2, 3});
  CHECK(ids(graph, 2) == std::vector<std::int32_t>{0, 1, 3});
  CHECK(ids(graph, 5) == std::vector<std::int32_t>{0, 1, 2});
  CHECK(distances(graph, 5) == std::vector<double>{0, 0, 0});
}

TEST_CASE("neighbors: 0 and -0 are the same value") {
  const Matrix x = (Matrix(3, 4) << 0.0, 1, 2, 3, -0.0, 1, 2, 3, 0.1, 1, 2, 3).finished();
  CHECK(distances(neighbors_of(x, 1), 0) == std::vector<double>{0});
}

TEST_CASE("neighbors: a hundred thousand equal rows take no time") {
  const Matrix x = Matrix::Constant(100000, 2, 1.0);
  const KnnGraph graph = neighbors_of(x, 10);
  CHECK(ids(graph, 99999).front() == 0);
  CHECK(ids(graph, 99999).back() == 9);
}

TEST_CASE("neighbors: zero vectors under cosine are at distance 1 from all but their copies") {
  Matrix x = random_points(30, 5, 4);
  for (const Index i : {3, 9, 27}) x.row(i).setZero();
  const KnnGraph graph = neighbors_of(x, 4);
  CHECK(ids(graph, 9) == std::vector<std::int32_t>{3, 27, 0, 1});
  CHECK(distances(graph, 9) == std::vector<double>{0, 0, 1, 1});
  check_against_textbook(neighbors_of(x, 25), x, Metric::cosine, 1e-12);
}

TEST_CASE("neighbors: every metric agrees with the textbook in few and many dimensions, with copies, strays, zeros") {
  for (const Metric metric : all_metrics) {
    for (const Index d : {1, 2, 5, 13, 40}) {
      if (metric == Metric::correlation && d < 3) continue;
      CAPTURE(metric_name(metric));
      CAPTURE(d);
      const Matrix x = mixed_points(230, d, std::uint64_t(d));
      check_against_textbook(neighbors_of(x, 7, metric), x, metric, metric == Metric::sqeuclidean ? 1e-8 : 1e-10);
    }
  }
}

TEST_CASE("neighbors: every metric agrees with the textbook on a grid full of ties") {
  for (const Metric metric : all_metrics) {
    for (const Index d : {3, 6, 11}) {
      CAPTURE(metric_name(metric));
      const Matrix x = grid_points(300, d, 17);
      check_against_textbook(neighbors_of(x, 9, metric), x, metric, 1e-12);
    }
  }
}

TEST_CASE("neighbors: k up to n - 1") {
  const Matrix x = mixed_points(60, 6, 3);
  check_against_textbook(neighbors_of(x, 59, Metric::euclidean), x, Metric::euclidean, 1e-10);
  check_against_textbook(neighbors_of(x, 59, Metric::cosine), x, Metric::cosine, 1e-10);
}

TEST_CASE("neighbors: float features give the distances of the same numbers as doubles") {
  const FloatMatrix x = mixed_points(200, 30, 8).cast<float>();
  const Matrix doubles = x.cast<double>();
  for (const Metric metric : all_metrics) {
    const KnnGraph from_floats = run(find_neighbors(x, {.k = 6, .metric = metric}));
    const KnnGraph from_doubles = run(find_neighbors(doubles, {.k = 6, .metric = metric}));
    CAPTURE(metric_name(metric));
    CHECK(from_floats.indices == from_doubles.indices);
    CHECK(from_floats.distances == from_doubles.distances);
  }
}

TEST_CASE("neighbors: huge and tiny values change the unit, not the neighbours") {
  for (const Index d : {2, 12}) {
    const Matrix x = random_points(150, d, 5);
    for (const Metric metric : {Metric::euclidean, Metric::cosine, Metric::manhattan, Metric::correlation}) {
      if (metric == Metric::correlation && d < 3) continue;
      const KnnGraph plain = neighbors_of(x, 5, metric);
      for (const double unit : {0x1p-1000, 0x1p-600, 0x1p-300, 0x1p300, 0x1p900}) {
        CAPTURE(unit);
        const Matrix scaled = x * unit;
        const KnnGraph graph = neighbors_of(scaled, 5, metric);
        CHECK(graph.indices == plain.indices);
        const bool keeps_distances = metric == Metric::cosine || metric == Metric::correlation;
        for (std::size_t i = 0; i < graph.distances.size(); ++i) {
          REQUIRE(graph.distances[i] ==
                  doctest::Approx(plain.distances[i] * (keeps_distances ? 1 : unit)).epsilon(1e-12));
        }
      }
    }
  }
}

TEST_CASE("neighbors: one value beyond all others does not blur the rest") {
  for (const double far : {1e12, 1e38, 1e200}) {
    Matrix x = random_points(150, 12, 6);
    const KnnGraph before = neighbors_of(x.topRows(149), 5, Metric::euclidean);
    x(149, 3) = far;
    const KnnGraph after = neighbors_of(x, 5, Metric::euclidean);
    for (Index i = 0; i < 149; ++i) REQUIRE(ids(after, i) == ids(before, i));
    CHECK(after.distances_of(149)[0] == doctest::Approx(far));
  }
}

TEST_CASE("neighbors: input that is refused") {
  const auto message = [](const Matrix& x, Index k) -> std::string {
    try {
      neighbors_of(x, k);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  Matrix x = random_points(10, 3, 1);
  CHECK(message(x, 0) == "k: expected 1 to 9 neighbours (fewer than the examples), got 0");
  CHECK(message(x, 10) == "k: expected 1 to 9 neighbours (fewer than the examples), got 10");
  CHECK(message(Matrix(1, 3), 1) == "features: expected at least 2 rows, got 1");
  CHECK(message(Matrix(5, 0), 1) == "features: expected at least 1 column, got 0");
  x(7, 2) = std::numeric_limits<double>::quiet_NaN();
  CHECK(message(x, 2) == "features[7, 2]: expected a finite number, got nan");
  x(4, 1) = std::numeric_limits<double>::infinity();
  CHECK(message(x, 2) == "features[4, 1]: expected a finite number, got inf");
}

TEST_CASE("neighbors: in steps without time the result is that of one go, and progress never falls") {
  for (const Index d : {2, 30}) {
    const Matrix x = mixed_points(400, d, 2);
    const KnnGraph at_once = neighbors_of(x, 5);
    Job<KnnGraph> job = find_neighbors(x, {.k = 5});
    int steps = 0;
    double last = 0;
    while (!job.step(std::chrono::seconds(0))) {
      ++steps;
      CHECK(job.progress().fraction >= last);
      last = job.progress().fraction;
    }
    CHECK(steps > 4);
    const KnnGraph in_steps = job.result();
    CHECK(in_steps.indices == at_once.indices);
    CHECK(in_steps.distances == at_once.distances);
  }
}

TEST_CASE("neighbors: metrics by name") {
  for (const Metric metric : all_metrics) CHECK(metric_from_name(metric_name(metric)) == metric);
  CHECK(metric_from_name("auto") == Metric::automatic);
  CHECK(metric_from_name("cityblock") == Metric::manhattan);
  CHECK(metric_from_name("l1") == Metric::manhattan);
  CHECK(metric_from_name("l2") == Metric::euclidean);
  CHECK(metric_from_name("minkowski") == Metric::euclidean);
  CHECK_THROWS_AS(metric_from_name("nearness"), std::invalid_argument);
  CHECK(choose_metric(Metric::automatic, 3) == Metric::euclidean);
  CHECK(choose_metric(Metric::automatic, 4) == Metric::cosine);
  CHECK(choose_metric(Metric::manhattan, 4) == Metric::manhattan);
}

TEST_CASE("neighbors: methods by name; all of them are exact") {
  const Matrix x = mixed_points(300, 12, 4);
  const KnnGraph exact = run(find_neighbors(x, {.k = 5, .method = neighbor_method_from_name("exact")}));
  for (const char* name : {"auto", "approximate"}) {
    const KnnGraph graph = run(find_neighbors(x, {.k = 5, .method = neighbor_method_from_name(name)}));
    CHECK(graph.indices == exact.indices);
    CHECK(graph.distances == exact.distances);
  }
  CHECK_THROWS_AS(neighbor_method_from_name("guess"), std::invalid_argument);
}
