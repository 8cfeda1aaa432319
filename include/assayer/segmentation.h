#pragma once

#include <cstdint>
#include <vector>

#include "assayer/job.h"
#include "assayer/matrix.h"

namespace assayer {

/// The examples of this file share:
///     const std::vector<std::int32_t> labels = {0, 0, 1, 1};
///     // A plane for each class; the last pixel looks like class 0.
///     const Matrix pred_probs{{.9, .8, .2, .9}, {.1, .2, .8, .1}};
///     const SegmentedImage image{labels, pred_probs, 2, 2};

/// One image whose every pixel has a label. Pixels go row by row; what the views look at must outlive the jobs.
struct SegmentedImage {
  Labels labels;          ///< height * width class ids
  MatrixView pred_probs;  ///< K x (height * width): one plane of probabilities for each class, out of sample
  Index height = 0, width = 0;
};

struct PixelScores {
  double image = 1;  ///< in [0, 1], low is suspicious
  Vector pixels;     ///< probability of each pixel's label, in [0, 1]
};

/// Score the pixels of an image by the probability of their label, and the image by their softmin.
/// @param temperature  of the softmin, > 0: small is near the worst pixel, large near the mean
/// @throws std::invalid_argument  shapes that do not fit, labels out of range, values that are no probabilities
/// Source: Lad and Mueller 2023, "Estimating label quality and errors in semantic segmentation data via any model".
/// Example:
///     const PixelScores scores = run(score_segmented_image(image));
///     scores.pixels(3) == Approx(0.1)
///     scores.image == Approx(0.1015).epsilon(1e-3)  // near its worst pixel
Job<PixelScores> score_segmented_image(SegmentedImage image, double temperature = 0.1);

struct SegmentationOptions {
  Index num_classes = 0;  ///< K
  /// Judge blocks of downsample x downsample pixels, of their mean probabilities and commonest label (ties: the smaller
  /// id), instead of single pixels: faster, and blind to errors that are smaller than a block. Height and width of
  /// every image must be multiples of it.
  Index downsample = 1;
};

/// Find wrong pixels in any number of images, holding one image at a time: every image is shown twice, in the same
/// order, first to `learn`, then to `judge`.
///
/// Example:
///     SegmentationIssueFinder finder({.num_classes = 2});
///     run(finder.learn(image));  // each image
///     run(finder.judge(image));  // each image again
///     finder.find_issues()[0] == Flags{0, 0, 0, 1}
///
/// All pixels (or blocks) of all images are examples of one classification problem: as many as `num_label_issues`
/// counts are flagged, those with the lowest probability of their label; a pixel whose most probable class is its label
/// is never flagged.
///
/// Deviations from cleanlab 2.9: issues are counted exactly (there only confident predictions that are also the most
/// probable class count); a class without pixels can not be the right one; blocks have the commonest of their labels
/// (there the rounded mean of the class ids).
/// Memory: 9 bytes for each pixel (or 8 for each block and 1 for each pixel) beside the image that is shown.
class SegmentationIssueFinder {
 public:
  explicit SegmentationIssueFinder(SegmentationOptions options);
  /// The image must outlive the job, and the job must be done before the next one starts.
  Job<void> learn(SegmentedImage image);
  Job<void> judge(SegmentedImage image);
  /// Flags of each image's pixels, after every image was shown twice.
  std::vector<Flags> find_issues() const;

 private:
  SegmentationOptions options_;
  Vector sums_, counts_;      ///< of each class: sum of its pixels' own probabilities, number of its pixels
  std::vector<Index> sizes_;  ///< heights and widths of the images learnt
  std::size_t num_judged_ = 0;
  std::vector<double> scores_;  ///< of each pixel or block: probability of its label
  Flags disagrees_;             ///< of each pixel: its most probable class is not its label
  std::int64_t num_issues_ = 0;
};

/// How many flagged pixels have label i and most probable class j, K x K.
/// Example:
///     count_segmentation_issues(image, Flags{0, 0, 0, 1})(1, 0) == 1
IntMatrix count_segmentation_issues(SegmentedImage image, const Flags& is_issue);

/// The flagged pixels whose label or most probable class is one of `classes`.
/// Example:
///     filter_segmentation_issues_by_class(image, Flags{0, 0, 0, 1}, {1}) == Flags{0, 0, 0, 1}
Flags filter_segmentation_issues_by_class(SegmentedImage image, const Flags& is_issue,
                                          const std::vector<std::int32_t>& classes);

}  // namespace assayer
