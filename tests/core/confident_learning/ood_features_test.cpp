#include <doctest/doctest.h>

#include <cmath>

#include "assayer/out_of_distribution.h"
#include "json.h"

using namespace assayer;
using doctest::Approx;

TEST_CASE("out of distribution: the far point of the specification scores lowest") {
  const Matrix features{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {5, 5}};
  const Vector scores = run(out_of_distribution_scores(features, FeatureOodOptions{.k = 2}));

  for (Index i = 0; i < 4; ++i) CHECK(scores(i) == Approx(std::exp(-1)));
  CHECK(scores(4) == Approx(.002406).epsilon(1e-3));
}

TEST_CASE("out of distribution: scored by other examples, which find themselves") {
  const Matrix features{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {5, 5}};
  const Vector scores = run(out_of_distribution_scores(features, features, FeatureOodOptions{.k = 2}));
  CHECK(scores(0) == Approx(std::exp(-0.5)));  // distances 0 and 1
}

TEST_CASE("out of distribution: features of the golden data") {
  for (const std::string file : {"three_classes", "missing_class", "no_confident_class", "ten_classes", "clean",
                                 "binary_imbalanced", "ties", "tutorial"}) {
    CAPTURE(file);
    const golden::Json json = golden::Json::read("confident-learning/" + file + ".json");
    const golden::Json& expected = json["outlier"];
    const Matrix features = json["features"].matrix();
    const auto check = [&](const Vector& scores, const std::string& key) {
      CAPTURE(key);
      REQUIRE(scores.size() == static_cast<Index>(expected[key].size()));
      CHECK((scores - expected[key].vector()).cwiseAbs().maxCoeff() < 1e-6);
    };
    check(run(out_of_distribution_scores(features)), "features,defaults");
    check(run(out_of_distribution_scores(features, FeatureOodOptions{.k = 5})), "features,k=5");
    check(run(out_of_distribution_scores(features, FeatureOodOptions{.k = 5, .t = 2})), "features,k=5,t=2");
    const auto num_train = static_cast<Index>(expected["n_fit"].number());
    const Matrix train = features.topRows(num_train), rest = features.bottomRows(features.rows() - num_train);
    check(run(out_of_distribution_scores(train, rest, FeatureOodOptions{.k = 7})),
          "features,k=7,fit_on=first_two_thirds,score=rest");
  }
}

TEST_CASE("out of distribution: copies score 1, also where most examples are copies") {
  const Matrix same = Matrix::Ones(6, 2);
  CHECK(run(out_of_distribution_scores(same, FeatureOodOptions{.k = 2})) == Vector::Ones(6));
  Matrix mostly = same;
  mostly.row(5) << 3, 1;
  const Vector scores = run(out_of_distribution_scores(mostly, FeatureOodOptions{.k = 2}));
  CHECK(scores(0) == 1);
  CHECK(scores(5) == Approx(std::exp(-1)));  // the only distance above 0 is the scale
}

TEST_CASE("out of distribution: refused features") {
  const Matrix features = Matrix::Random(5, 2), wide = Matrix::Random(2, 3);
  CHECK_THROWS_AS(run(out_of_distribution_scores(features, FeatureOodOptions{.k = 5})), std::invalid_argument);
  CHECK_THROWS_AS(run(out_of_distribution_scores(features, FeatureOodOptions{.k = 2, .t = 0})), std::invalid_argument);
  CHECK_THROWS_AS(run(out_of_distribution_scores(features, wide, FeatureOodOptions{})), std::invalid_argument);
  Matrix missing = features;
  missing(1, 1) = std::nan("");
  CHECK_THROWS_WITH(run(out_of_distribution_scores(features, missing, FeatureOodOptions{})),
                    "features[1, 1]: expected a finite number, got nan");
}
