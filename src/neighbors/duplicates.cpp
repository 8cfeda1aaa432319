#include "neighbors/duplicates.h"

#include <bit>

#include "row_scan.h"

namespace assayer {
namespace {

template <typename Number>
bool equal_rows(const Number* a, const Number* b, Index size) {
  for (Index c = 0; c < size; ++c) {
    if (a[c] != b[c]) return false;
  }
  return true;
}

/// Open addressing over the groups' first members.
template <typename Number>
Job<std::vector<std::int32_t>> number_groups(const Number* data, Index n, Index d, std::vector<std::int32_t>& firsts) {
  const std::size_t slots = std::bit_ceil(static_cast<std::size_t>(n) * 2);
  std::vector<std::int32_t> table(slots, -1);
  std::vector<std::uint64_t> hashes;
  std::vector<std::int32_t> group_of(static_cast<std::size_t>(n));
  const Index rows_between_pauses = 1 + 16384 / (d + 1);
  for (Index i = 0; i < n; ++i) {
    const std::uint64_t hash = hash_of(data + i * d, d);
    std::size_t slot = hash & (slots - 1);
    while (table[slot] >= 0) {
      const std::int32_t group = table[slot];
      if (hashes[group] == hash && equal_rows(data + i * d, data + firsts[group] * d, d)) break;
      slot = (slot + 1) & (slots - 1);
    }
    if (table[slot] < 0) {
      table[slot] = static_cast<std::int32_t>(firsts.size());
      firsts.push_back(static_cast<std::int32_t>(i));
      hashes.push_back(hash);
    }
    group_of[i] = table[slot];
    if (i % rows_between_pauses == 0) co_await pause(double(i) / double(n));
  }
  co_return group_of;
}

}  // namespace

Job<DuplicateGroups> group_duplicates(MatrixView features) {
  const Index n = features.rows();
  std::vector<std::int32_t> firsts;
  auto numbering = features.is_float() ? number_groups(features.floats(), n, features.columns(), firsts)
                                       : number_groups(features.doubles(), n, features.columns(), firsts);
  DuplicateGroups groups;
  groups.group_of = co_await std::move(numbering);
  groups.starts.assign(firsts.size() + 1, 0);
  for (const std::int32_t group : groups.group_of) ++groups.starts[group + 1];
  for (std::size_t g = 0; g < firsts.size(); ++g) groups.starts[g + 1] += groups.starts[g];
  std::vector<std::int32_t> next(groups.starts.begin(), groups.starts.end() - 1);
  groups.members.resize(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) groups.members[next[groups.group_of[i]]++] = static_cast<std::int32_t>(i);
  co_return groups;
}

}  // namespace assayer
