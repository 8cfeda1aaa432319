#include "compare/drift.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "compare/significance.h"
#include "ordering.h"
#include "statistics.h"
#include "tabular/words.h"

namespace assayer {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_moves = 10;
constexpr double enough_rows = 5;           ///< expected of a level on either side: rarer ones are pooled
constexpr std::size_t longest_text = 4000;  ///< bytes of a text that are looked at
constexpr double common_word = 0.01;        ///< share of the texts of either side with a word that counts

struct Sides {
  std::vector<double> old_values, new_values;  ///< without the missing ones
};

Sides split(std::span<const double> values, Index num_old) {
  Sides sides;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    (static_cast<Index>(i) < num_old ? sides.old_values : sides.new_values).push_back(values[i]);
  }
  return sides;
}

/// Largest difference of the two distribution functions, and the area between them. Both sorted.
struct DistributionDistance {
  double ks = 0;
  double area = 0;
};
DistributionDistance distance(const std::vector<double>& a, const std::vector<double>& b) {
  DistributionDistance found;
  std::size_t i = 0, j = 0;
  double previous = 0;
  double apart = 0;
  while (i < a.size() || j < b.size()) {
    const double here = j == b.size() || (i < a.size() && a[i] <= b[j]) ? a[i] : b[j];
    if (i + j > 0) found.area += apart * (here - previous);
    while (i < a.size() && a[i] == here) ++i;
    while (j < b.size() && b[j] == here) ++j;
    apart = std::abs(static_cast<double>(i) / static_cast<double>(a.size()) -
                     static_cast<double>(j) / static_cast<double>(b.size()));
    found.ks = std::max(found.ks, apart);
    previous = here;
  }
  return found;
}

/// Amounts near the limit of what a double holds must not overflow in squares and sums: they are divided by this.
double largest_amount(const Sides& sides) {
  double largest = 0;
  for (const auto* values : {&sides.old_values, &sides.new_values}) {
    for (double value : *values) largest = std::max(largest, std::abs(value));
  }
  return largest > 1e100 ? largest : 1;
}

void measure_amounts(std::span<const double> amounts, Index num_old, ColumnDrift& drift) {
  Sides sides = split(amounts, num_old);
  drift.old_mean = drift.new_mean = drift.mean_difference = drift.wasserstein = none;
  if (sides.old_values.empty() || sides.new_values.empty()) return;
  const double unit = largest_amount(sides);
  for (auto* values : {&sides.old_values, &sides.new_values}) {
    for (double& value : *values) value /= unit;
    std::sort(values->begin(), values->end());
  }
  const double old_mean = mean(sides.old_values), new_mean = mean(sides.new_values);
  drift.old_mean = old_mean * unit;
  drift.new_mean = new_mean * unit;
  const double old_sd = standard_deviation(sides.old_values), new_sd = standard_deviation(sides.new_values);
  const double sd = std::sqrt((old_sd * old_sd + new_sd * new_sd) / 2);
  const DistributionDistance apart = distance(sides.old_values, sides.new_values);
  drift.ks = apart.ks;
  if (sd > 0 || apart.ks == 0) {
    drift.mean_difference = apart.ks == 0 ? 0 : (new_mean - old_mean) / sd;
    drift.wasserstein = apart.ks == 0 ? 0 : apart.area / sd;
  }
  drift.drift = apart.ks;
  drift.p_value = kolmogorov_smirnov_p(apart.ks, static_cast<double>(sides.old_values.size()),
                                       static_cast<double>(sides.new_values.size()));
}

struct SideCounts {
  std::vector<double> old_counts, new_counts;
  double n_old = 0, n_new = 0;
};

SideCounts count_levels(const TypedColumn& column, Index num_old) {
  SideCounts counts;
  counts.old_counts.assign(column.texts.size(), 0);
  counts.new_counts.assign(column.texts.size(), 0);
  for (std::size_t i = 0; i < column.levels.size(); ++i) {
    if (column.levels[i] < 0) continue;
    const auto level = static_cast<std::size_t>(column.levels[i]);
    const bool is_old = static_cast<Index>(i) < num_old;
    ++(is_old ? counts.old_counts : counts.new_counts)[level];
    ++(is_old ? counts.n_old : counts.n_new);
  }
  return counts;
}

/// Rare levels as one: a share of one row in a hundred says nothing, and many of them would add up.
SideCounts pool_rare(const SideCounts& counts) {
  SideCounts pooled;
  pooled.n_old = counts.n_old;
  pooled.n_new = counts.n_new;
  double rare_old = 0, rare_new = 0;
  const double smaller_share = std::min(counts.n_old, counts.n_new) / (counts.n_old + counts.n_new);
  for (std::size_t l = 0; l < counts.old_counts.size(); ++l) {
    if ((counts.old_counts[l] + counts.new_counts[l]) * smaller_share < enough_rows) {
      rare_old += counts.old_counts[l];
      rare_new += counts.new_counts[l];
    } else {
      pooled.old_counts.push_back(counts.old_counts[l]);
      pooled.new_counts.push_back(counts.new_counts[l]);
    }
  }
  if (rare_old + rare_new > 0) {
    pooled.old_counts.push_back(rare_old);
    pooled.new_counts.push_back(rare_new);
  }
  return pooled;
}

/// The largest moves first, equal ones by name.
void keep_largest_moves(std::vector<LevelShift>& moves, double n_old, double n_new) {
  const auto move = [&](const LevelShift& level) {
    return std::abs(static_cast<double>(level.new_rows) / n_new - static_cast<double>(level.old_rows) / n_old);
  };
  const auto at = [&](std::int32_t m) -> LevelShift& { return moves[static_cast<std::size_t>(m)]; };
  std::vector<LevelShift> largest;
  for (const std::int32_t m : sorted_positions(moves.size(), [&](std::int32_t a, std::int32_t b) {
         const double move_a = move(at(a)), move_b = move(at(b));
         return move_a != move_b ? move_a > move_b : at(a).value < at(b).value;
       })) {
    if (largest.size() == most_moves) break;
    largest.push_back(std::move(at(m)));
  }
  moves = std::move(largest);
}

void measure_levels(const TypedColumn& column, Index num_old, ColumnDrift& drift) {
  const SideCounts counts = count_levels(column, num_old);
  for (std::size_t l = 0; l < column.texts.size(); ++l) {
    const LevelShift shift{column.texts[l], static_cast<Index>(counts.old_counts[l]),
                           static_cast<Index>(counts.new_counts[l])};
    if (shift.old_rows == 0) drift.new_levels.push_back(shift);
    if (shift.new_rows == 0) drift.lost_levels.push_back(shift);
    if (shift.old_rows + shift.new_rows > 0) drift.largest_moves.push_back(shift);
  }
  if (counts.n_old == 0 || counts.n_new == 0) {
    drift.largest_moves.clear();
    return;
  }
  keep_largest_moves(drift.largest_moves, counts.n_old, counts.n_new);
  const SideCounts pooled = pool_rare(counts);
  const auto num_levels = static_cast<double>(pooled.old_counts.size());
  for (std::size_t l = 0; l < pooled.old_counts.size(); ++l) {
    drift.total_variation += std::abs(pooled.old_counts[l] / counts.n_old - pooled.new_counts[l] / counts.n_new) / 2;
    // half a row more for each level: a level that one side has not would make the index infinite
    const double p = (pooled.old_counts[l] + 0.5) / (counts.n_old + num_levels / 2);
    const double q = (pooled.new_counts[l] + 0.5) / (counts.n_new + num_levels / 2);
    drift.stability_index += (q - p) * std::log(q / p);
  }
  drift.drift = drift.total_variation;
  drift.p_value = homogeneity_p(pooled.old_counts, pooled.new_counts);
}

/// Texts by their lengths and by the share of them that have a word.
Job<void> measure_texts(const TypedColumn& column, Index num_old, ColumnDrift& drift) {
  std::vector<double> lengths(column.levels.size(), none);
  for (std::size_t i = 0; i < column.levels.size(); ++i) {
    if (column.levels[i] >= 0) {
      lengths[i] = static_cast<double>(column.texts[static_cast<std::size_t>(column.levels[i])].size());
    }
  }
  measure_amounts(lengths, num_old, drift);
  const SideCounts counts = count_levels(column, num_old);
  if (counts.n_old == 0 || counts.n_new == 0) co_return;
  std::unordered_map<std::string, std::pair<double, double>> rows_with;
  for (std::size_t l = 0; l < column.texts.size(); ++l) {
    if (l % 64 == 0) co_await pause(static_cast<double>(l) / static_cast<double>(column.texts.size()));
    std::unordered_set<std::string> seen;
    for (std::string& word : split_words(column.texts[l], longest_text)) {
      if (!seen.insert(word).second) continue;
      auto& [old_rows, new_rows] = rows_with[std::move(word)];
      old_rows += counts.old_counts[l];
      new_rows += counts.new_counts[l];
    }
  }
  double largest = 0, smallest_p = 1, num_words = 0;
  for (const auto& [word, rows] : rows_with) {
    const auto& [old_rows, new_rows] = rows;
    const double change = std::abs(new_rows / counts.n_new - old_rows / counts.n_old);
    if (std::max(new_rows / counts.n_new, old_rows / counts.n_old) < common_word) continue;
    ++num_words;
    largest = std::max(largest, change);
    smallest_p =
        std::min(smallest_p, homogeneity_p({old_rows, counts.n_old - old_rows}, {new_rows, counts.n_new - new_rows}));
    drift.largest_moves.push_back({word, static_cast<Index>(old_rows), static_cast<Index>(new_rows)});
  }
  keep_largest_moves(drift.largest_moves, counts.n_old, counts.n_new);
  drift.drift = std::max(drift.ks, largest);
  // the best of many words, and of words and lengths
  drift.p_value = std::min(1.0, 2 * std::min(drift.p_value, smallest_p * num_words));
}

}  // namespace

Job<void> measure_drift(const TypedColumn& column, Index num_old, ColumnDrift& drift) {
  if (column.has_amounts()) {
    measure_amounts(column.amounts, num_old, drift);
  } else if (drift.kind == ColumnKind::text) {
    co_await within(0, 1, "", measure_texts(column, num_old, drift));
  } else {
    measure_levels(column, num_old, drift);
  }
}

}  // namespace assayer
