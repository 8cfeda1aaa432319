#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "confident_learning/counts.h"
#include "confident_learning/rows.h"
#include "segmentation/pixels.h"

namespace assayer {
namespace {

constexpr double lowest_threshold = 2e-6;
constexpr double unreachable = 2;  // threshold of a class without pixels

/// The mean probabilities and commonest label of each block of d x d pixels.
struct Downsampled {
  std::vector<std::int32_t> labels;
  Matrix pred_probs;  ///< K x blocks
  SegmentedImage view(Index height, Index width) const { return {labels, pred_probs, height, width}; }
};

Job<Downsampled> downsample(SegmentedImage image, Index d) {
  const Index height = image.height / d, width = image.width / d, num_classes = image.pred_probs.rows();
  Downsampled small{std::vector<std::int32_t>(static_cast<std::size_t>(height * width)),
                    Matrix::Zero(num_classes, height * width)};
  std::vector<std::int32_t> votes(static_cast<std::size_t>(num_classes));
  for (Index row = 0; row < height; ++row) {
    for (Index column = 0; column < width; ++column) {
      std::fill(votes.begin(), votes.end(), 0);
      auto mean = small.pred_probs.col(row * width + column);
      for (Index p = 0; p < d * d; ++p) {
        const Index pixel = (row * d + p / d) * image.width + column * d + p % d;
        ++votes[static_cast<std::size_t>(image.labels[static_cast<std::size_t>(pixel)])];
        for (Index k = 0; k < num_classes; ++k) mean(k) += image.pred_probs(k, pixel);
      }
      if (mean.sum() > 0) mean /= mean.sum();
      small.labels[static_cast<std::size_t>(row * width + column)] =
          static_cast<std::int32_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
    }
    co_await pause(static_cast<double>(row) / static_cast<double>(height));
  }
  co_return small;
}

/// The image itself, or what is left of it in blocks; `small` holds the latter.
Job<SegmentedImage> reduce(SegmentedImage image, Index d, Downsampled& small) {
  if (d == 1) co_return image;
  Job<Downsampled> job = downsample(image, d);
  small = co_await std::move(job);
  co_return small.view(image.height / d, image.width / d);
}

void check(const SegmentedImage& image, const SegmentationOptions& options) {
  check_image(image);
  if (image.pred_probs.rows() != options.num_classes) {
    reject("pred_probs", "as many classes as in num_classes (" + std::to_string(options.num_classes) + ")",
           static_cast<std::int64_t>(image.pred_probs.rows()));
  }
  for (const Index side : {image.height, image.width}) {
    if (side % options.downsample != 0) {
      reject("downsample", "a number that divides height and width", static_cast<std::int64_t>(options.downsample));
    }
  }
}

}  // namespace

SegmentationIssueFinder::SegmentationIssueFinder(SegmentationOptions options)
    : options_(options), sums_(Vector::Zero(options.num_classes)), counts_(sums_) {
  if (options.num_classes < 1) reject("num_classes", "at least one", static_cast<std::int64_t>(options.num_classes));
  if (options.downsample < 1) reject("downsample", "1 or more", static_cast<std::int64_t>(options.downsample));
}

Job<void> SegmentationIssueFinder::learn(SegmentedImage image) {
  check(image, options_);
  if (num_judged_ > 0) reject("image", "images to learn before images to judge", "one after them");
  sizes_.insert(sizes_.end(), {image.height, image.width});
  Downsampled small;
  Job<SegmentedImage> job = reduce(image, options_.downsample, small);
  const SegmentedImage reduced = co_await within(0, 0.5, "", std::move(job));
  const auto num_pixels = static_cast<Index>(reduced.labels.size());
  for (Index begin = 0; begin < num_pixels; begin += pixels_in_block) {
    const Index end = std::min(begin + pixels_in_block, num_pixels);
    const Matrix block = gather_pixels(reduced, begin, end);
    for (Index p = begin; p < end; ++p) {
      const std::int32_t label = reduced.labels[static_cast<std::size_t>(p)];
      sums_(label) += block(p - begin, label);
      counts_(label) += 1;
    }
    co_await pause(0.5 + 0.5 * static_cast<double>(end) / static_cast<double>(num_pixels));
  }
}

Job<void> SegmentationIssueFinder::judge(SegmentedImage image) {
  check(image, options_);
  if (2 * num_judged_ >= sizes_.size() || sizes_[2 * num_judged_] != image.height ||
      sizes_[2 * num_judged_ + 1] != image.width) {
    reject("image", "the images learnt, in the same order", "another one");
  }
  ++num_judged_;
  const auto full_size = static_cast<Index>(image.labels.size());
  for (Index begin = 0; begin < full_size; begin += pixels_in_block) {
    const Index end = std::min(begin + pixels_in_block, full_size);
    const Matrix block = gather_pixels(image, begin, end);
    for (Index p = begin; p < end; ++p) {
      disagrees_.push_back(most_probable(block, p - begin) != image.labels[static_cast<std::size_t>(p)]);
    }
    co_await pause(0.3 * static_cast<double>(end) / static_cast<double>(full_size));
  }

  Vector cuts(options_.num_classes);
  for (Index k = 0; k < cuts.size(); ++k) {
    cuts(k) = confident_from(counts_(k) > 0 ? std::max(sums_(k) / counts_(k), lowest_threshold) : unreachable);
  }
  Downsampled small;
  Job<SegmentedImage> job = reduce(image, options_.downsample, small);
  const SegmentedImage reduced = co_await within(0.3, 0.6, "", std::move(job));
  const auto num_pixels = static_cast<Index>(reduced.labels.size());
  for (Index begin = 0; begin < num_pixels; begin += pixels_in_block) {
    const Index end = std::min(begin + pixels_in_block, num_pixels);
    const Matrix block = gather_pixels(reduced, begin, end);
    for (Index p = begin; p < end; ++p) {
      const std::int32_t label = reduced.labels[static_cast<std::size_t>(p)];
      const double* row = block.row(p - begin).data();
      scores_.push_back(row[label]);
      const Index guess = guess_label(row, cuts.data(), cuts.size(), false);
      if (guess >= 0 && guess != label && !agrees_with_label(row, cuts.size(), label)) ++num_issues_;
    }
    co_await pause(0.6 + 0.4 * static_cast<double>(end) / static_cast<double>(num_pixels));
  }
}

std::vector<Flags> SegmentationIssueFinder::find_issues() const {
  if (2 * num_judged_ != sizes_.size()) reject("image", "every image judged", "images that were only learnt");
  std::vector<std::int32_t> order(scores_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto cut = order.begin() + num_issues_;
  std::nth_element(order.begin(), cut, order.end(), [&](std::int32_t a, std::int32_t b) {
    const double score_a = scores_[static_cast<std::size_t>(a)], score_b = scores_[static_cast<std::size_t>(b)];
    return score_a != score_b ? score_a < score_b : a < b;
  });
  Flags is_low(scores_.size(), 0);
  std::for_each(order.begin(), cut, [&](std::int32_t p) { is_low[static_cast<std::size_t>(p)] = 1; });

  const Index d = options_.downsample;
  std::vector<Flags> issues;
  std::size_t pixel = 0, first_block = 0;
  for (std::size_t i = 0; i < num_judged_; ++i) {
    const Index height = sizes_[2 * i], width = sizes_[2 * i + 1];
    Flags of_image;
    of_image.reserve(static_cast<std::size_t>(height * width));
    for (Index p = 0; p < height * width; ++p, ++pixel) {
      const Index block = p / width / d * (width / d) + p % width / d;
      of_image.push_back(disagrees_[pixel] && is_low[first_block + static_cast<std::size_t>(block)]);
    }
    first_block += static_cast<std::size_t>((height / d) * (width / d));
    issues.push_back(std::move(of_image));
  }
  return issues;
}

}  // namespace assayer
