#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assayer {

/// The cell without white space around it: spaces, tabs, line ends, no-break spaces, a byte order mark.
std::string_view trim(std::string_view text);

/// ASCII letters in lower case, everything else as it is.
std::string lower_case(std::string_view text);

bool is_digit(char c);
bool is_letter(char c);  ///< a-z, A-Z, and every byte of a character beyond ASCII

/// Whether a trimmed cell says "no value here" in any column ("", NA, NaN, null, #N/A, ?).
bool is_missing_value(std::string_view text);

/// Whether it does so among numbers or dates: the above, and words that are levels elsewhere (-, ., none, unknown).
bool is_missing_amount(std::string_view text);

/// How a column writes its numbers.
struct NumberStyle {
  char decimal_mark = '.';
};

/// What was found around the digits.
struct NumberNotes {
  bool grouped = false;       ///< thousands separators
  bool affixed = false;       ///< a currency, a percent sign or a unit
  bool leading_zero = false;  ///< 007: digits of a code
};

/// Read a trimmed cell as a number: sign, thousands separators, decimal mark, exponent, percent (as written: 12 % is
/// 12), currency before or after, a unit after; (5) is -5. None where anything else is in it or the value is not
/// finite.
std::optional<double> read_number(std::string_view text, NumberStyle style = {}, NumberNotes* notes = nullptr);

/// In which order a column writes the parts of a date where all are numbers and the year is not first.
enum class DateOrder { day_first, month_first };

/// Read a trimmed cell as a date with or without time of day, as days since 1970-01-01 (UTC where a zone is given): ISO
/// 8601, 31.12.2020, 12/31/20, 31-Dec-2020, Dec 31, 2020 11:59 PM, 2020-12, 20201231, 11:59. `compact` tells that it
/// was the one with digits only, which may as well be a number.
std::optional<double> read_date(std::string_view text, DateOrder order, bool* compact = nullptr);

/// A number that stands for a moment, by its size: seconds or milliseconds since 1970, 20201231, or a year.
std::optional<double> date_from_number(double number);

/// Days since 1970-01-01 of a day of the Gregorian calendar, and back.
std::int64_t days_from_civil(std::int64_t year, int month, int day);
struct CivilDay {
  std::int64_t year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
};
CivilDay civil_from_days(std::int64_t days);

}  // namespace assayer
