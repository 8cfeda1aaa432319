#include "assayer/raw_duplicates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "assayer/error.h"
#include "statistics.h"
#include "tabular/near_copy.h"
#include "tabular/row_groups.h"

namespace assayer {
namespace {

constexpr std::size_t most_listed = 100;  ///< rows of a set: large groups of equal rows would need n^2 entries

void check(const RawTable& table, const Schema& schema, const KnnGraph& candidates) {
  if (schema.columns.size() != table.columns.size()) {
    reject("schema", std::to_string(table.columns.size()) + " columns", schema.columns.size());
  }
  if (candidates.rows != 0 && candidates.rows != table.rows) {
    reject("knn_graph", std::to_string(table.rows) + " rows", candidates.rows);
  }
}

/// Rows of each group, ascending.
std::vector<Rows> members_of(const std::vector<std::int32_t>& groups) {
  std::vector<Rows> members;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto group = static_cast<std::size_t>(groups[i]);
    if (group >= members.size()) members.resize(group + 1);
    members[group].push_back(static_cast<std::int32_t>(i));
  }
  return members;
}

void add_pair(RawDuplicates& found, std::int32_t a, std::int32_t b, double distance) {
  for (const auto& [row, other] : {std::pair(a, b), std::pair(b, a)}) {
    const auto i = static_cast<std::size_t>(row);
    found.is_issue[i] = 1;
    found.distances(row) = std::min(found.distances(row), distance);
    Rows& set = found.sets[i];
    if (set.size() < most_listed && std::find(set.begin(), set.end(), other) == set.end()) set.push_back(other);
  }
}

/// Exact copies score 0, near ones below 0.5, all others above it, by their distance in units of the usual one.
void score(RawDuplicates& found) {
  std::vector<double> apart;
  for (double distance : found.distances) {
    if (distance > 0 && std::isfinite(distance)) apart.push_back(distance);
  }
  const double usual = apart.empty() ? 1 : median(apart);
  for (Index i = 0; i < found.scores.size(); ++i) {
    const double closeness = 0.5 * std::tanh(found.distances(i) / usual);
    found.scores(i) = found.distances(i) == 0 ? 0 : closeness;
    if (!found.is_issue[static_cast<std::size_t>(i)]) found.scores(i) = 0.5 + closeness;
  }
}

}  // namespace

Job<RawDuplicates> find_raw_duplicates(const RawTable& table, const Schema& schema, const KnnGraph& candidates) {
  check(table, schema, candidates);
  const Index n = table.rows;
  RawDuplicates found;
  found.is_issue.assign(static_cast<std::size_t>(n), 0);
  found.scores = Vector::Ones(n);
  found.sets.resize(static_cast<std::size_t>(n));
  found.distances = Vector::Constant(n, std::numeric_limits<double>::infinity());

  RowComparison comparison;
  std::vector<std::int32_t> groups(static_cast<std::size_t>(n), 0);
  bool has_columns = false;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double done = 0.5 * static_cast<double>(c) / static_cast<double>(table.columns.size());
    co_await pause(done);
    if (schema.columns[c].role != ColumnRole::feature) continue;
    has_columns = true;
    const ColumnReading reading = co_await within(done, done, "", read_cells(table.columns[c]));
    co_await pause(done);
    split_groups(groups, codes_of_cells(interpret(reading, schema.columns[c].kind)));
    co_await pause(done);
    comparison.add_column(reading, schema.columns[c].kind);
  }
  if (!has_columns) co_return found;

  for (const Rows& rows : members_of(groups)) {
    if (rows.size() < 2) continue;
    for (std::int32_t row : rows) {
      const auto i = static_cast<std::size_t>(row);
      found.is_issue[i] = 1;
      found.distances(row) = 0;
      for (std::int32_t other : rows) {
        if (other != row && found.sets[i].size() < most_listed) found.sets[i].push_back(other);
      }
    }
  }
  for (Index i = 0; i < candidates.rows; ++i) {
    if (i % 64 == 0) co_await pause(0.5 + 0.4 * static_cast<double>(i) / static_cast<double>(n));
    for (Index k = 0; k < candidates.neighbors; ++k) {
      const std::size_t place = static_cast<std::size_t>(i * candidates.neighbors + k);
      const std::int32_t other = candidates.indices[place];
      const bool is_same = groups[static_cast<std::size_t>(i)] == groups[static_cast<std::size_t>(other)];
      if (is_same) continue;
      if (k == 0) found.distances(i) = std::min(found.distances(i), candidates.distances[place]);
      if (comparison.is_near_copy(i, other)) {
        add_pair(found, static_cast<std::int32_t>(i), other, candidates.distances[place]);
      }
    }
  }
  const RowPairs similar = co_await within(0.9, 1, "texts", comparison.pairs_of_similar_texts());
  for (const auto& [a, b] : similar) {
    if (groups[static_cast<std::size_t>(a)] == groups[static_cast<std::size_t>(b)]) continue;
    // no nearer than the nearest neighbours, among which it was not
    if (comparison.is_near_copy(a, b)) add_pair(found, a, b, std::max(found.distances(a), found.distances(b)));
  }
  for (Rows& set : found.sets) std::sort(set.begin(), set.end());
  score(found);
  co_return found;
}

}  // namespace assayer
