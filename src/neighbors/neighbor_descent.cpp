#include "neighbors/neighbor_descent.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "neighbors/near_pairs.h"
#include "row_scan.h"

namespace assayer {
namespace {

constexpr int most_rounds = 5;
constexpr double few_changes = 0.002;  ///< of all entries: another round would find hardly anything
constexpr Index rows_at_a_time = 64;   ///< between pauses
constexpr Index rows_in_cache = 500;   ///< that are looked at together, with their lists

/// The lists, and how long their entries have been there.
class Lists {
 public:
  enum Age : std::uint8_t {
    old,    ///< was compared with the others of its list
    fresh,  ///< is to be in this round
    newest  ///< came in this round: is to be in the next one
  };

  explicit Lists(SearchResult& found) : found_(found), ages_(found.lists.indices.size(), fresh) {}

  Index length() const { return found_.count(); }
  double distance(std::int32_t row, Index at) const { return found_.at(row, at).distance; }
  double farthest(std::int32_t row) const { return distance(row, length() - 1); }
  std::int32_t entry(Index row, Index at) const { return found_.at(row, at).id; }
  Age age(Index row, Index at) const { return ages_[static_cast<std::size_t>(row * length() + at)]; }
  void grow_older() {
    for (Age& age : ages_) age = age == newest ? fresh : old;
  }

  /// Where the other is in the list of the row; nothing if it is not.
  std::optional<Index> place_of(std::int32_t row, std::int32_t other) const {
    const auto known = found_.lists.indices_of(row);
    const auto place = std::find(known.begin(), known.end(), other);
    return place == known.end() ? std::nullopt : std::optional<Index>(place - known.begin());
  }

  /// Whether the list of the row, which does not have the other, had a place for it.
  bool offer(std::int32_t row, Neighbor other) {
    Index at = length() - 1;
    if (!(other < found_.at(row, at))) return false;
    Age* ages = ages_.data() + row * length();
    for (; at > 0 && other < found_.at(row, at - 1); --at) {
      found_.set(row, at, found_.at(row, at - 1));
      ages[at] = ages[at - 1];
    }
    found_.set(row, at, other);
    ages[at] = newest;
    return true;
  }

 private:
  SearchResult& found_;
  std::vector<Age> ages_;
};

/// The rows in whose lists each row is: at most `most`, those first where its entry is fresh.
class BackwardLists {
 public:
  BackwardLists(Index rows, Index most)
      : most_(most),
        sizes_(static_cast<std::size_t>(rows)),
        num_fresh_(static_cast<std::size_t>(rows)),
        members_(static_cast<std::size_t>(rows * most)) {}

  void clear() { std::fill(sizes_.begin(), sizes_.end(), 0); }
  void add(Index row, std::int32_t member) {
    std::int32_t& size = sizes_[static_cast<std::size_t>(row)];
    if (size < most_) members_[static_cast<std::size_t>(row * most_ + size++)] = member;
  }
  /// What is added from now on is old.
  void end_fresh() { num_fresh_ = sizes_; }

  std::span<const std::int32_t> fresh(Index row) const {
    return all(row).first(static_cast<std::size_t>(num_fresh_[static_cast<std::size_t>(row)]));
  }
  std::span<const std::int32_t> old(Index row) const {
    return all(row).subspan(static_cast<std::size_t>(num_fresh_[static_cast<std::size_t>(row)]));
  }

 private:
  std::span<const std::int32_t> all(Index row) const {
    return {members_.data() + row * most_, static_cast<std::size_t>(sizes_[static_cast<std::size_t>(row)])};
  }

  Index most_;
  std::vector<std::int32_t> sizes_, num_fresh_, members_;
};

/// The neighbours of one row, and the rows that it is a neighbour of, compared with each other: bounds on all
/// distances, exact ones of those that may enter a list.
class LocalJoin {
 public:
  LocalJoin(const Points& points, const SearchRows& rows, Lists& lists)
      : points_(points),
        rows_(rows),
        lists_(lists),
        panels_((2 * lists.length() + panel_rows - 1) / panel_rows, points.columns()),
        vectors_(2 * lists.length(), points.columns()),
        centre_(points.columns()),
        negated_limits_(panels_.half_norms.size()) {}

  /// Members of the first group are to be compared with each other and with those of the second.
  struct Members {
    std::vector<std::int32_t> first, second;
  };

  /// @param centre  the row that all of them are near to
  /// @return        how many entries of lists changed
  [[gnu::noinline]] Index compare(Index centre, const Members& members) {
    const auto num_first = static_cast<Index>(members.first.size());
    if (num_first == 0) return 0;
    members_.assign(members.first.begin(), members.first.end());
    members_.insert(members_.end(), members.second.begin(), members.second.end());
    pack(centre);
    Index changes = 0;
    const auto size = static_cast<Index>(members_.size());
    for (Index first_a = 0; first_a < num_first; first_a += tile_rows) {
      for (Index first_b = first_a / panel_rows * panel_rows; first_b < size; first_b += panel_rows) {
        take_near_pairs(panels_, negated_limits_.data(), first_a, first_b,
                        [&](std::int32_t a, std::int32_t b, std::int32_t) {
                          if (a < num_first && a < b && b < size) changes += exchange(members_[a], members_[b]);
                        });
      }
    }
    return changes;
  }

 private:
  /// Around the row that they are near to, where rounded ones are told apart best.
  void pack(Index centre) {
    points_.coordinates(rows_[static_cast<std::size_t>(centre)], centre_.data());
    const auto size = static_cast<Index>(members_.size());
    double largest = 0;
    for (Index m = 0; m < size; ++m) {
      double* vector = vectors_.row(m).data();
      points_.coordinates(rows_[static_cast<std::size_t>(members_[m])], vector);
      for (Index c = 0; c < vectors_.cols(); ++c) vector[c] -= centre_(c);
      largest = std::max(largest, largest_absolute(vector, vectors_.cols()));
    }
    const double safe = safe_unit(largest);
    const double longest = (vectors_.topRows(size) * safe).rowwise().norm().maxCoeff();
    const double unit = longest > 0 ? safe * (longest_packed(vectors_.cols()) / longest) : safe;
    double rounding = 0;
    for (Index m = 0; m < size; ++m) {
      vectors_.row(m) *= unit;
      rounding = std::max(rounding, panels_.set(m, vectors_.row(m).data()));
    }
    for (Index m = 0; m < size; ++m) {
      const double sum = points_.largest_sum_within(lists_.farthest(members_[m]));
      negated_limits_[m] = negated_limit(std::sqrt(sum) * unit, rounding);
    }
    for (Index m = size; m % panel_rows != 0; ++m) {
      panels_.clear(m);
      negated_limits_[m] = std::numeric_limits<std::int32_t>::max();
    }
  }

  Index exchange(std::int32_t a, std::int32_t b) {
    if (a == b) return 0;
    const std::optional<Index> of_a = lists_.place_of(a, b), of_b = lists_.place_of(b, a);
    if (of_a && of_b) return 0;
    const double distance = of_a   ? lists_.distance(a, *of_a)
                            : of_b ? lists_.distance(b, *of_b)
                                   : points_.distance(rows_[a], rows_[b]);
    return Index{!of_a && lists_.offer(a, {distance, b})} + Index{!of_b && lists_.offer(b, {distance, a})};
  }

  const Points& points_;
  const SearchRows& rows_;
  Lists& lists_;
  Panels panels_;
  Matrix vectors_;
  Eigen::RowVectorXd centre_;
  std::vector<std::int32_t> negated_limits_;
  std::vector<std::int32_t> members_;
};

/// Rounds of comparing the neighbours of each row with each other.
class Descent {
 public:
  Descent(const Points& points, const SearchRows& rows, SearchResult& found)
      : points_(points), rows_(rows), lists_(found), join_(points, rows, lists_), backward_(size(), found.count()) {}

  Index size() const { return static_cast<Index>(rows_.size()); }

  /// Rows that are near each other follow each other.
  Job<void> find_order() {
    for (const Cell& cell : co_await cut_in_cells(points_, rows_, rows_in_cache, 0)) {
      order_.insert(order_.end(), cell.begin(), cell.end());
    }
  }

  Job<Index> go_round() {
    backward_.clear();
    for (const Lists::Age age : {Lists::fresh, Lists::old}) {
      for (Index i = 0; i < size(); ++i) {
        turn_around(i, age);
        if (i % 4096 == 0) co_await pause(0);
      }
      if (age == Lists::fresh) backward_.end_fresh();
    }
    Index changes = 0;
    for (Index at = 0; at < size(); ++at) {
      changes += compare_around(order_[static_cast<std::size_t>(at)]);
      if (at % rows_at_a_time == 0) co_await pause(double(at) / double(size()));
    }
    lists_.grow_older();
    co_return changes;
  }

 private:
  [[gnu::noinline]] void turn_around(Index i, Lists::Age age) {
    for (Index at = 0; at < lists_.length(); ++at) {
      if (lists_.age(i, at) == age) backward_.add(lists_.entry(i, at), static_cast<std::int32_t>(i));
    }
  }

  [[gnu::noinline]] Index compare_around(Index i) {
    members_.first.clear();
    members_.second.clear();
    for (Index at = 0; at < lists_.length(); ++at) {
      const Lists::Age age = lists_.age(i, at);
      if (age == Lists::fresh) members_.first.push_back(lists_.entry(i, at));
      if (age == Lists::old) members_.second.push_back(lists_.entry(i, at));
    }
    const auto fresh = backward_.fresh(i), old = backward_.old(i);
    members_.first.insert(members_.first.end(), fresh.begin(), fresh.end());
    members_.second.insert(members_.second.end(), old.begin(), old.end());
    return join_.compare(i, members_);
  }

  const Points& points_;
  const SearchRows& rows_;
  Lists lists_;
  LocalJoin join_;
  BackwardLists backward_;
  std::vector<std::int32_t> order_;
  LocalJoin::Members members_;
};

}  // namespace

Job<void> descend(const Points& points, const SearchRows& rows, SearchResult& found) {
  Descent descent(points, rows, found);
  co_await within(0, 0, "", descent.find_order());
  for (int round = 0; round < most_rounds; ++round) {
    const double from = double(round) / most_rounds, to = double(round + 1) / most_rounds;
    const Index changes = co_await within(from, to, "", descent.go_round());
    if (double(changes) < few_changes * double(found.lists.indices.size())) break;
  }
}

}  // namespace assayer
