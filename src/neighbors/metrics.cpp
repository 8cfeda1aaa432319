#include <array>
#include <string>
#include <utility>

#include "assayer/error.h"
#include "assayer/neighbors.h"

namespace assayer {
namespace {

/// The first name of a metric is the one it is shown by.
constexpr std::array<std::pair<std::string_view, Metric>, 14> metric_names{{
    {"auto", Metric::automatic},
    {"cosine", Metric::cosine},
    {"euclidean", Metric::euclidean},
    {"manhattan", Metric::manhattan},
    {"chebyshev", Metric::chebyshev},
    {"sqeuclidean", Metric::sqeuclidean},
    {"correlation", Metric::correlation},
    {"canberra", Metric::canberra},
    {"braycurtis", Metric::braycurtis},
    {"hamming", Metric::hamming},
    {"cityblock", Metric::manhattan},
    {"l1", Metric::manhattan},
    {"l2", Metric::euclidean},
    {"minkowski", Metric::euclidean},
}};

}  // namespace

Metric choose_metric(Metric metric, Index num_features) {
  if (metric != Metric::automatic) return metric;
  return num_features > 3 ? Metric::cosine : Metric::euclidean;
}

std::string_view metric_name(Metric metric) {
  for (const auto& [name, named] : metric_names) {
    if (named == metric) return name;
  }
  return "unknown";
}

Metric metric_from_name(std::string_view name) {
  std::string known;
  for (const auto& [candidate, metric] : metric_names) {
    if (candidate == name) return metric;
    known.append(known.empty() ? "" : ", ").append(candidate);
  }
  reject("metric", "one of " + known, "'" + std::string(name) + "'");
}

NeighborMethod neighbor_method_from_name(std::string_view name) {
  if (name == "auto") return NeighborMethod::automatic;
  if (name == "exact") return NeighborMethod::exact;
  if (name == "approximate") return NeighborMethod::approximate;
  reject("method", "one of auto, exact, approximate", "'" + std::string(name) + "'");
}

}  // namespace assayer
