#include <algorithm>
#include <vector>

#include "tabular/near_copy.h"

namespace assayer {
namespace {

constexpr std::size_t bytes_of_edit = 40;  ///< a text may differ by one edit more for so many bytes
constexpr std::size_t shortest_text = 8;   ///< that may differ at all

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string plain = lower_case(text);
  std::erase_if(plain, [](char c) { return !is_letter(c) && !is_digit(c); });
  return plain;
}

bool is_same_text(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::size_t length = std::min(a.size(), b.size());
  if (length < shortest_text) return false;
  return is_within_edits(a, b, 1 + length / bytes_of_edit) && digits_of(a) == digits_of(b);
}

bool is_within_edits(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return false;
  while (!a.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty()) return b.size() <= limit;
  // Levenshtein's table, only the cells within `limit` of the diagonal.
  const std::size_t beyond = limit + 1;
  std::vector<std::size_t> above(b.size() + 1, beyond), row(b.size() + 1, beyond);
  for (std::size_t j = 0; j <= std::min(b.size(), limit); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t begin = i > limit ? i - limit : 1, end = std::min(b.size(), i + limit);
    std::fill(row.begin(), row.end(), beyond);
    if (i <= limit) row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = begin; j <= end; ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]), beyond});
      least = std::min(least, row[j]);
    }
    if (least > limit) return false;
    std::swap(above, row);
  }
  return above[b.size()] <= limit;
}

}  // namespace assayer
