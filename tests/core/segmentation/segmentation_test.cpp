#include "assayer/segmentation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "assayer/label_filter.h"
#include "random.h"

using namespace assayer;
using doctest::Approx;

namespace {

struct Image {
  Index height, width;
  std::vector<std::int32_t> labels;
  Matrix pred_probs;  // K x pixels
  SegmentedImage view() const { return {labels, pred_probs, height, width}; }
};

/// Noisy probabilities around the true class; every seventh pixel is labelled as the next class.
Image make_image(Index height, Index width, Index num_classes, std::uint64_t seed) {
  Random random(seed);
  Image image{height, width, {}, Matrix(num_classes, height * width)};
  for (Index p = 0; p < height * width; ++p) {
    const auto truth = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(num_classes)));
    for (Index k = 0; k < num_classes; ++k) image.pred_probs(k, p) = 0.1 + random.uniform() + (k == truth ? 1.5 : 0);
    image.pred_probs.col(p) /= image.pred_probs.col(p).sum();
    image.labels.push_back(p % 7 == 3 ? static_cast<std::int32_t>((truth + 1) % num_classes) : truth);
  }
  return image;
}

std::vector<Flags> find(const std::vector<Image>& images, SegmentationOptions options) {
  SegmentationIssueFinder finder(options);
  for (const Image& image : images) run(finder.learn(image.view()));
  for (const Image& image : images) run(finder.judge(image.view()));
  return finder.find_issues();
}

}  // namespace

TEST_CASE("segmentation: the image's score is the softmin of its pixels'") {
  Image image{2, 2, {0, 0, 1, 1}, Matrix(2, 4)};
  image.pred_probs << .9, .8, .2, .9, .1, .2, .8, .1;
  const PixelScores scores = run(score_segmented_image(image.view()));

  CHECK(scores.image == Approx(.101542).epsilon(1e-5));
  CHECK(scores.pixels(3) == Approx(.1));
  CHECK_THROWS_AS(run(score_segmented_image(image.view(), 0)), std::invalid_argument);
}

TEST_CASE("segmentation: pixels of all images are examples of one problem") {
  const std::vector<Image> images = {make_image(20, 30, 3, 1), make_image(10, 15, 3, 2)};
  const std::vector<Flags> issues = find(images, {.num_classes = 3, .downsample = 1});

  std::vector<std::int32_t> labels;
  Matrix pred_probs(750, 3);
  for (const Image& image : images) {
    for (Index p = 0; p < image.pred_probs.cols(); ++p) {
      pred_probs.row(static_cast<Index>(labels.size())) = image.pred_probs.col(p).transpose();
      labels.push_back(image.labels[static_cast<std::size_t>(p)]);
    }
  }
  LabelFilterOptions options;
  options.filter_by = FilterBy::low_self_confidence;
  const Flags expected = run(find_label_issues(labels, pred_probs, options)).mask;
  Index found = 0;
  for (std::size_t p = 0; p < 750; ++p) {
    const bool is_issue = p < 600 ? issues[0][p] : issues[1][p - 600];
    Index best = 0;
    pred_probs.row(static_cast<Index>(p)).maxCoeff(&best);
    CHECK(is_issue == (expected[p] && best != labels[p]));
    found += is_issue;
  }
  CHECK(found > 50);
}

TEST_CASE("segmentation: blocks are flagged whole, but for pixels predicted as labelled") {
  Image image{4, 4, std::vector<std::int32_t>(16, 0), Matrix(2, 16)};
  for (Index p = 0; p < 16; ++p) {
    const bool right_half = p % 4 >= 2, top = p < 8;
    image.labels[static_cast<std::size_t>(p)] = right_half ? 1 : 0;
    image.pred_probs(1, p) = !right_half ? .3 : top ? .1 : .9;  // the top right block looks like class 0
    image.pred_probs(0, p) = 1 - image.pred_probs(1, p);
  }
  image.pred_probs.col(3) << .2, .8;  // but for one of its pixels
  const std::vector<Flags> issues = find({image}, {.num_classes = 2, .downsample = 2});

  CHECK(issues[0] == Flags{0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("segmentation: counts issues by label and prediction, and keeps those of some classes") {
  const Image image = make_image(20, 30, 3, 3);
  const Flags issues = find({image}, {.num_classes = 3, .downsample = 1})[0];
  const IntMatrix counts = count_segmentation_issues(image.view(), issues);
  const Flags of_two = filter_segmentation_issues_by_class(image.view(), issues, {2});

  CHECK(counts.sum() == std::count(issues.begin(), issues.end(), 1));
  CHECK(counts.diagonal().isZero());
  CHECK(std::count(of_two.begin(), of_two.end(), 1) == counts.row(2).sum() + counts.col(2).sum());
}

TEST_CASE("segmentation: refuses images that do not fit, and images out of order") {
  const Image image = make_image(6, 9, 3, 4), other = make_image(9, 6, 3, 4);
  Image outside = image, missing = image;
  outside.labels[5] = 3;
  missing.pred_probs(1, 7) = std::numeric_limits<double>::quiet_NaN();

  CHECK_THROWS_AS(find({outside}, {.num_classes = 3, .downsample = 1}), std::invalid_argument);
  CHECK_THROWS_AS(find({missing}, {.num_classes = 3, .downsample = 1}), std::invalid_argument);
  CHECK_THROWS_AS(find({image}, {.num_classes = 4, .downsample = 1}), std::invalid_argument);
  CHECK_THROWS_AS(find({image}, {.num_classes = 3, .downsample = 2}), std::invalid_argument);
  CHECK_THROWS_AS(find({image}, {.num_classes = 3, .downsample = 0}), std::invalid_argument);

  SegmentationIssueFinder finder({.num_classes = 3, .downsample = 1});
  run(finder.learn(image.view()));
  CHECK_THROWS_AS(run(finder.judge(other.view())), std::invalid_argument);
  CHECK_THROWS_AS(finder.find_issues(), std::invalid_argument);
}
