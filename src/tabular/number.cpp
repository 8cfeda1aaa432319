#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "tabular/cell.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 12> currencies = {
    "$", "US$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5", "USD", "EUR", "GBP", "CHF", "JPY", "Rs", "\xE2\x82\xB9"};
constexpr std::array<std::string_view, 30> units = {"%",
                                                    "kg",
                                                    "g",
                                                    "mg",
                                                    "lb",
                                                    "lbs",
                                                    "oz",
                                                    "km",
                                                    "m",
                                                    "cm",
                                                    "mm",
                                                    "mi",
                                                    "ft",
                                                    "in",
                                                    "\xC2\xB0"
                                                    "C",
                                                    "\xC2\xB0"
                                                    "F",
                                                    "\xC2\xB0",
                                                    "ms",
                                                    "s",
                                                    "sec",
                                                    "min",
                                                    "h",
                                                    "hrs",
                                                    "KB",
                                                    "MB",
                                                    "GB",
                                                    "TB",
                                                    "W",
                                                    "kW",
                                                    "\xE2\x80\xB0"};
constexpr std::size_t longest_number = 60;

bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool skip_sign(std::string_view& text, bool& negative) {
  if (skip(text, "-") || skip(text, "\xE2\x88\x92")) return negative = true;
  return skip(text, "+");
}

bool skip_currency(std::string_view& text) {
  if (text.empty() || is_digit(text.front()) || text.front() == '.') return false;
  return std::any_of(currencies.begin(), currencies.end(), [&](std::string_view name) {
    if (!skip(text, name)) return false;
    text = trim(text);
    return true;
  });
}

/// A unit, a currency, or one short word after a space.
bool is_suffix(std::string_view text) {
  const std::string_view word = trim(text);
  const auto is_word = [&](std::string_view name) { return name == word; };
  if (std::any_of(units.begin(), units.end(), is_word)) return true;
  if (std::any_of(currencies.begin(), currencies.end(), is_word)) return true;
  return false;
}

/// Takes digits with or without thousands separators off the front of `text`; false where the groups are no groups
/// of 3.
bool take_whole(std::string_view& text, std::string& digits, char decimal_mark, bool& grouped) {
  std::string_view separator;
  std::size_t group = 0;  // digits since the last separator
  while (!text.empty()) {
    if (is_digit(text.front())) {
      digits += text.front();
      text.remove_prefix(1);
      ++group;
      continue;
    }
    if (text.front() == decimal_mark) break;
    std::string_view found;
    for (std::string_view mark : {",", ".", "'", " ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"}) {
      if (text.starts_with(mark)) found = mark;
    }
    const bool digit_follows = found.size() < text.size() && is_digit(text[found.size()]);
    if (found.empty() || !digit_follows) break;
    const bool first = separator.empty();
    if (first ? group < 1 || group > 3 || digits[0] == '0' : group != 3 || found != separator) return false;
    separator = found;
    text.remove_prefix(found.size());
    group = 0;
  }
  grouped = !separator.empty();
  return !grouped || group == 3;
}

void take_digits(std::string_view& text, std::string& digits) {
  while (!text.empty() && is_digit(text.front())) {
    digits += text.front();
    text.remove_prefix(1);
  }
}

bool take_exponent(std::string_view& text, std::string& digits) {
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return true;
  std::string_view rest = text.substr(1);
  std::string exponent = "e";
  if (rest.front() == '-' || rest.front() == '+') {
    exponent += rest.front();
    rest.remove_prefix(1);
  }
  const std::size_t length = exponent.size();
  take_digits(rest, exponent);
  if (exponent.size() == length) return true;  // no exponent: a unit perhaps
  digits += exponent;
  text = rest;
  return true;
}

}  // namespace

std::optional<double> read_number(std::string_view text, NumberStyle style, NumberNotes* notes) {
  if (text.empty() || text.size() > longest_number) return {};
  NumberNotes found;
  bool negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    negative = true;
    text = trim(text.substr(1, text.size() - 2));
  }
  bool is_signed = skip_sign(text, negative);
  found.affixed = skip_currency(text);
  if (!is_signed) skip_sign(text, negative);

  std::string digits;
  if (!take_whole(text, digits, style.decimal_mark, found.grouped)) return {};
  const std::size_t whole = digits.size();
  std::size_t fraction = 0;
  if (!text.empty() && text.front() == style.decimal_mark) {
    text.remove_prefix(1);
    digits += '.';
    take_digits(text, digits);
    fraction = digits.size() - whole - 1;
  }
  if (whole + fraction == 0) return {};
  found.leading_zero = whole > 1 && fraction == 0 && digits[0] == '0';
  take_exponent(text, digits);
  if (!text.empty()) {
    if (!is_suffix(text)) return {};
    found.affixed = true;
  }
  const double value = std::strtod(digits.c_str(), nullptr);
  if (!std::isfinite(value)) return {};
  if (notes) *notes = found;
  return negative ? -value : value;
}

}  // namespace assayer
