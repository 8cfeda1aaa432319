#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "assayer/matrix.h"

namespace assayer {

/// An example at a distance. Ordered by distance, then by id: the order of all neighbours.
struct Neighbor {
  double distance;
  std::int32_t id;

  friend bool operator<(const Neighbor& a, const Neighbor& b) {
    return a.distance < b.distance || (a.distance == b.distance && a.id < b.id);
  }
};

/// The nearest `capacity` of the neighbours offered so far.
class NearestList {
 public:
  explicit NearestList(Index capacity) : capacity_(static_cast<std::size_t>(capacity)) { heap_.reserve(capacity_); }

  void clear() { heap_.clear(); }
  /// No neighbour farther than this can enter (one at exactly this distance may, by its smaller id).
  double bound() const {
    if (heap_.size() < capacity_) return std::numeric_limits<double>::infinity();
    return is_short() ? heap_.back().distance : heap_.front().distance;
  }
  [[gnu::always_inline]] void offer(Neighbor neighbor) {
    if (is_short()) {
      insert(neighbor);
    } else {
      push(neighbor);
    }
  }
  /// Ascending; the list is to be cleared before further offers.
  const std::vector<Neighbor>& sorted() {
    if (!is_short()) std::sort_heap(heap_.begin(), heap_.end());
    return heap_;
  }

 private:
  /// In short lists it takes less time to keep the order than to keep a heap.
  bool is_short() const { return capacity_ <= 32; }
  [[gnu::always_inline]] void insert(Neighbor neighbor) {
    if (heap_.size() < capacity_) {
      heap_.push_back(neighbor);
    } else if (!(neighbor < heap_.back())) {
      return;
    }
    std::size_t at = heap_.size() - 1;
    for (; at > 0 && neighbor < heap_[at - 1]; --at) heap_[at] = heap_[at - 1];
    heap_[at] = neighbor;
  }
  [[gnu::noinline]] void push(Neighbor neighbor) {
    if (heap_.size() < capacity_) {
      heap_.push_back(neighbor);
      std::push_heap(heap_.begin(), heap_.end());
    } else if (neighbor < heap_.front()) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = neighbor;
      std::push_heap(heap_.begin(), heap_.end());
    }
  }

  std::size_t capacity_;
  std::vector<Neighbor> heap_;  ///< short: ascending; else a heap with the farthest in front
};

/// The nearest of some neighbours, each once, ascending; negative ids are nobody's and go.
inline void keep_nearest(std::vector<Neighbor>& neighbors, Index most) {
  std::erase_if(neighbors, [](const Neighbor& one) { return one.id < 0; });
  std::sort(neighbors.begin(), neighbors.end());
  const auto is_same = [](const Neighbor& a, const Neighbor& b) { return a.id == b.id; };
  neighbors.erase(std::unique(neighbors.begin(), neighbors.end(), is_same), neighbors.end());
  if (std::ssize(neighbors) > most) neighbors.resize(static_cast<std::size_t>(most));
}

}  // namespace assayer
