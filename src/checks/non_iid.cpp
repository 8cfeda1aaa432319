#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "assayer/check.h"
#include "assayer/error.h"
#include "assayer/neighbors.h"
#include "checks/change_point.h"
#include "checks/neighbor_parameters.h"
#include "mersenne_twister.h"
#include "statistics.h"

namespace assayer {
namespace {

/// How far apart in the data two random examples are: of as many pairs as the graph has so many are at most x apart,
/// for x in 0..n-1.
std::vector<double> background_of(const KnnGraph& graph) {
  const Index n = graph.rows;
  const auto size = static_cast<double>(graph.indices.size());
  std::vector<double> cumulative(static_cast<std::size_t>(n));
  const auto pairs = static_cast<double>(n) * static_cast<double>(n - 1);
  for (Index x = 0; x < n; ++x)
    cumulative[x] = static_cast<double>(x) * static_cast<double>(2 * n - x - 1) / pairs * size;
  return cumulative;
}

/// Kolmogorov and Smirnov's statistic of positions' distances against the background, by counting: O(n k), no sorting.
class OrderStatistic {
 public:
  OrderStatistic(const KnnGraph& graph) : graph_(graph), background_(background_of(graph)) {
    counts_.resize(static_cast<std::size_t>(graph.rows));
    positions_.resize(static_cast<std::size_t>(graph.rows));
  }

  std::vector<std::int32_t>& positions() { return positions_; }

  Job<double> compute() {
    constexpr Index block = 8192;
    std::fill(counts_.begin(), counts_.end(), 0);
    for (Index i = 0; i < graph_.rows; i += block) {
      count(i, std::min(i + block, graph_.rows));
      co_await pause(static_cast<double>(i) / static_cast<double>(graph_.rows));
    }
    co_return largest_gap();
  }

 private:
  // Loops are slow in a coroutine, where the compiler would put this one: its variables would live in the frame.
  [[gnu::noinline]] void count(Index begin, Index end) {
    const std::int32_t* positions = positions_.data();
    std::int32_t* counts = counts_.data();
    const Index k = graph_.neighbors;
    const std::int32_t* neighbor = graph_.indices.data() + begin * k;
    for (Index i = begin; i < end; ++i) {
      const std::int32_t position = positions[i];
      for (Index m = 0; m < k; ++m) ++counts[std::abs(position - positions[*neighbor++])];
    }
  }

  /// Equal distances take the places before .. before + count - 1 of the sorted ones: the extremes decide.
  [[gnu::noinline]] double largest_gap() const {
    std::int64_t before = 0;
    double gap = 0;
    for (std::size_t x = 0; x < counts_.size(); ++x) {
      if (counts_[x] == 0) continue;
      const double first = static_cast<double>(before) - background_[x];
      before += counts_[x];
      const double last = static_cast<double>(before - 1) - background_[x];
      gap = std::max({gap, std::abs(first), std::abs(last)});
    }
    return gap / static_cast<double>(graph_.indices.size());
  }

  const KnnGraph& graph_;
  std::vector<double> background_;
  std::vector<std::int32_t> counts_;
  std::vector<std::int32_t> positions_;
};

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// Probability that the null statistics, smoothed by a normal kernel of Scott's bandwidth, reach the observed one.
double p_value(double observed, std::span<const double> nulls) {
  const auto count = static_cast<double>(nulls.size());
  const auto [least, most] = std::minmax_element(nulls.begin(), nulls.end());
  if (*least == *most) {
    reject("knn_graph", "neighbours by which orders of the examples differ (fewer than all the others)",
           "the same for every order");
  }
  const double spread = standard_deviation(nulls) * std::sqrt(count / (count - 1));
  const double bandwidth = spread * std::pow(count, -0.2);
  double sum = 0;
  for (const double null : nulls) sum += 1 - normal_cdf((observed - null) / bandwidth);
  return std::clamp(sum / count, 0.0, 1.0);
}

/// Area under the background law of |i - j| for a fixed i, from 0 to x; `edge` is the distance to the nearer end.
double background_area(double x, double edge, double last) {
  if (x <= edge) return x * x / last;
  if (x <= last - edge) return edge * edge / last + (x + 3 * edge) * (x - edge) / (2 * last);
  return edge * edge / last + (2 * edge / last + 1) * (last - 2 * edge) / 2 + (x - (last - edge));
}

/// 1 where the neighbours of example i are spread over the data as by chance, less where they are not.
double score_of(const KnnGraph& graph, Index i, std::vector<double>& distances) {
  distances.clear();
  for (const std::int32_t neighbor : graph.indices_of(i)) {
    distances.push_back(static_cast<double>(std::abs(i - static_cast<Index>(neighbor))));
  }
  std::sort(distances.begin(), distances.end());
  const Index n = graph.rows;
  const auto last = static_cast<double>(n - 1);
  const auto edge = static_cast<double>(std::min(i, n - 1 - i));
  distances.push_back(last);
  double difference = 0, from = 0, area_from = 0;
  for (std::size_t m = 0; m < distances.size(); ++m) {
    const double share = static_cast<double>(m) / static_cast<double>(graph.neighbors);
    const double area = background_area(distances[m], edge, last);
    difference += std::abs(share * (distances[m] - from) - (area - area_from));
    from = distances[m];
    area_from = area;
  }
  return 1 - std::tanh(difference / static_cast<double>(std::max(i, n - i)));
}

[[gnu::noinline]] void add_scores(const KnnGraph& graph, Index begin, Index end, std::vector<double>& scores) {
  std::vector<double> scratch;
  for (Index i = begin; i < end; ++i) scores.push_back(score_of(graph, i, scratch));
}

Job<SharedNeighbors> neighbors_of(CheckContext& context) {
  if (context.has_neighbors() || !context.inputs().pred_probs) co_return co_await context.neighbors();
  // Nothing but predictions: the examples are where the model sees them.
  if (!context.inputs().pred_probs_not_finite.empty()) {
    throw std::invalid_argument(context.inputs().pred_probs_not_finite);
  }
  const MatrixView pred_probs = *context.inputs().pred_probs;
  const Metric given =
      context.parameters().has("metric") ? metric_from_name(context.parameters().text("metric")) : Metric::automatic;
  NeighborOptions options;
  options.k = context.parameters().integer("k");
  options.metric = choose_metric(given, pred_probs.columns());
  KnnGraph graph = co_await find_neighbors(pred_probs, options);
  SharedNeighbors found;
  found.graph = std::make_shared<const KnnGraph>(std::move(graph));
  found.metric = metric_name(options.metric);
  co_return found;
}

Job<std::vector<double>> null_statistics(OrderStatistic& statistic, Index count, std::uint32_t seed) {
  MersenneTwister random(seed);
  std::vector<double> nulls;
  for (Index p = 0; p < count; ++p) {
    random.permute(statistic.positions());
    const double done = static_cast<double>(p) / static_cast<double>(count);
    nulls.push_back(co_await within(done, done + 1 / static_cast<double>(count), "", statistic.compute()));
  }
  co_return nulls;
}

Job<CheckResult> run_non_iid(CheckContext& context) {
  const SharedNeighbors neighbors = co_await within(0, 0.6, "", neighbors_of(context));
  const KnnGraph& graph = *neighbors.graph;
  const Parameters& parameters = context.parameters();

  OrderStatistic statistic(graph);
  std::iota(statistic.positions().begin(), statistic.positions().end(), 0);
  const double observed = co_await statistic.compute();
  const auto seed = static_cast<std::uint32_t>(static_cast<std::int64_t>(parameters.number("seed")));
  const std::vector<double> nulls =
      co_await within(0.6, 0.95, "", null_statistics(statistic, parameters.integer("num_permutations"), seed));

  CheckResult result;
  result.summary_score = p_value(observed, nulls);
  constexpr Index block = 1024;
  for (Index i = 0; i < graph.rows; i += block) {
    add_scores(graph, i, std::min(i + block, graph.rows), result.scores);
    co_await pause(0.95 + 0.03 * static_cast<double>(i) / static_cast<double>(graph.rows));
  }
  result.is_issue.assign(result.scores.size(), 0);
  if (result.summary_score < parameters.number("significance_threshold")) {  // one flag: the data set has the issue
    const auto lowest = std::min_element(result.scores.begin(), result.scores.end());
    result.is_issue[static_cast<std::size_t>(lowest - result.scores.begin())] = 1;
  }
  result.info.set("p-value", result.summary_score);
  set_neighbor_info(result.info, context, neighbors, false);
  if (result.num_issues() > 0 && graph.rows > 3) {
    const ChangePoint change = co_await within(0.98, 1, "", find_change_point(graph));
    Value point;
    point.set("row", change.row);
    point.set("strength", change.strength);
    result.info.set("change_point", std::move(point));
  }
  co_return result;
}

}  // namespace

CheckDescription non_iid_check() {
  using Kind = ParameterSpec::Kind;
  CheckDescription check;
  check.type = "non_iid";
  check.title = "Order of the examples";
  check.description =
      "Examples that are alike stand near each other in the data more often than chance allows: the data drift, or are "
      "sorted, or come in groups. The score of the data set is the probability to see this much by chance; one example "
      "is flagged where it is small, to say that the data set has the issue.\n\n"
      "Examples that depend on their neighbours make random splits into training and test data misleading: shuffle "
      "sorted data, and split what drifts by time.";
  check.uses = {{.task = Task::classification, .suffices = {pred_probs_input, features_input, knn_graph_input}},
                {.task = Task::regression, .suffices = {features_input, knn_graph_input}},
                {.task = Task::multilabel, .suffices = {features_input, knn_graph_input}}};
  check.parameters = neighbor_parameters();
  check.parameters.push_back({.name = "num_permutations",
                              .kind = Kind::integer,
                              .default_value = 25,
                              .doc = "Random orders that the given one is compared with.",
                              .least = 2,
                              .most = 100000});
  check.parameters.push_back({.name = "seed",
                              .kind = Kind::integer,
                              .default_value = 0,
                              .doc = "Of the random orders.",
                              .least = 0,
                              .most = 4294967295.0});
  check.parameters.push_back({.name = "significance_threshold",
                              .default_value = 0.05,
                              .doc = "The data set has the issue where the p-value is below this.",
                              .least = 0,
                              .most = 1});
  check.report_keys = {{"p-value"}, {}, {}};
  check.run = run_non_iid;
  return check;
}

}  // namespace assayer
