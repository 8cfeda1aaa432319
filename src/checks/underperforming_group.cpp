#include <algorithm>
#include <map>

#include "assayer/check.h"
#include "assayer/error.h"
#include "checks/clusters.h"
#include "checks/conditions.h"
#include "checks/neighbor_parameters.h"

namespace assayer {
namespace {

constexpr std::int32_t no_cluster = -2;  // id in `info` where no cluster is flagged

struct Cluster {
  std::int32_t id = 0;
  Index size = 0;
  double quality = 0;  ///< mean self-confidence: probability of the given label
};

/// Clusters with at least `least` members, noise left out, ascending id.
std::vector<Cluster> kept_clusters(const std::vector<std::int32_t>& ids, const std::vector<double>& self_confidence,
                                   Index least) {
  std::map<std::int32_t, Cluster> by_id;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < 0) continue;
    Cluster& cluster = by_id[ids[i]];
    ++cluster.size;
    cluster.quality += self_confidence[i];
  }
  std::vector<Cluster> clusters;
  for (auto& [id, cluster] : by_id) {
    if (cluster.size < least) continue;
    cluster.id = id;
    cluster.quality /= static_cast<double>(cluster.size);
    clusters.push_back(cluster);
  }
  return clusters;
}

struct Clustering {
  std::vector<std::int32_t> ids;
  Value info;
};

Job<Clustering> cluster_examples(CheckContext& context, Value& info) {
  const Parameters& parameters = context.parameters();
  const Parameters given = parameters.object("clustering_kwargs");
  Clustering clustering;
  if (parameters.has("cluster_ids")) {
    if (given.has("eps") || given.has("min_samples"))
      context.warn("clustering_kwargs is not used: cluster_ids was given.");
    clustering.ids = parameters.integers("cluster_ids");
    const auto size = static_cast<Index>(clustering.ids.size());
    if (size != context.inputs().n) {
      reject("cluster_ids", std::to_string(context.inputs().n) + " ids, one for each example", size);
    }
    info.set("k", parameters.integer("k"));
    info.set("metric", parameters.value("metric"));
    clustering.info.set("algorithm", Value());
    clustering.info.set("params", Value::Object());
    co_return clustering;
  }
  const SharedNeighbors neighbors = co_await within(0, 0.9, "", context.neighbors());
  DensityOptions options;
  if (given.has("eps")) options.radius = given.number("eps");
  if (given.has("min_samples")) options.min_samples = given.integer("min_samples");
  clustering.ids = co_await within(0.9, 1, "", cluster_by_density(*neighbors.graph, options));
  set_neighbor_info(info, context, neighbors, true);
  clustering.info.set("algorithm", "DBSCAN");
  Value params;
  params.set("metric", "precomputed");
  params.set("eps", options.radius);
  params.set("min_samples", options.min_samples);
  clustering.info.set("params", std::move(params));
  co_return clustering;
}

Job<std::vector<double>> self_confidence_of(MatrixView pred_probs, Labels labels) {
  std::vector<double> values;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    if (i % 4096 == 0) co_await pause(static_cast<double>(i) / static_cast<double>(pred_probs.rows()));
    values.push_back(std::clamp(pred_probs(i, labels[static_cast<std::size_t>(i)]), 0.0, 1.0));
  }
  co_return values;
}

/// How the clusters compare with all of them together.
struct Ranking {
  std::map<std::int32_t, double> ratio_of;  ///< quality over that of all, of the clusters where it is below 1
  double worst = 1;
  std::int32_t worst_id = no_cluster;
};

/// As in the reference, a cluster takes the place of the worst one so far where its quality, not its ratio, is below
/// that one's ratio: a later, better cluster can displace a worse one.
Ranking rank_clusters(const std::vector<Cluster>& clusters) {
  double total = 0, members = 0;
  for (const Cluster& cluster : clusters) {
    total += cluster.quality * static_cast<double>(cluster.size);
    members += static_cast<double>(cluster.size);
  }
  const double overall = total / members;
  Ranking ranking;
  for (const Cluster& cluster : clusters) {
    if (!(cluster.quality < overall)) continue;
    const double ratio = cluster.quality / overall;
    ranking.ratio_of[cluster.id] = ratio;
    if (cluster.quality < ranking.worst) {
      ranking.worst = ratio;
      ranking.worst_id = cluster.id;
    }
  }
  return ranking;
}

double usable_threshold(CheckContext& context) {
  const double threshold = context.parameters().number("threshold");
  if (threshold < 0)
    context.warn("threshold: expected a number >= 0, got " + format_number(threshold) + "; 0 is used.");
  return std::max(threshold, 0.0);
}

void set_result(CheckResult& result, Clustering clustering, const std::vector<Cluster>& clusters,
                const Ranking& ranking, std::int32_t flagged, double threshold) {
  for (const std::int32_t id : clustering.ids) {
    const auto ratio = ranking.ratio_of.find(id);
    result.scores.push_back(ratio == ranking.ratio_of.end() ? 1.0 : ratio->second);
    result.is_issue.push_back(id == flagged);
  }
  result.summary_score = ranking.worst;
  result.info.set("threshold", threshold);
  Value stats;
  stats.set("n_clusters", static_cast<Index>(clusters.size()));
  stats.set("cluster_ids", std::move(clustering.ids));
  stats.set("underperforming_cluster_id", flagged);
  clustering.info.set("stats", std::move(stats));
  result.info.set("clustering", std::move(clustering.info));
}

Job<CheckResult> run_underperforming_group(CheckContext& context) {
  const Labels labels = context.labels();
  const MatrixView pred_probs = context.pred_probs();
  const double threshold = usable_threshold(context);
  CheckResult result;
  Clustering clustering = co_await within(0, 0.9, "", cluster_examples(context, result.info));
  const std::vector<double> self_confidence = co_await within(0.9, 0.95, "", self_confidence_of(pred_probs, labels));

  const std::vector<Cluster> clusters =
      kept_clusters(clustering.ids, self_confidence, context.parameters().integer("min_cluster_samples"));
  if (clusters.empty()) {
    reject("clusters", "at least one group of similar examples to compare with the others", "none");
  }
  const Ranking ranking = rank_clusters(clusters);
  std::vector<Condition> conditions;
  const std::int32_t flagged = ranking.worst < threshold ? ranking.worst_id : no_cluster;
  if (flagged != no_cluster) {
    Flags is_member;
    for (const std::int32_t id : clustering.ids) is_member.push_back(id == flagged);
    conditions = co_await within(0.95, 1, "", describe_group(context.inputs(), std::move(is_member)));
  }
  set_result(result, std::move(clustering), clusters, ranking, flagged, threshold);
  if (!conditions.empty()) result.info.set("conditions", to_value(conditions));
  co_return result;
}

}  // namespace

CheckDescription underperforming_group_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "underperforming_group";
  check.title = "Weak group";
  check.description =
      "A group of similar examples for which the model's predictions are much worse than for the others. The score of "
      "its examples is the ratio of the mean probability of the given label in the group to that over all groups.\n\n"
      "Such a group is often too small, wrongly labelled, or different in a way the features do not show.";
  check.uses = {{.task = Task::classification,
                 .needs_labels = true,
                 .suffices = {pred_probs_input | features_input, pred_probs_input | knn_graph_input}}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back(
      {.name = "threshold", .default_value = 0.1, .doc = "The worst group is flagged where its ratio is below this."});
  check.parameters.push_back({.name = "min_cluster_samples",
                              .kind = Kind::integer,
                              .default_value = 5,
                              .doc = "Smaller groups are left out.",
                              .least = 1});
  check.parameters.push_back({.name = "cluster_ids",
                              .kind = Kind::integers,
                              .doc = "Group of each example, -1 for none, instead of groups found by density.",
                              .least = -1});
  check.parameters.push_back(
      {.name = "clustering_kwargs",
       .kind = Kind::object,
       .doc = "Of the search for groups by density.",
       .members = {{.name = "eps", .doc = "Neighbours within this distance belong together (default 0.5).", .least = 0},
                   {.name = "min_samples",
                    .kind = Kind::integer,
                    .doc = "Examples within eps, itself included, that make a dense place (default 5).",
                    .least = 1}}});
  check.report_keys = {{}, {}, {"threshold"}};
  check.run = run_underperforming_group;
  return check;
}

}  // namespace assayer
