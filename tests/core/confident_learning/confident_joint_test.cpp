#include "assayer/confident_joint.h"

#include <doctest/doctest.h>

#include "assayer/noise_estimation.h"
#include "confident_learning/example.h"
#include "confident_learning/rounding.h"

using namespace assayer;
using doctest::Approx;

TEST_CASE("confident joint: thresholds, counts and joint of the specification's example") {
  const Vector thresholds = run(get_confident_thresholds(example::labels, example::pred_probs));
  CHECK(example::rounded(thresholds) == std::vector<double>{.5, .483333, .4875});

  const ConfidentJoint raw =
      run(compute_confident_joint(example::labels, example::pred_probs, {.calibrate = false, .thresholds = {}}));
  CHECK(raw.counts == Matrix{{2, 1, 0}, {1, 2, 0}, {0, 1, 2}});
  CHECK(raw.off_diagonal == Rows{2, 5, 8});

  const ConfidentJoint joint = run(compute_confident_joint(example::labels, example::pred_probs));
  CHECK(joint.counts == Matrix{{2, 1, 0}, {1, 2, 0}, {0, 1, 3}});
  CHECK(run(estimate_joint(example::labels, example::pred_probs))
            .isApprox(Matrix{{.2, .1, 0}, {.1, .2, 0}, {0, .1, .3}}));
  for (const EstimationMethod method : {EstimationMethod::off_diagonal, EstimationMethod::off_diagonal_calibrated})
    CHECK(run(num_label_issues(example::labels, example::pred_probs, method)) == 3);
}

TEST_CASE("confident joint: float probabilities count like doubles") {
  const FloatMatrix floats = example::pred_probs.cast<float>();
  CHECK(run(compute_confident_joint(example::labels, floats)).counts ==
        run(compute_confident_joint(example::labels, example::pred_probs)).counts);
}

TEST_CASE("confident joint: rows of all blocks are counted and named by their ids in the whole") {
  constexpr Index n = 100000;  // several blocks
  std::vector<std::int32_t> labels(n, 0);
  Matrix pred_probs = Matrix::Zero(n, 2);
  pred_probs.col(0).setConstant(.9);
  pred_probs.col(1).setConstant(.1);
  for (const Index i : {Index{0}, Index{40000}, n - 1}) labels[i] = 1;
  for (const Index i : {Index{0}, Index{40000}, Index{70000}}) pred_probs.row(i) << .1, .9;

  const ConfidentJoint joint = run(compute_confident_joint(labels, pred_probs));
  CHECK(joint.off_diagonal == Rows{70000, n - 1});
  pred_probs(70001, 1) = .2;
  CHECK_THROWS_WITH(run(compute_confident_joint(labels, pred_probs)),
                    "pred_probs[70001]: expected a row that sums to 1, got 1.1");
}

TEST_CASE("confident joint: a class without examples is never confident and has an empty calibrated row") {
  const std::vector<std::int32_t> labels = {0, 0, 2, 2};
  const Matrix pred_probs{{.8, .1, .1}, {.1, .8, .1}, {.1, .1, .8}, {.2, .1, .7}};

  CHECK(run(get_confident_thresholds(labels, pred_probs))(1) == 2);
  const Matrix counts = run(compute_confident_joint(labels, pred_probs)).counts;
  CHECK(counts.row(1).isZero());
  CHECK(counts.rowwise().sum() == Eigen::Vector3d(2, 0, 2));
}

TEST_CASE("confident joint: one class, and nobody confident") {
  const std::vector<std::int32_t> zeros = {0, 0, 0};
  CHECK(run(compute_confident_joint(zeros, Matrix::Ones(3, 1).eval())).counts == Matrix{{3}});

  // Nobody reaches thresholds of 1: the identity, then calibrated to 3, 3 and 4 labels.
  const ConfidentJoint joint =
      run(compute_confident_joint(example::labels, example::pred_probs, {.thresholds = Vector::Ones(3)}));
  CHECK(joint.counts == Matrix{{3, 0, 0}, {0, 3, 0}, {0, 0, 4}});
  CHECK(joint.off_diagonal.empty());
}

TEST_CASE("confident joint: with several confident classes the guess is the most probable of all, or of those") {
  const std::vector<std::int32_t> labels = {2};
  const Matrix pred_probs{{.40, .33, .27}};
  const Vector thresholds = Eigen::Vector3d(.9, .3, .25);  // confident in 1 and 2, most probable is 0

  ConfidentJointOptions options{.calibrate = false, .thresholds = thresholds};
  CHECK(run(compute_confident_joint(labels, pred_probs, options)).counts(2, 0) == 1);
  options.guess_among_confident = true;
  CHECK(run(compute_confident_joint(labels, pred_probs, options)).counts(2, 1) == 1);
}

TEST_CASE("calibration: rows sum to the labels, also a row of zeros") {
  const Matrix counts{{2, 1, 0}, {0, 0, 0}, {0, 1, 3}};
  CHECK(calibrate_confident_joint(counts, example::labels) == Matrix{{2, 1, 0}, {0, 3, 0}, {0, 1, 3}});
}

TEST_CASE("calibration: rounding keeps the sum, by the rule for ties") {
  CHECK(round_preserving_sum(Eigen::Vector4d(.5, .5, .5, .5), 1, 2) == Eigen::Vector4d(0, 0, 1, 1));
  CHECK(round_preserving_sum(Eigen::Vector3d(1.2, 1.2, 1.6), 1, 4) == Eigen::Vector3d(1, 1, 2));
  CHECK(round_preserving_sum(Eigen::Vector4d(.6, .6, .6, .2), 1, 2) == Eigen::Vector4d(0, 1, 1, 0));
  CHECK(round_preserving_sum(Eigen::Vector4d(.4, .4, .4, .3), 1, 2) == Eigen::Vector4d(0, 1, 1, 0));
}

TEST_CASE("noise matrices: the specification's two classes") {
  std::vector<std::int32_t> labels(100, 0);
  std::fill(labels.begin() + 60, labels.end(), 1);
  const Matrix joint{{30, 10}, {5, 20}};

  const NoiseMatrices noise = estimate_latent(joint, labels);
  CHECK((noise.noise_matrix - Matrix{{.857143, .333333}, {.142857, .666667}}).cwiseAbs().maxCoeff() < 1e-6);
  CHECK((noise.inverse_noise_matrix - Matrix{{.75, .2}, {.25, .8}}).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(noise.py(0) == Approx(.522388).epsilon(1e-5));
  CHECK(estimate_latent(joint, labels, PyMethod::eqn).py(0) == Approx(.509091).epsilon(1e-5));
  CHECK(estimate_latent(joint, labels, PyMethod::marginal).py(0) == Approx(.538462).epsilon(1e-5));
  CHECK(estimate_latent(joint, labels, PyMethod::marginal_ps).py(0) == Approx(.53).epsilon(1e-5));

  const NoiseMatrices converged = estimate_latent(joint, labels, PyMethod::cnt, true);
  CHECK(converged.py(0) == Approx(.50949).epsilon(1e-5));
  CHECK(converged.noise_matrix(0, 1) == Approx(.333062).epsilon(1e-5));
  CHECK(converged.inverse_noise_matrix(1, 0) == Approx(.272284).epsilon(1e-5));
}

TEST_CASE("noise matrices: p(y) and the inverse from p(s) and the noise matrix") {
  const NoiseMatrices noise = compute_py_and_inverse_noise_matrix(Eigen::Vector2d(.6, .4), Matrix{{.8, .3}, {.2, .7}});
  CHECK(noise.py.isApprox(Eigen::Vector2d(.6, .4)));
  CHECK(noise.inverse_noise_matrix.isApprox(Matrix{{.8, .3}, {.2, .7}}));
  CHECK_THROWS_AS(compute_py_and_inverse_noise_matrix(Eigen::Vector2d(.6, .4), Matrix{{.5, .5}, {.5, .5}}),
                  std::invalid_argument);
  // nm inverts inv.
  CHECK(compute_noise_matrix_from_inverse(Eigen::Vector2d(.6, .4), noise.inverse_noise_matrix, noise.py)
            .isApprox(Matrix{{.8, .3}, {.2, .7}}));
}

TEST_CASE("noise matrices: rows of the true-class posterior sum to 1") {
  const Matrix pyx = run(compute_pyx(example::pred_probs, Matrix{{.8, .1, 0}, {.2, .8, 0}, {0, .1, 1}},
                                     Matrix{{.9, .1, 0}, {.1, .9, .1}, {0, 0, .9}}));
  CHECK((pyx.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
  const double a = .8 * .9 / .8, b = .1 * .9 / .8, c = .1 * .9 / 1;
  CHECK(pyx(0, 0) == Approx(a / (a + b + c)));
}

TEST_CASE("validation: what is refused is named") {
  const auto refusal = [](const std::vector<std::int32_t>& labels, const Matrix& pred_probs) {
    try {
      run(get_confident_thresholds(labels, pred_probs));
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal({0, 1}, Matrix{{.5, .5}, {.4, .6}}) == "accepted");
  CHECK(refusal({0, 2}, Matrix{{.5, .5}, {.4, .6}}) == "labels[1]: expected a class id in [0, 1], got 2");
  CHECK(refusal({-1, 0}, Matrix{{.5, .5}, {.4, .6}}) == "labels[0]: expected a class id in [0, 1], got -1");
  CHECK(refusal({0, 1}, Matrix{{.5, .5}, {nan, .6}}) == "pred_probs[1, 0]: expected a number, got nan");
  CHECK(refusal({0, 1}, Matrix{{.5, .5}, {1.4, -.4}}) == "pred_probs[1, 0]: expected a probability in [0, 1], got 1.4");
  CHECK(refusal({0, 1}, Matrix{{.5, .5}, {.4, .5}}) == "pred_probs[1]: expected a row that sums to 1, got 0.9");
  CHECK(refusal({0}, Matrix{{.5, .5}, {.4, .6}}) == "pred_probs: expected one row for each of 1 labels, got 2");
  CHECK(refusal({}, Matrix(0, 2)) == "labels: expected at least one example, got none");
  CHECK(refusal({0}, Matrix(1, 0)) == "pred_probs: expected at least one class (column), got none");
  CHECK_THROWS_AS(run(compute_confident_joint(example::labels, example::pred_probs, {.thresholds = Vector::Ones(2)})),
                  std::invalid_argument);
  CHECK_THROWS_AS(calibrate_confident_joint(Matrix{{-1, 2}, {0, 1}}, std::vector<std::int32_t>{0, 1}),
                  std::invalid_argument);
  CHECK_THROWS_AS(run(num_label_issues(example::labels, example::pred_probs, EstimationMethod::off_diagonal,
                                       Matrix::Identity(3, 3))),
                  std::invalid_argument);
}
