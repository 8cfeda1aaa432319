#include "tabular/spelling.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "tabular/near_copy.h"

namespace assayer {
namespace {

constexpr std::size_t most_compared = 1000;  ///< levels that are compared letter by letter
constexpr std::size_t shortest_word = 5;     ///< letters; one changed letter makes shorter words other words
constexpr double rare_share = 0.02;          ///< rows of a slip, of those of the level that was meant

/// Sets of levels that only ever grow together.
class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  /// The smaller number, the more frequent level, stands for the group.
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

bool has_digit(const std::string& text) { return std::any_of(text.begin(), text.end(), is_digit); }

/// Whether level `rare` looks like a slip of the hand for level `frequent`.
bool is_slip(const TypedColumn& column, const std::vector<std::string>& plain, std::size_t frequent, std::size_t rare) {
  const auto rows = static_cast<double>(column.counts[rare]);
  if (rows > std::max(1.0, rare_share * static_cast<double>(column.counts[frequent]))) return false;
  if (column.counts[frequent] < 5 || plain[rare].size() < shortest_word || has_digit(plain[rare])) return false;
  return is_within_edits(plain[frequent], plain[rare], 1);
}

}  // namespace

Job<std::vector<SpellingVariants>> find_spelling_variants(const TypedColumn& column) {
  const std::size_t num_levels = column.texts.size();
  Groups groups(num_levels);
  std::vector<std::string> plain;
  std::unordered_map<std::string, std::size_t> first_with;
  for (std::size_t level = 0; level < num_levels; ++level) {
    if (level % 256 == 0) co_await pause(0.2 * static_cast<double>(level) / static_cast<double>(num_levels));
    plain.push_back(plain_text(column.texts[level]));
    const bool says_nothing = plain.back().empty();  // "+" and "-" differ in marks only, and mean different things
    if (!says_nothing) groups.join(first_with.emplace(plain.back(), level).first->second, level);
  }
  const std::size_t compared = std::min(num_levels, most_compared);
  for (std::size_t rare = 1; rare < compared; ++rare) {
    co_await pause(0.2 + 0.8 * static_cast<double>(rare) / static_cast<double>(compared));
    for (std::size_t frequent = 0; frequent < rare; ++frequent) {
      if (is_slip(column, plain, frequent, rare)) {
        groups.join(frequent, rare);
        break;
      }
    }
  }
  std::vector<std::vector<std::size_t>> members(num_levels);
  for (std::size_t level = 0; level < num_levels; ++level) members[groups.find(level)].push_back(level);
  std::vector<SpellingVariants> variants;
  for (const auto& group : members) {
    if (group.size() < 2) continue;
    SpellingVariants found;
    for (std::size_t level : group) {
      found.spellings.push_back(column.texts[level]);
      found.counts.push_back(static_cast<std::int32_t>(column.counts[level]));
    }
    variants.push_back(std::move(found));
  }
  co_return variants;
}

}  // namespace assayer
