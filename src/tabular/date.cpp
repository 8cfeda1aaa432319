#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tabular/cell.h"

namespace assayer {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> day_names = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};
constexpr std::size_t longest_date = 40;

/// A number, a word or a mark of the date.
struct Token {
  enum class What { number, word, mark } what = What::mark;
  std::string_view text;
  std::int64_t value = 0;  ///< of a number
  char mark = 0;           ///< of a mark; white space is ' '
};

std::vector<Token> split(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    Token token;
    if (is_digit(text[i])) {
      token.what = Token::What::number;
      while (end < text.size() && is_digit(text[end])) ++end;
      for (std::size_t d = i; d < std::min(end, i + 18); ++d) token.value = token.value * 10 + (text[d] - '0');
    } else if (is_letter(text[i])) {
      token.what = Token::What::word;
      while (end < text.size() && is_letter(text[end])) ++end;
    } else {
      token.mark = text[i];
    }
    token.text = text.substr(i, end - i);
    tokens.push_back(token);
    i = end;
  }
  return tokens;
}

/// 1-based place of a word among names, cut to three letters or more; 0 if it is none of them.
template <typename Names>
int find_name(std::string_view word, const Names& names) {
  if (word.size() < 3 || word.size() > 9) return 0;
  const std::string lower = lower_case(word);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_short =
        lower.size() == 3 || (lower == "sept" || lower == "tues" || lower == "thur" || lower == "thurs");
    if (lower == names[i] || (is_short && names[i].starts_with(lower))) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::int64_t full_year(const Token& token) {
  if (token.text.size() != 2) return token.value;
  return token.value + (token.value < 70 ? 2000 : 1900);
}

bool is_year(const Token& token) { return token.text.size() == 4 && token.value >= 1000; }

int days_in_month(std::int64_t year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

std::optional<double> day_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1) return {};
  if (day > days_in_month(year, static_cast<int>(month))) return {};
  return static_cast<double>(days_from_civil(year, static_cast<int>(month), static_cast<int>(day)));
}

class DateReader {
 public:
  DateReader(std::vector<Token> tokens, DateOrder order) : tokens_(std::move(tokens)), order_(order) {}

  std::optional<double> read() {
    skip_weekday();
    const std::size_t start = at_;
    std::optional<double> day = read_day();
    if (!day) {
      at_ = start;
      if (!is_time_next()) return {};
      day = 0;  // a time of day alone
    } else if (at_ < tokens_.size()) {
      if (!skip_mark(' ') && !skip_mark(',') && !skip_word("T")) return {};
      while (skip_mark(' ')) {
      }
      if (at_ == tokens_.size()) return {};
    }
    if (at_ == tokens_.size()) return day;
    const std::optional<double> time = read_time();
    if (!time || at_ != tokens_.size()) return {};
    return *day + *time;
  }

 private:
  const Token* next(Token::What what) const {
    return at_ < tokens_.size() && tokens_[at_].what == what ? &tokens_[at_] : nullptr;
  }
  const Token* take_number() {
    const Token* token = next(Token::What::number);
    if (token) ++at_;
    return token;
  }
  bool skip_mark(char mark) {
    const Token* token = next(Token::What::mark);
    if (!token || token->mark != mark) return false;
    return ++at_, true;
  }
  bool skip_word(std::string_view word) {
    const Token* token = next(Token::What::word);
    if (!token || lower_case(token->text) != lower_case(word)) return false;
    return ++at_, true;
  }
  /// One of - / . or spaces and commas between the parts of a date; 0 if there is none.
  char skip_separator() {
    for (char mark : {'-', '/', '.'}) {
      if (skip_mark(mark)) {
        skip_mark(' ');
        return mark;
      }
    }
    char found = 0;
    while (skip_mark(' ') || skip_mark(',')) found = ' ';
    return found;
  }
  void skip_weekday() {
    const Token* word = next(Token::What::word);
    if (!word || !find_name(word->text, day_names)) return;
    ++at_;
    while (skip_mark(',') || skip_mark('.') || skip_mark(' ')) {
    }
  }
  int take_month_name() {
    const Token* word = next(Token::What::word);
    const int month = word ? find_name(word->text, month_names) : 0;
    if (month) ++at_;
    return month;
  }
  void skip_ordinal() {
    for (std::string_view ending : {"st", "nd", "rd", "th"}) {
      if (skip_word(ending)) return;
    }
  }

  std::optional<double> read_day() {
    if (const int month = take_month_name()) {  // Dec 31, 2020; Dec 2020
      if (!skip_separator()) return {};
      const Token* first = take_number();
      if (!first) return {};
      if (is_year(*first)) return day_of(first->value, month, 1);
      if (first->text.size() > 2) return {};
      skip_ordinal();
      if (!skip_separator()) return {};
      const Token* year = take_number();
      if (!year || !is_year(*year)) return {};
      return day_of(year->value, month, first->value);
    }
    const Token* first = take_number();
    if (!first) return {};
    if (first->text.size() == 8 && first->value >= 10000000) {
      is_compact = true;
      return day_of(first->value / 10000, first->value / 100 % 100, first->value % 100);
    }
    if (first->text.size() <= 2) skip_ordinal();
    const char separator = skip_separator();
    if (!separator) return {};
    if (const int month = take_month_name()) {  // 31 Dec 2020; 2020-Dec-31
      if (!skip_separator()) return {};
      const Token* last = take_number();
      if (!last) return {};
      if (is_year(*first)) return day_of(first->value, month, last->value);
      if (first->text.size() > 2 || (last->text.size() != 2 && !is_year(*last))) return {};
      return day_of(full_year(*last), month, first->value);
    }
    const Token* second = take_number();
    if (!second || second->text.size() > 2 || separator == ' ') return {};
    if (!skip_mark(separator)) {  // 2020-12
      return is_year(*first) && separator != '.' ? day_of(first->value, second->value, 1) : std::nullopt;
    }
    skip_mark(' ');
    const Token* third = take_number();
    if (!third) return {};
    if (is_year(*first))
      return third->text.size() <= 2 ? day_of(first->value, second->value, third->value) : std::nullopt;
    if (first->text.size() > 2 || (third->text.size() != 2 && !is_year(*third))) return {};
    return order_ == DateOrder::day_first ? day_of(full_year(*third), second->value, first->value)
                                          : day_of(full_year(*third), first->value, second->value);
  }

  bool is_time_next() const {
    return next(Token::What::number) && at_ + 1 < tokens_.size() && tokens_[at_ + 1].mark == ':';
  }

  std::optional<double> read_time() {
    const Token* hour = take_number();
    if (!hour || hour->text.size() > 2 || hour->value > 23 || !skip_mark(':')) return {};
    const Token* minute = take_number();
    if (!minute || minute->text.size() != 2 || minute->value > 59) return {};
    double seconds = 0;
    if (skip_mark(':')) {
      const Token* second = take_number();
      if (!second || second->value > 60) return {};
      seconds = static_cast<double>(second->value);
      if (skip_mark('.') || skip_mark(',')) {
        const Token* fraction = take_number();
        if (!fraction) return {};
        double unit = 1;
        for (std::size_t i = 0; i < std::min<std::size_t>(fraction->text.size(), 18); ++i) unit /= 10;
        seconds += static_cast<double>(fraction->value) * unit;
      }
    }
    while (skip_mark(' ')) {
    }
    double hours = static_cast<double>(hour->value);
    if (hour->value >= 1 && hour->value <= 12) {
      if (skip_word("pm")) hours += hour->value < 12 ? 12 : 0;
      if (skip_word("am")) hours -= hour->value == 12 ? 12 : 0;
    }
    const double time = (hours * 3600 + static_cast<double>(minute->value) * 60 + seconds) / 86400;
    return time - take_zone() / 24;
  }

  /// Hours east of Greenwich.
  double take_zone() {
    if (skip_word("Z") || skip_word("UTC") || skip_word("GMT")) return 0;
    const std::size_t start = at_;
    const double sign = skip_mark('+') ? 1 : skip_mark('-') ? -1 : 0;
    const Token* hours = sign != 0 ? take_number() : nullptr;
    if (!hours || (hours->text.size() != 2 && hours->text.size() != 4)) return at_ = start, 0;
    if (hours->text.size() == 4) {  // +0530
      const std::int64_t minutes = hours->value / 100 * 60 + hours->value % 100;
      return sign * static_cast<double>(minutes) / 60;
    }
    const Token* minutes = skip_mark(':') ? take_number() : nullptr;
    return sign * (static_cast<double>(hours->value) + (minutes ? static_cast<double>(minutes->value) / 60 : 0));
  }

  std::vector<Token> tokens_;
  DateOrder order_;
  std::size_t at_ = 0;

 public:
  bool is_compact = false;
};

}  // namespace

// The two conversions count days in eras of 400 years that begin in March (Howard Hinnant, "chrono-compatible low-level
// date algorithms").
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDay civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;  // months since March
  CivilDay civil;
  civil.day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  return civil;
}

std::optional<double> date_from_number(double number) {
  const double size = std::abs(number);
  if (size >= 1e11 && size < 1e14) return number / 86400e3;
  if (size >= 3e8 && size < 1e11) return number / 86400;
  if (number != std::floor(number)) return {};
  const auto whole = static_cast<std::int64_t>(size < 1e14 ? number : 0);
  if (whole >= 10000000) return day_of(whole / 10000, whole / 100 % 100, whole % 100);
  return day_of(whole, 1, 1);
}

std::optional<double> read_date(std::string_view text, DateOrder order, bool* compact) {
  if (text.size() < 4 || text.size() > longest_date) return {};
  const bool may_start = is_digit(text.front()) || is_letter(text.front());
  if (!may_start || std::none_of(text.begin(), text.end(), is_digit)) return {};
  if (std::all_of(text.begin(), text.end(), is_digit) && text.size() != 8) return {};
  DateReader reader(split(text), order);
  const std::optional<double> date = reader.read();
  if (compact) *compact = reader.is_compact;
  return date;
}

}  // namespace assayer
