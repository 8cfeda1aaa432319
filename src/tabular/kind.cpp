#include "tabular/kind.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace assayer {
namespace {

// Shares of the rows with a value.
constexpr double most_amounts = 0.9;    ///< that many numbers (or dates) make a numeric column, the rest is in error
constexpr double nearly_unique = 0.95;  ///< distinct values of a key
constexpr double often_unique = 0.3;    ///< distinct values of a column that is called a key
constexpr double varied = 0.05;         ///< distinct values of free text, at least
constexpr double mostly_new = 0.5;      ///< distinct values of names

constexpr std::size_t much_text = 200;  ///< bytes of a cell that show what it looks like
constexpr Index few_rows = 8;           ///< below, being unique proves nothing
constexpr Index few_codes = 20;         ///< whole numbers called a class, type or code, at most

Reason reason(std::string code, std::string phrase, const ColumnReading& reading) {
  return {std::move(code),
          std::move(phrase),
          {{"present", static_cast<double>(reading.present)}, {"distinct", static_cast<double>(reading.distinct)}}};
}

double share(Index part, Index whole) { return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0; }

/// Calls `visit(v, rows)` for each distinct cell that is there.
template <typename Visit>
void each_value(const ColumnReading& reading, Visit visit) {
  for (std::size_t v = 0; v < reading.values.size(); ++v) {
    if (reading.counts[v] > 0 && !reading.is_missing[v]) visit(v, reading.counts[v]);
  }
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double width() const { return high - low; }
};

Range range_of(const ColumnReading& reading) {
  Range range;
  each_value(reading, [&](std::size_t v, Index) {
    if (std::isnan(reading.numbers[v])) return;
    range.low = std::min(range.low, reading.numbers[v]);
    range.high = std::max(range.high, reading.numbers[v]);
  });
  return range;
}

/// What the cells of a column look like as text, in means over rows.
struct Looks {
  double words = 0;        ///< words with a letter in them
  double with_digits = 0;  ///< share of cells with a digit
  double code_like = 0;    ///< share of cells without a space, with a digit, or long without a vowel
};

Looks looks_of(const ColumnReading& reading) {
  Looks looks;
  each_value(reading, [&](std::size_t v, Index rows) {
    const std::string_view text = std::string_view(reading.values[v]).substr(0, much_text);
    Index words = 0;
    bool in_word = false;
    for (char c : text) {
      if (is_letter(c) && !in_word) ++words;
      in_word = is_letter(c) || (in_word && (c == '\'' || is_digit(c)));
    }
    const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
    const bool has_space = text.find(' ') != std::string_view::npos;
    const double weight = share(rows, reading.present);
    looks.words += weight * static_cast<double>(words);
    looks.with_digits += has_digit ? weight : 0;
    looks.code_like += has_digit && !has_space && text.size() <= 64 ? weight : 0;
  });
  return looks;
}

bool is_called_key(const std::vector<std::string>& words) {
  return has_word(words,
                  {"id", "ids", "uuid", "guid", "key", "pk", "index", "idx", "rowid", "hash", "unnamed", "identifier"});
}

bool is_called_number(const std::vector<std::string>& words) {
  return has_word(words, {"number", "no", "nr", "num", "row", "serial", "seq", "sequence"});
}

/// Whole numbers without gaps (a run), each about once or shuffled.
bool is_run(const ColumnReading& reading, double tolerated_gaps) {
  if (!is_whole(reading)) return false;
  const Range range = range_of(reading);
  return range.width() + 1 <= (1 + tolerated_gaps) * static_cast<double>(reading.distinct);
}

bool is_key_of_numbers(const ColumnReading& reading, const std::vector<std::string>& words) {
  if (reading.present < few_rows || !is_whole(reading)) return false;
  const double unique = share(reading.distinct, reading.present);
  if (is_called_key(words) && unique >= often_unique) return true;
  if (is_called_number(words) && unique >= often_unique && is_run(reading, 0.1)) return true;
  return unique >= nearly_unique && is_run(reading, 0.02);
}

bool is_boolean(const ColumnReading& reading) {
  if (reading.distinct != 2) return false;
  static constexpr std::string_view pairs[][2] = {{"false", "true"}, {"no", "yes"}, {"n", "y"},     {"f", "t"},
                                                  {"0", "1"},        {"off", "on"}, {"ja", "nein"}, {"non", "oui"}};
  std::vector<std::string> found;
  each_value(reading, [&](std::size_t v, Index) {
    const double number = reading.numbers[v];
    found.push_back(number == 0 ? "0" : number == 1 ? "1" : lower_case(reading.values[v]));
  });
  std::sort(found.begin(), found.end());
  return std::any_of(std::begin(pairs), std::end(pairs),
                     [&](const auto& pair) { return found[0] == pair[0] && found[1] == pair[1]; });
}

/// Whole numbers that are called codes, or are written as such.
bool is_code(const ColumnReading& reading, const std::vector<std::string>& words) {
  if (!is_whole(reading) || reading.distinct == reading.present) return false;
  if (reading.leading_zero_rows > 0 && share(reading.leading_zero_rows, reading.present) > 0.01) return true;
  if (has_word(words, {"zip", "zipcode", "postcode", "postal", "plz"})) return true;
  const bool called_so = has_word(words, {"class", "type", "category", "cat", "code", "group", "cluster", "region",
                                          "zone", "segment", "gender", "sex", "flag", "status", "color", "colour"}) ||
                         (!words.empty() && words.back().size() > 5 && words.back().ends_with("class"));
  return called_so && reading.distinct <= few_codes;
}

GuessedKind guess_numeric(const ColumnReading& reading, const std::vector<std::string>& words) {
  const bool called_time =
      has_word(words, {"date", "day", "time", "timestamp", "datetime", "created", "updated", "ts"});
  if (reading.compact_rows >= most_amounts * static_cast<double>(reading.present) && reading.present > 0 &&
      (called_time || reading.distinct > 2)) {
    const Range range = range_of(reading);
    if (range.low >= 19000101 && range.high <= 21001231) {
      return {ColumnKind::datetime, reason("compact_dates", "eight digits that are dates", reading)};
    }
  }
  const Range range = range_of(reading);
  const bool is_epoch = range.low >= 3e8 && range.high < 1e14 && range.high < 4 * range.low && is_whole(reading);
  if (called_time && is_epoch) return {ColumnKind::datetime, reason("epoch", "seconds since 1970", reading)};
  if (is_boolean(reading)) return {ColumnKind::boolean, reason("two_values", "0 and 1", reading)};
  if (is_key_of_numbers(reading, words))
    return {ColumnKind::identifier, reason("key_numbers", "tells rows apart", reading)};
  if (is_code(reading, words)) return {ColumnKind::categorical, reason("codes", "numbers that name things", reading)};
  if (reading.grouped_rows + reading.affixed_rows > 0 || reading.number_style.decimal_mark == ',') {
    return {ColumnKind::numeric, reason("formatted_numbers", "numbers in writing", reading)};
  }
  return {ColumnKind::numeric, reason("numbers", "numbers", reading)};
}

GuessedKind guess_textual(const ColumnReading& reading, const std::vector<std::string>& words) {
  if (is_boolean(reading)) return {ColumnKind::boolean, reason("two_values", "yes and no", reading)};
  const Looks looks = looks_of(reading);
  const double unique = share(reading.distinct, reading.present);
  const bool many_rows = reading.present >= few_rows;
  if (many_rows && looks.code_like > 0.9) {
    if (unique >= nearly_unique)
      return {ColumnKind::identifier, reason("key_codes", "a code of its own in each row", reading)};
    if (is_called_key(words) && unique >= often_unique) {
      return {ColumnKind::identifier, reason("called_key", "codes in a column called a key", reading)};
    }
  }
  if (looks.words >= 3 && unique >= varied && reading.distinct > 4) {
    return {ColumnKind::text, reason("words", "several words, seldom the same", reading)};
  }
  const bool mostly_letters = looks.with_digits < 0.5;
  if (reading.distinct > 20 && unique >= mostly_new && (mostly_letters || looks.words >= 2)) {
    return {ColumnKind::text, reason("names", "words, mostly different ones", reading)};
  }
  if (many_rows && reading.distinct > 20 && unique >= nearly_unique) {
    return {ColumnKind::identifier, reason("key_codes", "a code of its own in each row", reading)};
  }
  return {ColumnKind::categorical, reason("levels", "words that come back", reading)};
}

}  // namespace

std::vector<std::string> words_of_name(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(lower_case(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool after_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (upper && after_lower) end_word();
    if (is_letter(c)) {
      word += c;
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

bool has_word(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

bool is_whole(const ColumnReading& reading) {
  bool whole = reading.number_rows > 0;
  each_value(reading, [&](std::size_t v, Index) {
    const double number = reading.numbers[v];
    whole = whole && (std::isnan(number) || number == std::floor(number));
  });
  return whole;
}

GuessedKind guess_kind(const ColumnReading& reading, std::string_view name) {
  const std::vector<std::string> words = words_of_name(name);
  if (reading.distinct == 0) return {ColumnKind::ignore, reason("empty", "no value at all", reading)};
  // "none" and "-" are no errors among numbers, but levels elsewhere
  const double amounts_wanted = most_amounts * static_cast<double>(reading.present - reading.amount_gaps);
  const auto fits = [&](Index rows) {
    return static_cast<double>(rows) >= amounts_wanted && 10 * rows > reading.amount_gaps;
  };
  if (fits(reading.number_rows)) return guess_numeric(reading, words);
  if (fits(reading.date_rows)) {
    return {ColumnKind::datetime, reason("dates", "dates", reading)};
  }
  return guess_textual(reading, words);
}

}  // namespace assayer
