#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "assayer/confident_joint.h"
#include "assayer/label_filter.h"
#include "assayer/label_health.h"
#include "assayer/label_quality.h"
#include "assayer/noise_estimation.h"
#include "json.h"

using namespace assayer;
using golden::Json;

namespace {

const std::vector<std::string> files = {"three_classes", "missing_class", "no_confident_class",
                                        "ten_classes",   "clean",         "binary_imbalanced",
                                        "ties",          "tutorial"};

struct Case {
  explicit Case(const std::string& file)
      : name(file),
        json(Json::read("confident-learning/" + file + ".json")),
        ids(json["labels"].integers()),
        pred_probs(json["pred_probs"].matrix()) {}
  std::string name;
  Json json;
  std::vector<std::int32_t> ids;
  Matrix pred_probs;

  Labels labels() const { return ids; }
  /// The reference's calibrated joint. It is given where numbers follow from it, because ours differs from it in tied
  /// entries (of `ten_classes` only).
  Matrix joint() const { return json["count"]["compute_confident_joint"]["calibrate=true"].matrix(); }
};

double largest_difference(const Matrix& actual, const Matrix& expected) {
  REQUIRE(actual.rows() == expected.rows());
  REQUIRE(actual.cols() == expected.cols());
  return (actual - expected).cwiseAbs().maxCoeff();
}

/// Tied entries of a row of a calibrated joint may differ by 1.
double tied_difference(const Case& c, const Matrix& actual, const Matrix& expected) {
  INFO("joint of ", c.name);
  CHECK((actual.rowwise().sum() - expected.rowwise().sum()).cwiseAbs().maxCoeff() == 0);
  return largest_difference(actual, expected);
}

/// Value of `name=...` in a key of comma-separated arguments, or `fallback`.
std::string argument(const std::string& key, const std::string& name, const std::string& fallback) {
  const std::size_t at = key.find(name + "=");
  if (at == std::string::npos) return fallback;
  const std::size_t begin = at + name.size() + 1;
  return key.substr(begin, key.find(',', begin) - begin);
}

bool has_argument(const std::string& key, const std::string& name) { return key.find(name) != std::string::npos; }

LabelFilterOptions filter_options(const std::string& key, Index num_classes) {
  LabelFilterOptions options;
  options.filter_by = filter_by_from_name(argument(key, "filter_by", "prune_by_noise_rate"));
  options.rank_by = score_method_from_name(argument(key, "return_indices_ranked_by", "self_confidence"));
  options.adjust_pred_probs = has_argument(key, "adjust_pred_probs");
  options.frac_noise = std::stod(argument(key, "frac_noise", "1"));
  options.min_examples_per_class = std::stoi(argument(key, "min_examples_per_class", "1"));
  if (has_argument(key, "num_to_remove_per_class=2each"))
    options.num_to_remove_per_class.assign(static_cast<std::size_t>(num_classes), 2);
  return options;
}

std::vector<double> scores_of(const Flags& mask, const Vector& scores) {
  std::vector<double> flagged;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) flagged.push_back(scores(static_cast<Index>(i)));
  }
  std::sort(flagged.begin(), flagged.end());
  return flagged;
}

/// Which of tied examples are cut off is a matter of the reference's unstable sort: only their scores can be compared.
/// By noise rate (and both), where examples can be picked for several classes, even the number depends on the choice.
void check_mask_with_ties(const std::string& key, const Flags& actual, const Flags& expected, const Vector& scores) {
  const std::vector<double> a = scores_of(actual, scores), b = scores_of(expected, scores);
  const FilterBy filter_by = filter_by_from_name(argument(key, "filter_by", ""));
  if (filter_by == FilterBy::prune_by_noise_rate || filter_by == FilterBy::both)
    CHECK(std::abs(static_cast<double>(a.size()) - static_cast<double>(b.size())) <= 2);
  else
    CHECK(a == b);
}

/// Ranked ids agree where their scores are the same at every place.
void check_ranking(const Rows& actual, const Rows& expected, const Vector& scores, bool same_ids = true) {
  REQUIRE(actual.size() == expected.size());
  for (std::size_t r = 0; r < actual.size(); ++r)
    CHECK(scores(actual[r]) == doctest::Approx(scores(expected[r])).epsilon(1e-12));
  if (same_ids) CHECK(std::is_permutation(actual.begin(), actual.end(), expected.begin()));
}

}  // namespace

TEST_CASE("confident learning golden: thresholds and joints") {
  for (const std::string& file : files) {
    const Case c(file);
    CAPTURE(file);
    const Json& count = c.json["count"];
    CHECK(largest_difference(run(get_confident_thresholds(c.labels(), c.pred_probs)),
                             count["get_confident_thresholds"].vector()) < 1e-12);
    const Json& joints = count["compute_confident_joint"];
    const ConfidentJoint raw =
        run(compute_confident_joint(c.labels(), c.pred_probs, {.calibrate = false, .thresholds = {}}));
    CHECK(raw.counts == joints["calibrate=false"].matrix());
    CHECK(run(compute_confident_joint(c.labels(), c.pred_probs,
                                      {.calibrate = false, .thresholds = Vector::Constant(c.pred_probs.cols(), 0.5)}))
              .counts == joints["calibrate=false,thresholds=0.5"].matrix());
    const ConfidentJoint calibrated = run(compute_confident_joint(c.labels(), c.pred_probs));
    CHECK(tied_difference(c, calibrated.counts, joints["calibrate=true"].matrix()) <= 1);
    CHECK(calibrated.off_diagonal == joints["calibrate=true,return_indices_of_off_diagonals"][1].integers());
    CHECK(raw.off_diagonal == calibrated.off_diagonal);
    CHECK(calibrate_confident_joint(raw.counts, c.labels()) == calibrated.counts);
    CHECK(largest_difference(run(estimate_joint(c.labels(), c.pred_probs, c.joint())),
                             count["estimate_joint"].matrix()) < 1e-9);
    if (file != "ten_classes") CHECK(calibrated.counts == c.joint());
  }
}

TEST_CASE("confident learning golden: noise matrices") {
  for (const std::string& file : files) {
    const Case c(file);
    const Matrix joint = c.joint();
    for (const auto& [key, expected] : c.json["count"]["estimate_latent"].members()) {
      CAPTURE(file);
      CAPTURE(key);
      const PyMethod method = py_method_from_name(argument(key, "py_method", ""));
      const bool converge = argument(key, "converge", "") == "true";
      if (expected.is_error()) {
        CHECK_THROWS_AS(estimate_latent(joint, c.labels(), method, converge), std::invalid_argument);
        continue;
      }
      const NoiseMatrices noise = estimate_latent(joint, c.labels(), method, converge);
      CHECK(largest_difference(noise.py, expected[0].vector()) < 1e-9);
      CHECK(largest_difference(noise.noise_matrix, expected[1].matrix()) < 1e-9);
      CHECK(largest_difference(noise.inverse_noise_matrix, expected[2].matrix()) < 1e-9);
    }
    for (const auto& [key, expected] : c.json["count"]["estimate_py_and_noise_matrices_from_probabilities"].members()) {
      CAPTURE(file);
      CAPTURE(key);
      NoiseEstimationOptions options;
      options.converge = key == "converge=true";
      options.confident_joint = c.joint();
      const NoiseEstimate noise = run(estimate_noise_matrices(c.labels(), c.pred_probs, options));
      CHECK(largest_difference(noise.py, expected[0].vector()) < 1e-9);
      CHECK(largest_difference(noise.noise_matrix, expected[1].matrix()) < 1e-9);
      CHECK(largest_difference(noise.inverse_noise_matrix, expected[2].matrix()) < 1e-9);
    }
  }
}

TEST_CASE("confident learning golden: numbers of label issues") {
  for (const std::string& file : files) {
    const Case c(file);
    CAPTURE(file);
    const Json& expected = c.json["count"]["num_label_issues"];
    CHECK(run(num_label_issues(c.labels(), c.pred_probs)) == expected["off_diagonal"].number());
    CHECK(run(num_label_issues(c.labels(), c.pred_probs, EstimationMethod::off_diagonal_calibrated)) ==
          expected["off_diagonal_calibrated"].number());
    CHECK(run(num_label_issues(c.labels(), c.pred_probs, EstimationMethod::off_diagonal_custom, c.joint())) ==
          expected["off_diagonal_custom,confident_joint=calibrated"].number());
    CHECK_THROWS_AS(run(num_label_issues(c.labels(), c.pred_probs, EstimationMethod::off_diagonal_custom)),
                    std::invalid_argument);
  }
}

TEST_CASE("confident learning golden: filters") {
  for (const std::string& file : files) {
    const Case c(file);
    const Index num_classes = c.pred_probs.cols();
    const Vector self_confidence = run(get_label_quality_scores(c.labels(), c.pred_probs));
    for (const auto& [key, expected] : c.json["filter"]["find_label_issues"].members()) {
      CAPTURE(file);
      CAPTURE(key);
      LabelFilterOptions options = filter_options(key, num_classes);
      if (file == "ten_classes") options.confident_joint = c.joint();
      const LabelIssues issues = run(find_label_issues(c.labels(), c.pred_probs, options));
      if (!has_argument(key, "return_indices")) {
        if (file == "ties")
          check_mask_with_ties(key, issues.mask, expected.flags(), self_confidence);
        else
          CHECK(issues.mask == expected.flags());
        continue;
      }
      const Vector scores = run(get_label_quality_scores(
          c.labels(), c.pred_probs,
          {.method = options.rank_by, .adjust_pred_probs = options.adjust_pred_probs, .thresholds = {}}));
      check_ranking(issues.indices, expected.integers(), scores, file != "ties");
    }
    CAPTURE(file);
    CHECK(run(find_predicted_neq_given(c.labels(), c.pred_probs)) ==
          c.json["filter"]["find_predicted_neq_given"].flags());
    for (const auto& [key, expected] : c.json["filter"]["find_label_issues_using_argmax_confusion_matrix"].members()) {
      CAPTURE(key);
      const bool calibrate = argument(key, "calibrate", "") == "true";
      CHECK(run(find_label_issues_using_argmax_confusion_matrix(c.labels(), c.pred_probs, calibrate,
                                                                filter_options(key, num_classes)))
                .mask == expected.flags());
    }
  }
}

TEST_CASE("confident learning golden: label quality scores and orders") {
  for (const std::string& file : files) {
    const Case c(file);
    const Json& rank = c.json["rank"];
    for (const auto& [key, expected] : rank["get_label_quality_scores"].members()) {
      CAPTURE(file);
      CAPTURE(key);
      const LabelQualityOptions options{.method = score_method_from_name(argument(key, "method", "")),
                                        .adjust_pred_probs = argument(key, "adjust_pred_probs", "") == "true",
                                        .thresholds = {}};
      if (expected.is_error())
        CHECK_THROWS_AS(run(get_label_quality_scores(c.labels(), c.pred_probs, options)), std::invalid_argument);
      else
        CHECK(largest_difference(run(get_label_quality_scores(c.labels(), c.pred_probs, options)), expected.vector()) <
              1e-9);
    }
    CAPTURE(file);
    const Vector scores = run(get_label_quality_scores(c.labels(), c.pred_probs));
    const Rows top = find_top_issues(scores, 5);
    const std::vector<std::int32_t> expected_top = rank["find_top_issues(self_confidence,top=5)"].integers();
    for (std::size_t r = 0; r < 5; ++r) CHECK(scores(top[r]) == scores(expected_top[r]));

    Flags mask(c.ids.size());
    for (std::size_t i = 0; i < mask.size(); ++i) {
      Index predicted = 0;
      c.pred_probs.row(static_cast<Index>(i)).maxCoeff(&predicted);
      mask[i] = predicted != c.ids[i];
    }
    for (const auto& [key, expected] : rank["order_label_issues(mask=argmax!=label)"].members()) {
      CAPTURE(key);
      const LabelQualityOptions options{.method = score_method_from_name(key), .thresholds = {}};
      check_ranking(run(order_label_issues(mask, c.labels(), c.pred_probs, options)), expected.integers(),
                    run(get_label_quality_scores(c.labels(), c.pred_probs, options)));
    }
  }
}

TEST_CASE("confident learning golden: ensembles") {
  for (const std::string& file : files) {
    const Case c(file);
    const Json& rank = c.json["rank"];
    const Matrix second = rank["ensemble_pred_probs_2"].matrix(), third = rank["ensemble_pred_probs_3"].matrix();
    const std::vector<MatrixView> members{c.pred_probs, second, third};
    for (const auto& [key, expected] : rank["get_label_quality_ensemble_scores"].members()) {
      CAPTURE(file);
      CAPTURE(key);
      EnsembleOptions options;
      options.method = score_method_from_name(argument(key, "method", ""));
      options.adjust_pred_probs = has_argument(key, "adjust_pred_probs");
      if (has_argument(key, "weight=custom")) {
        options.weight_ensemble_members_by = EnsembleWeights::custom;
        options.custom_weights = Eigen::Vector3d(0.5, 0.3, 0.2);
      } else {
        options.weight_ensemble_members_by = ensemble_weights_from_name(argument(key, "weight", ""));
      }
      const Vector scores = run(get_label_quality_ensemble_scores(c.labels(), members, options));
      if (expected.is_error())  // log loss in the reference needs all classes among the labels; ours does not
        CHECK((scores.minCoeff() >= 0 && scores.maxCoeff() <= 1));
      else
        CHECK(largest_difference(scores, expected.vector()) < 1e-6);
    }
  }
}

namespace {

/// Rows of a table as numbers, in ascending order: the reference orders rows of equal probability at random.
std::vector<std::vector<double>> sorted_rows(const Table& table, std::size_t num_names) {
  std::vector<std::vector<double>> rows;
  for (std::size_t c = num_names; c < table.columns.size(); ++c) {
    const auto add = [&](const auto& values) {
      rows.resize(values.size());
      for (std::size_t r = 0; r < values.size(); ++r) rows[r].push_back(values[r]);
    };
    if (const auto* numbers = std::get_if<std::vector<double>>(&table.columns[c].values)) add(*numbers);
    if (const auto* integers = std::get_if<std::vector<std::int32_t>>(&table.columns[c].values)) add(*integers);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void check_table(const Table& actual, const Json& expected, std::size_t num_names) {
  REQUIRE(actual.columns.size() == expected["columns"].size());
  for (std::size_t c = 0; c < actual.columns.size(); ++c)
    CHECK(actual.columns[c].name == expected["columns"][c].text());
  std::vector<std::vector<double>> expected_rows;
  for (std::size_t r = 0; r < expected["rows"].size(); ++r) {
    const Json& row = expected["rows"][r];
    std::vector<double>& numbers = expected_rows.emplace_back();
    for (std::size_t c = num_names; c < row.size(); ++c) numbers.push_back(row[c].number());
  }
  std::sort(expected_rows.begin(), expected_rows.end());
  const std::vector<std::vector<double>> rows = sorted_rows(actual, num_names);
  REQUIRE(rows.size() == expected_rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    REQUIRE(rows[r].size() == expected_rows[r].size());
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      CHECK(rows[r][c] == doctest::Approx(expected_rows[r][c]).epsilon(1e-9));
  }
  const auto& order = std::get<std::vector<double>>(actual.columns.back().values);
  if (num_names == 2) CHECK(std::is_sorted(order.rbegin(), order.rend()));
  if (num_names == 1) CHECK(std::is_sorted(order.begin(), order.end()));
}

}  // namespace

TEST_CASE("confident learning golden: health of the data set") {
  for (const std::string& file : files) {
    const Case c(file);
    CAPTURE(file);
    const Json& dataset = c.json["dataset"];
    const Matrix joint = run(estimate_joint(c.labels(), c.pred_probs, c.joint()));
    const auto n = static_cast<Index>(c.ids.size());
    check_table(rank_classes_by_label_quality(joint, n), dataset["rank_classes_by_label_quality"], 1);
    check_table(find_overlapping_classes(joint, n), dataset["find_overlapping_classes"]["asymmetric=false"], 2);
    check_table(find_overlapping_classes(joint, n, true), dataset["find_overlapping_classes"]["asymmetric=true"], 2);
    CHECK(largest_difference(joint, dataset["health_summary"]["joint"].matrix()) < 1e-9);
    CHECK(run(overall_label_health_score(c.labels(), c.pred_probs)) ==
          doctest::Approx(dataset["overall_label_health_score"].number()));
    if (file == "ten_classes") continue;
    const HealthSummary summary = run(health_summary(c.labels(), c.pred_probs));
    check_table(summary.classes_by_label_quality, dataset["rank_classes_by_label_quality"], 1);
    check_table(summary.overlapping_classes, dataset["find_overlapping_classes"]["asymmetric=false"], 2);
    CHECK(largest_difference(summary.joint, joint) == 0);
  }
}
