#include <doctest/doctest.h>

#include "assayer/out_of_distribution.h"
#include "confident_learning/example.h"
#include "json.h"

using namespace assayer;

TEST_CASE("out of distribution: predictions of the specification's example") {
  const auto first_four = [](PredictionOodOptions options) {
    std::vector<double> scores =
        example::rounded(run(out_of_distribution_scores(example::pred_probs, example::labels, options)));
    scores.resize(4);
    return scores;
  };
  PredictionOodOptions options;
  CHECK(first_four(options) == std::vector<double>{.376871, .163308, .406511, .260589});
  options.method = OodMethod::least_confidence;
  CHECK(first_four(options) == std::vector<double>{.777328, .582996, .793522, .696356});
  options = {};
  options.adjust_pred_probs = false;
  CHECK(first_four(options)[0] == .418328);
  CHECK(first_four(options)[1] == .182655);
  options.method = OodMethod::gen;
  CHECK(first_four(options) == std::vector<double>{.974381, .974258, .974381, .974307});
}

TEST_CASE("out of distribution: predictions of the golden data") {
  for (const std::string file : {"three_classes", "missing_class", "no_confident_class", "ten_classes", "clean",
                                 "binary_imbalanced", "ties", "tutorial"}) {
    const golden::Json json = golden::Json::read("confident-learning/" + file + ".json");
    const std::vector<std::int32_t> labels = json["labels"].integers();
    const Matrix pred_probs = json["pred_probs"].matrix();
    for (const auto& [key, expected] : json["outlier"].members()) {
      if (key.find("pred_probs,method=") != 0) continue;
      CAPTURE(file);
      CAPTURE(key);
      PredictionOodOptions options;
      const std::size_t begin = key.find('=') + 1;
      options.method = ood_method_from_name(key.substr(begin, key.find(',', begin) - begin));
      options.adjust_pred_probs = key.find("adjust_pred_probs=true") != std::string::npos;
      if (key.find("M=2,gamma=0.3") != std::string::npos) {
        options.m = 2;
        options.gamma = 0.3;
      }
      const Vector scores = run(out_of_distribution_scores(pred_probs, labels, options));
      CHECK((scores - expected.vector()).cwiseAbs().maxCoeff() < 1e-9);
    }
  }
}

TEST_CASE("out of distribution: one class is certain; what is missing is refused") {
  PredictionOodOptions options;
  options.adjust_pred_probs = false;
  const Matrix one = Matrix::Ones(2, 1);
  CHECK(run(out_of_distribution_scores(one, Labels{}, options)) == Eigen::Vector2d(1, 1));
  options.adjust_pred_probs = true;
  CHECK_THROWS_AS(run(out_of_distribution_scores(one, Labels{}, options)), std::invalid_argument);
  options.confident_thresholds = Vector::Ones(1);
  CHECK_NOTHROW(run(out_of_distribution_scores(one, Labels{}, options)));
  options.m = 0;
  CHECK_THROWS_AS(run(out_of_distribution_scores(one, Labels{}, options)), std::invalid_argument);
  CHECK_THROWS_AS(ood_method_from_name("energy"), std::invalid_argument);
}
