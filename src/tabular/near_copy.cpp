#include "tabular/near_copy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include "ordering.h"

namespace assayer {
namespace {

constexpr double relative_slip = 0.004;
constexpr double surplus_evidence =
    0;  ///< natural logarithm: 0 lets one pair by chance through, were columns independent
constexpr double evidence_of_text = 25;    ///< two texts of some length do not agree by chance
constexpr std::size_t most_compared = 50;  ///< texts with the same half that each is compared with
constexpr std::size_t most_rows = 20;      ///< rows of one text that become candidates

bool is_close(double x, double y) { return std::abs(x - y) <= relative_slip * std::max(std::abs(x), std::abs(y)); }

/// 10^-decimals of a number as it is written: 1 for "12", 0.01 for "1.25" and "12.50".
double unit_of(const std::string& written, char decimal_mark) {
  const std::size_t mark = written.rfind(decimal_mark);
  if (mark == std::string::npos) return 1;
  double unit = 1;
  for (std::size_t i = mark + 1; i < written.size() && is_digit(written[i]); ++i) unit /= 10;
  return unit;
}

}  // namespace

double RowComparison::Levels::evidence_of(std::int32_t level) const {
  const auto n = static_cast<double>(column.levels.size());
  const auto rows = static_cast<double>(level < 0 ? missing : column.counts[static_cast<std::size_t>(level)]);
  return -std::log(rows / n);
}

double RowComparison::Amounts::value(std::size_t i) const {
  return codes[i] < 0 ? std::numeric_limits<double>::quiet_NaN() : values[static_cast<std::size_t>(codes[i])];
}

double RowComparison::Amounts::evidence_of(double x, double y) const {
  const auto n = static_cast<double>(codes.size());
  if (std::isnan(x)) return -std::log((n - rows_below.back()) / n);
  const auto low = std::lower_bound(sorted.begin(), sorted.end(), std::min(y, x - (y - x))) - sorted.begin();
  const auto high = std::upper_bound(sorted.begin(), sorted.end(), std::max(y, x - (y - x))) - sorted.begin();
  return -std::log((rows_below[static_cast<std::size_t>(high)] - rows_below[static_cast<std::size_t>(low)]) / n);
}

void RowComparison::add_column(const ColumnReading& reading, ColumnKind kind) {
  if (!is_amount(kind)) {
    TypedColumn typed = interpret(reading, kind);
    Levels levels;
    if (kind == ColumnKind::text) {
      for (const std::string& text : typed.texts) levels.plain_texts.push_back(plain_text(text));
    }
    levels.missing = std::count(typed.levels.begin(), typed.levels.end(), -1);
    levels.column = std::move(typed);
    levels_.push_back(std::move(levels));
    return;
  }
  Amounts amounts;
  amounts.is_moment = kind == ColumnKind::datetime;
  amounts.codes = reading.codes;
  amounts.values = amounts_of_values(reading, kind);
  for (const std::string& value : reading.values) {
    amounts.units.push_back(unit_of(value, reading.number_style.decimal_mark));
  }
  std::vector<std::int32_t> order;
  for (std::size_t v = 0; v < amounts.values.size(); ++v) {
    if (!std::isnan(amounts.values[v])) order.push_back(static_cast<std::int32_t>(v));
  }
  sort_by(amounts.values, order);
  std::int32_t below = 0;
  for (const std::int32_t v : order) {
    const auto at = static_cast<std::size_t>(v);
    amounts.sorted.push_back(amounts.values[at]);
    amounts.rows_below.push_back(below);
    if (!reading.is_missing[at]) below += static_cast<std::int32_t>(reading.counts[at]);
  }
  amounts.rows_below.push_back(below);
  amounts_.push_back(std::move(amounts));
}

bool RowComparison::is_near_copy(Index a, Index b) const {
  const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
  double evidence = 0;
  int slips = 0;  // numbers within the tolerance are one slip together: all were rounded or converted
  for (const Levels& levels : levels_) {
    const std::int32_t x = levels.column.levels[i], y = levels.column.levels[j];
    if (x == y) {
      evidence += levels.evidence_of(x);
      continue;
    }
    if (levels.plain_texts.empty() || x < 0 || y < 0 || ++slips > 1) return false;
    if (!is_same_text(levels.plain_texts[static_cast<std::size_t>(x)],
                      levels.plain_texts[static_cast<std::size_t>(y)])) {
      return false;
    }
    evidence += evidence_of_text;
  }
  bool has_changed_number = false;
  for (const Amounts& amounts : amounts_) {
    const double x = amounts.value(i), y = amounts.value(j);
    if (x == y || (std::isnan(x) && std::isnan(y))) {
      evidence += amounts.evidence_of(x, y);
      continue;
    }
    if (amounts.is_moment || std::isnan(x) || std::isnan(y)) return false;
    if (is_close(x, y)) {
      has_changed_number = true;
      evidence += amounts.evidence_of(x, y);
      continue;
    }
    const auto unit_at = [&](std::size_t row) { return amounts.units[static_cast<std::size_t>(amounts.codes[row])]; };
    const double unit = std::max(unit_at(i), unit_at(j));
    if (std::abs(x - y) > 1.001 * unit || ++slips > 1) return false;
  }
  if (slips + (has_changed_number ? 1 : 0) > 1) return false;
  const auto n =
      static_cast<double>(levels_.empty() ? amounts_.front().codes.size() : levels_.front().column.levels.size());
  return evidence >= std::log(n * n / 2) + surplus_evidence;
}

Job<RowPairs> RowComparison::pairs_of_similar_texts() const {
  RowPairs pairs;
  for (const Levels& levels : levels_) {
    if (levels.plain_texts.empty()) continue;
    std::vector<std::vector<std::int32_t>> rows_of(levels.plain_texts.size());
    for (std::size_t i = 0; i < levels.column.levels.size(); ++i) {
      const std::int32_t level = levels.column.levels[i];
      if (level < 0 || rows_of[static_cast<std::size_t>(level)].size() >= most_rows) continue;
      rows_of[static_cast<std::size_t>(level)].push_back(static_cast<std::int32_t>(i));
    }
    // One slip leaves one half of a text as it is: texts that share a half are compared. The lengths may differ by one.
    std::unordered_map<std::string, std::vector<std::int32_t>> with_half;
    for (std::size_t t = 0; t < levels.plain_texts.size(); ++t) {
      if (t % 64 == 0) co_await pause(static_cast<double>(t) / static_cast<double>(levels.plain_texts.size()));
      const std::string& text = levels.plain_texts[t];
      for (const std::size_t half : {text.size() / 2, (text.size() + 1) / 2 - 1}) {
        if (half < 4 || half > text.size()) continue;
        const std::array<std::string, 2> keys = {"<" + text.substr(0, half), ">" + text.substr(text.size() - half)};
        for (const std::string& key : keys) {
          std::vector<std::int32_t>& others = with_half[key];
          if (!others.empty() && others.back() == static_cast<std::int32_t>(t)) continue;
          const std::size_t first = others.size() > most_compared ? others.size() - most_compared : 0;
          for (std::size_t o = first; o < others.size(); ++o) {
            const auto other = static_cast<std::size_t>(others[o]);
            if (!is_same_text(text, levels.plain_texts[other])) continue;
            for (std::int32_t a : rows_of[other]) {
              for (std::int32_t b : rows_of[t]) pairs.emplace_back(std::minmax(a, b));
            }
          }
          others.push_back(static_cast<std::int32_t>(t));
        }
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  co_return pairs;
}

}  // namespace assayer
