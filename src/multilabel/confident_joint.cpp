#include <utility>

#include "multilabel/binary_problems.h"

namespace assayer {

Job<MultilabelConfidentJoint> compute_multilabel_confident_joint(const ClassLists& labels, MatrixView pred_probs,
                                                                 ConfidentJointOptions options) {
  Job<void> validation = validate_multilabel(labels, pred_probs);
  co_await within(0, 0.1, "", std::move(validation));
  const Index num_classes = pred_probs.columns();
  MultilabelConfidentJoint result;
  result.thresholds.resize(num_classes, 2);
  for (Index c = 0; c < num_classes; ++c) {
    const double done = 0.1 + 0.9 * static_cast<double>(c) / static_cast<double>(num_classes);
    const BinaryProblem problem = binary_problem_of(labels, pred_probs, c);
    co_await pause(done);
    Vector thresholds = options.thresholds;
    if (thresholds.size() == 0) {
      Job<Vector> job = get_confident_thresholds(problem.labels, problem.pred_probs);
      thresholds = co_await within(done, done, "", std::move(job));
    }
    ConfidentJointOptions class_options = options;
    class_options.thresholds = thresholds;
    Job<ConfidentJoint> job = compute_confident_joint(problem.labels, problem.pred_probs, std::move(class_options));
    ConfidentJoint joint = co_await within(done, done, "", std::move(job));
    result.thresholds.row(c) = thresholds.transpose();
    result.joint.push_back(
        normalize_joint(options.calibrate ? joint.counts : calibrate_confident_joint(joint.counts, problem.labels)));
    result.confident_joint.push_back(std::move(joint.counts));
    result.off_diagonal.push_back(std::move(joint.off_diagonal));
  }
  co_return result;
}

}  // namespace assayer
