#include "tabular/cell.h"

#include <doctest/doctest.h>

using namespace assayer;

namespace {

double day(int year, int month, int day_of_month) {
  return static_cast<double>(days_from_civil(year, month, day_of_month));
}

}  // namespace

TEST_CASE("cell: numbers are read in the ways people write them") {
  CHECK(read_number("42") == 42);
  CHECK(read_number("-4.5e-3") == -4.5e-3);
  CHECK(read_number("+.5") == 0.5);
  CHECK(read_number("\xE2\x88\x92"
                    "7") == -7);  // the minus sign of typesetters
  CHECK(read_number("1,234,567.5") == 1234567.5);
  CHECK(read_number("1 234") == 1234);
  CHECK(read_number("1'234") == 1234);
  CHECK(read_number("12 %") == 12);
  CHECK(read_number("$5.20") == 5.2);
  CHECK(read_number("-$5") == -5);
  CHECK(read_number("5 \xE2\x82\xAC") == 5);
  CHECK(read_number("70 kg") == 70);
  CHECK(read_number("(1,200)") == -1200);
  CHECK(read_number("1.234,5", {','}) == 1234.5);
  CHECK(read_number("0,5", {','}) == 0.5);
  CHECK(read_number("1e308") == 1e308);
}

TEST_CASE("cell: what only begins like a number is none") {
  for (const char* text :
       {"",      "-",   ".",   "1,23", "12,34,56", "0,123",   "1.2.3",     "12 apples", "1-2", "e5", "0x10",
        "1e999", "inf", "nan", "5 5",  "N1A1",     "R-52604", "1 - 4 yrs", "$",         "%",   "١٢"}) {
    CAPTURE(text);
    CHECK_FALSE(read_number(text).has_value());
  }
}

TEST_CASE("cell: number notes tell how it was written") {
  NumberNotes notes;
  CHECK(read_number("007", {}, &notes) == 7);
  CHECK(notes.leading_zero);
  CHECK(read_number("0.5", {}, &notes) == 0.5);
  CHECK_FALSE(notes.leading_zero);
  CHECK(read_number("1,000 USD", {}, &notes) == 1000);
  CHECK(notes.grouped);
  CHECK(notes.affixed);
}

TEST_CASE("cell: dates are read in many formats") {
  const double wanted = day(2020, 12, 31);
  for (const char* text :
       {"2020-12-31", "2020/12/31", "20201231", "31.12.2020", "31/12/2020", "31-Dec-2020", "31 December 2020",
        "Dec 31, 2020", "December 31st, 2020", "31-12-20", "Thu, 31 Dec 2020", "2020-12-31T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(read_date(text, DateOrder::day_first) == wanted);
  }
  CHECK(read_date("12/31/2020", DateOrder::month_first) == wanted);
  CHECK(read_date("2020-12-31 18:00", DateOrder::day_first) == wanted + 0.75);
  CHECK(read_date("12/31/2020 6:00 PM", DateOrder::month_first) == wanted + 0.75);
  CHECK(read_date("2020-12-31T18:00:00.000+06:00", DateOrder::day_first) == wanted + 0.5);
  CHECK(read_date("2020-12-31 18:00 +0600", DateOrder::day_first) == wanted + 0.5);
  CHECK(read_date("Dec 2020", DateOrder::day_first) == day(2020, 12, 1));
  CHECK(read_date("18:00", DateOrder::day_first) == 0.75);
}

TEST_CASE("cell: what only looks like a date is none") {
  for (const char* text : {"", "2020", "2020-13-01", "31/02/2020", "2021-02-29", "1/2", "12-34-5678", "99999999", "may",
                           "1.2.3", "192.168.0.1", "2020-12-31 25:00", "2020-12-31x", "monday", "555-1234", "12:3"}) {
    CAPTURE(text);
    CHECK_FALSE(read_date(text, DateOrder::day_first).has_value());
  }
}

TEST_CASE("cell: days and civil dates are inverse, leap years too") {
  CHECK(days_from_civil(1970, 1, 1) == 0);
  CHECK(days_from_civil(2000, 2, 29) + 1 == days_from_civil(2000, 3, 1));
  for (std::int64_t days : {-719468, -1, 0, 59, 11016, 18627, 100000}) {
    const CivilDay civil = civil_from_days(days);
    CHECK(days_from_civil(civil.year, civil.month, civil.day) == days);
  }
}

TEST_CASE("cell: white space and spellings of nothing") {
  CHECK(trim(" \t\xC2\xA0 a b \xEF\xBB\xBF\r\n") == "a b");
  CHECK(trim("  ").empty());
  for (const char* text : {"", "NA", "n/a", "NaN", "NULL", "#N/A", "?"}) CHECK(is_missing_value(text));
  CHECK_FALSE(is_missing_value("none"));
  CHECK(is_missing_amount("none"));
  for (const char* text : {"k. A.", "k.A.", "n.d.", "N/D", "s/d"}) CHECK(is_missing_amount(text));
  CHECK_FALSE(is_missing_value("k. A."));
  CHECK_FALSE(is_missing_amount("0"));
}
