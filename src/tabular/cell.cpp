#include "tabular/cell.h"

#include <algorithm>
#include <array>

namespace assayer {
namespace {

constexpr std::array<std::string_view, 3> wide_spaces = {"\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF"};

constexpr std::array<std::string_view, 12> missing_values = {"na",  "n/a",    "nan",    "null", "#n/a", "<na>",
                                                             "nat", "(null)", "#null!", "?",    "\\n",  "#n/a n/a"};

constexpr std::array<std::string_view, 22> missing_amounts = {
    "-",       "--",        "---",           ".",     "..",  "none",         "nil",          "missing",
    "unknown", "undefined", "not available", "n.a.",  "tbd", "\xE2\x80\x93", "\xE2\x80\x94", "*",
    "k.a.",    "k. a.",     "n.d.",          "n. d.", "n/d", "s/d"};

template <typename List>
bool is_one_of(std::string_view text, const List& list) {
  if (text.size() > 16) return false;
  const std::string lower = lower_case(text);
  return std::find(list.begin(), list.end(), lower) != list.end();
}

}  // namespace

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    for (std::string_view space : wide_spaces) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
      if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
    }
  }
  return text;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_missing_value(std::string_view text) { return text.empty() || is_one_of(text, missing_values); }

bool is_missing_amount(std::string_view text) { return is_missing_value(text) || is_one_of(text, missing_amounts); }

}  // namespace assayer
