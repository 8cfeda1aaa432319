#include "assayer/neighbors.h"

#include <emscripten/bind.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "assayer/graph_layout.h"
#include "convert.h"
#include "job_handle.h"
#include "neighbor_shares.h"

namespace assayer::wasm {
namespace {

struct NeighborsInput {
  OwnedMatrix features;
  NeighborOptions options;
};

NeighborsInput to_neighbors_input(const val& features, const val& options) {
  const NeighborOptions defaults;
  return {.features = to_owned_matrix(features),
          .options = {.k = static_cast<Index>(option<double>(options, "k", double(defaults.k))),
                      .metric = metric_from_name(option<std::string>(options, "metric", "auto")),
                      .method = neighbor_method_from_name(option<std::string>(options, "method", "auto"))}};
}

JobHandle knn_graph_js(const val& features, const val& options) {
  return hold_job(
      to_neighbors_input(features, options),
      [](const NeighborsInput& input) { return find_neighbors(input.features.view(), input.options); }, from_knn_graph);
}

/// A search and the features that it looks at, for JavaScript to keep. `options`: those of knnGraph.
class HeldSearch {
 public:
  HeldSearch(const val& features, const val& options)
      : held_(std::make_shared<Held>(to_neighbors_input(features, options))) {}

  JobHandle prepare() {
    return hold_job(
        held_, [](const std::shared_ptr<Held>& held) { return held->search.prepare(); },
        [] { return val::undefined(); });
  }
  /// What `shareOfPackedRows` takes; undefined where features are needed for a share.
  val packed_rows() const {
    const PackedRows* packed = held_->search.packed_rows();
    if (!packed) return val::undefined();
    val object = from_packed_rows(*packed);
    object.set("k", static_cast<double>(held_->input.options.k));
    return object;
  }
  JobHandle share(double part, double parts) {
    struct Sharing {
      std::shared_ptr<Held> held;
      NeighborShare share;
    };
    return hold_job(
        Sharing{held_, {static_cast<Index>(part), static_cast<Index>(parts)}},
        [](const Sharing& sharing) { return sharing.held->search.share(sharing.share); }, from_neighbor_candidates);
  }

  /// `shares`: results of all parts.
  JobHandle merge(const val& shares) {
    struct Merging {
      std::shared_ptr<Held> held;
      std::vector<NeighborCandidates> shares;
    };
    Merging merging{held_, {}};
    const auto size = shares["length"].as<std::size_t>();
    for (std::size_t i = 0; i < size; ++i) merging.shares.push_back(to_neighbor_candidates(shares[i]));
    return hold_job(
        std::move(merging), [](Merging& held) { return held.held->search.merge(std::move(held.shares)); },
        from_knn_graph);
  }

 private:
  struct Held {
    NeighborsInput input;
    NeighborSearch search;
    explicit Held(NeighborsInput given) : input(std::move(given)), search(input.features.view(), input.options) {}
  };
  std::shared_ptr<Held> held_;
};

/// Undefined where the packed rows cannot tell.
val from_share(const std::optional<NeighborCandidates>& found) {
  return found ? from_neighbor_candidates(*found) : val::undefined();
}

JobHandle share_of_packed_rows_js(const val& packed, double part, double parts) {
  struct Sharing {
    PackedRows packed;
    Index k;
    NeighborShare share;
  };
  return hold_job(
      Sharing{to_packed_rows(packed),
              static_cast<Index>(packed["k"].as<double>()),
              {static_cast<Index>(part), static_cast<Index>(parts)}},
      [](const Sharing& held) { return share_of_packed_rows(held.packed, held.k, held.share); }, from_share);
}

double estimate_neighbor_operations_js(double rows, double columns, const std::string& metric) {
  return estimate_neighbor_operations(static_cast<Index>(rows), static_cast<Index>(columns), metric_from_name(metric));
}

struct Layout {
  KnnGraph graph;
  FloatMatrix positions;
  GraphLayoutOptions options;
};

val from_positions(const Layout& layout) { return from_float_matrix(layout.positions); }

/// `start`: n x 2 floats. The positions so far are its partial result.
JobHandle lay_out_graph_js(const val& graph, const val& start, const val& options) {
  Layout layout{to_knn_graph(graph), to_owned_matrix(start).floats, {}};
  layout.options.epochs = option<int>(options, "epochs", layout.options.epochs);
  layout.options.seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0));
  return hold_job(
      std::move(layout), [](Layout& held) { return lay_out_graph(held.graph, held.positions, held.options); },
      from_positions, NothingYet{}, from_positions);
}

std::string choose_metric_js(const std::string& metric, double columns) {
  return std::string(metric_name(choose_metric(metric_from_name(metric), static_cast<Index>(columns))));
}

EMSCRIPTEN_BINDINGS(neighbors) {
  emscripten::function("chooseMetric", &choose_metric_js);
  emscripten::function("layOutGraph", &lay_out_graph_js, emscripten::return_value_policy::take_ownership());
  emscripten::function("estimateNeighborOperations", &estimate_neighbor_operations_js);
  emscripten::class_<HeldSearch>("NeighborSearch")
      .constructor<const val&, const val&>()
      .function("prepare", &HeldSearch::prepare, emscripten::return_value_policy::take_ownership())
      .function("packedRows", &HeldSearch::packed_rows)
      .function("share", &HeldSearch::share, emscripten::return_value_policy::take_ownership())
      .function("merge", &HeldSearch::merge, emscripten::return_value_policy::take_ownership());
  emscripten::function("shareOfPackedRows", &share_of_packed_rows_js,
                       emscripten::return_value_policy::take_ownership());
  emscripten::function("knnGraph", &knn_graph_js, emscripten::return_value_policy::take_ownership());
}

}  // namespace
}  // namespace assayer::wasm
