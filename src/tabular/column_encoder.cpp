#include "tabular/column_encoder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <utility>

#include "ordering.h"
#include "tabular/scale.h"

namespace assayer {
namespace {

using Part = EncodedColumn::Part;

constexpr double missing_amount = std::numeric_limits<double>::quiet_NaN();

constexpr double heavy_deviation = 5;    ///< robust deviations that a normal distribution hardly knows
constexpr double heavy_share = 0.01;     ///< of the values beyond: the column has a heavy tail
constexpr double linear_limit = 3;       ///< beyond, deviations for linear models grow as their logarithm
constexpr double neighbor_limit = 8;     ///< the same for neighbours
constexpr double level_distance = 1.0;   ///< between two rows that differ in one level
constexpr double season_distance = 0.5;  ///< amplitude of the seasons
constexpr Index few_values = 8;          ///< amounts with so few values get a column each instead of bins
constexpr Index rows_of_value = 5;       ///< that each of them needs

/// Collects the columns of a block together with their records.
class BlockBuilder {
 public:
  BlockBuilder(Index column, const EncoderLimits& limits, EncodedBlock& block)
      : column_(column), limits_(limits), block_(block) {}

  const EncoderLimits& limits() const { return limits_; }
  /// Whether models are trained on the block; else it is for neighbours only.
  bool is_for_models() const { return limits_.fitted_rows == 0; }
  /// Those of n values that the encoding is learned from.
  template <typename Value>
  std::span<const Value> fitted(const std::vector<Value>& values) const {
    return is_for_models() ? std::span(values) : std::span(values).first(static_cast<std::size_t>(limits_.fitted_rows));
  }

  void linear(Part part, std::string detail, EncodedValues values) {
    block_.linear.push_back(std::move(values));
    block_.linear_columns.push_back({column_, part, std::move(detail)});
  }
  void ordinal(Part part, std::string detail, std::vector<float> values, std::int32_t levels = 0) {
    block_.ordinal.push_back(std::move(values));
    block_.ordinal_columns.push_back({column_, part, std::move(detail)});
    block_.ordinal_levels.push_back(levels);
  }
  void neighbors(EncodedValues values) { block_.neighbors.push_back(std::move(values)); }

 private:
  Index column_;
  const EncoderLimits& limits_;
  EncodedBlock& block_;
};

template <typename Values, typename Map>
std::vector<float> map_floats(const Values& values, Map map) {
  std::vector<float> mapped;
  mapped.reserve(values.size());
  for (const auto& value : values) mapped.push_back(static_cast<float>(map(value)));
  return mapped;
}

std::vector<float> to_floats(const std::vector<double>& amounts) {
  return map_floats(amounts, [](double amount) { return amount; });
}

template <typename Values, typename Test>
std::vector<std::uint8_t> flags_where(const Values& values, Test test) {
  std::vector<std::uint8_t> flags;
  flags.reserve(values.size());
  for (const auto& value : values) flags.push_back(test(value));
  return flags;
}

/// A column of ones where there is no value, if that ever happens.
void add_missing(BlockBuilder& builder, std::vector<std::uint8_t> missing) {
  const std::span<const std::uint8_t> seen = builder.fitted(missing);
  if (std::find(seen.begin(), seen.end(), 1) == seen.end()) return;
  builder.neighbors({missing, level_distance});
  if (builder.is_for_models()) builder.linear(Part::missing, "", {std::move(missing), 1});
}

void add_missing(BlockBuilder& builder, const std::vector<double>& amounts) {
  add_missing(builder, flags_where(amounts, [](double amount) { return std::isnan(amount); }));
}

/// Ranks scaled to mean 0 and variance 1, equal amounts sharing theirs; 0 for missing ones.
std::vector<float> scaled_ranks(const std::vector<double>& amounts) {
  std::vector<double> sorted = present_values(amounts);
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  return map_floats(amounts, [&](double amount) {
    if (std::isnan(amount)) return 0.0;
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), amount);
    const double rank = static_cast<double>((low - sorted.begin()) + (high - sorted.begin())) / 2;
    return (rank / n - 0.5) * std::numbers::sqrt3 * 2;
  });
}

bool has_heavy_tail(const std::vector<double>& amounts, const RobustScale& scale) {
  std::size_t present = 0, far = 0;
  for (double amount : amounts) {
    if (std::isnan(amount)) continue;
    ++present;
    far += std::abs(scale(amount)) > heavy_deviation;
  }
  return static_cast<double>(far) > heavy_share * static_cast<double>(present);
}

/// Ones in the column of the value, or of the bin, that an amount has.
void add_bins(BlockBuilder& builder, const std::vector<double>& amounts, Index num_bins) {
  std::vector<double> sorted = present_values(amounts);
  if (num_bins < 2 || sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> values = sorted;
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<double> starts;  // of the bins after the first
  if (static_cast<Index>(values.size()) <= few_values) {
    starts.assign(values.begin() + 1, values.end());
  } else {
    for (Index b = 1; b < num_bins; ++b) {
      starts.push_back(sorted[sorted.size() * static_cast<std::size_t>(b) / static_cast<std::size_t>(num_bins)]);
    }
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    if (!starts.empty() && starts.front() == sorted.front()) starts.erase(starts.begin());
  }
  if (starts.size() + 1 <= 2 && values.size() <= 2) return;  // the number says it already
  for (std::size_t b = 0; b <= starts.size(); ++b) {
    const double low = b ? starts[b - 1] : -std::numeric_limits<double>::infinity();
    const double high = b < starts.size() ? starts[b] : std::numeric_limits<double>::infinity();
    std::vector<std::uint8_t> inside = flags_where(amounts, [&](double a) { return a >= low && a < high; });
    if (std::count(inside.begin(), inside.end(), 1) < rows_of_value) continue;
    builder.linear(Part::bin, std::to_string(b), {std::move(inside), 1});
  }
}

void encode_amounts(BlockBuilder& builder, const std::vector<double>& amounts) {
  const RobustScale scale = robust_scale(builder.fitted(amounts));
  const auto deviation = [&](double limit) {
    return [&scale, limit](double amount) { return std::isnan(amount) ? 0 : squash(scale(amount), limit); };
  };
  builder.neighbors(map_floats(amounts, deviation(neighbor_limit)));
  if (builder.is_for_models()) {
    builder.ordinal(Part::number, "", to_floats(amounts));
    builder.linear(
        Part::number, "",
        has_heavy_tail(amounts, scale) ? scaled_ranks(amounts) : map_floats(amounts, deviation(linear_limit)));
    add_bins(builder, amounts, builder.limits().num_bins);
  }
  add_missing(builder, amounts);
}

/// Part of a moment that comes back: where in its turn, 0 <= turn < period.
struct Season {
  const char* name;
  double period;
  std::vector<double> turns;  ///< NaN = missing
};

std::vector<Season> seasons_of(const BlockBuilder& builder, const std::vector<double>& days) {
  std::vector<Season> seasons = {{"month", 12, {}}, {"weekday", 7, {}}, {"hour", 24, {}}};
  for (double day : days) {
    const bool sensible = std::abs(day) < 1e8;  // false for NaN
    const double whole = std::floor(day);
    const auto number = static_cast<std::int64_t>(sensible ? whole : 0);
    const double month = civil_from_days(number).month - 1;
    const double weekday = static_cast<double>(((number + 3) % 7 + 7) % 7);  // 0 is Monday
    const double hour = (day - whole) * 24;
    seasons[0].turns.push_back(sensible ? month : missing_amount);
    seasons[1].turns.push_back(sensible ? weekday : missing_amount);
    seasons[2].turns.push_back(sensible ? hour : missing_amount);
  }
  std::erase_if(seasons, [&](const Season& season) {
    const std::vector<double> present = present_values(builder.fitted(season.turns));
    return present.empty() ||
           *std::min_element(present.begin(), present.end()) == *std::max_element(present.begin(), present.end());
  });
  return seasons;
}

void encode_moments(BlockBuilder& builder, const std::vector<double>& days) {
  const RobustScale scale = robust_scale(builder.fitted(days));
  const auto trend = [&](double day) { return std::isnan(day) ? 0 : squash(scale(day), linear_limit); };
  builder.neighbors(map_floats(days, trend));
  if (builder.is_for_models()) {
    builder.ordinal(Part::trend, "", to_floats(days));
    builder.linear(Part::trend, "", map_floats(days, trend));
    add_bins(builder, days, builder.limits().num_bins);
  }
  for (const Season& season : seasons_of(builder, days)) {
    if (builder.is_for_models()) builder.ordinal(Part::season, season.name, to_floats(season.turns));
    for (const bool is_sine : {true, false}) {
      std::vector<float> wave = map_floats(season.turns, [&](double turn) {
        const double angle = 2 * std::numbers::pi * turn / season.period;
        return std::isnan(turn) ? 0 : is_sine ? std::sin(angle) : std::cos(angle);
      });
      builder.neighbors(map_floats(wave, [](float value) { return season_distance * value; }));
      if (!builder.is_for_models()) continue;
      builder.linear(Part::season, std::string(season.name) + (is_sine ? " sine" : " cosine"), std::move(wave));
    }
  }
  add_missing(builder, days);
}

/// The levels that get a column each: most frequent first, equals by their texts.
std::vector<std::int32_t> frequent_levels(const BlockBuilder& builder, const TypedColumn& typed) {
  const std::span<const std::int32_t> seen = builder.fitted(typed.levels);
  std::vector<Index> counts(typed.texts.size(), 0);
  for (const std::int32_t level : seen) {
    if (level >= 0) ++counts[static_cast<std::size_t>(level)];
  }
  const Index rare = std::max<Index>(2, std::ssize(seen) / 500);  // levels with fewer rows are pooled
  std::vector<std::int32_t> frequent;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    if (counts[level] >= rare) frequent.push_back(static_cast<std::int32_t>(level));
  }
  sort_positions(frequent, [&](std::int32_t a, std::int32_t b) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    return counts[i] != counts[j] ? counts[i] > counts[j] : typed.texts[i] < typed.texts[j];
  });
  if (std::ssize(frequent) > builder.limits().max_levels) {
    frequent.resize(static_cast<std::size_t>(builder.limits().max_levels));
  }
  return frequent;
}

void add_missing(BlockBuilder& builder, const std::vector<std::int32_t>& levels) {
  add_missing(builder, flags_where(levels, [](std::int32_t level) { return level < 0; }));
}

void encode_levels(BlockBuilder& builder, const TypedColumn& typed) {
  add_missing(builder, typed.levels);
  if (builder.is_for_models()) {
    builder.ordinal(Part::level, "",
                    map_floats(typed.levels, [](std::int32_t level) { return level < 0 ? missing_amount : level; }),
                    static_cast<std::int32_t>(typed.texts.size()));
  }
  constexpr double unit = level_distance / std::numbers::sqrt2;
  const std::vector<std::int32_t> frequent = frequent_levels(builder, typed);
  std::vector<std::uint8_t> is_rare(typed.texts.size(), 1);
  for (const std::int32_t wanted : frequent) {
    is_rare[static_cast<std::size_t>(wanted)] = 0;
    std::vector<std::uint8_t> flags = flags_where(typed.levels, [&](std::int32_t level) { return level == wanted; });
    builder.neighbors({flags, unit});
    if (typed.texts.size() == 2 && wanted == 0) continue;  // one column tells two levels apart
    if (builder.is_for_models()) {
      builder.linear(Part::level, typed.texts[static_cast<std::size_t>(wanted)], {std::move(flags), 1});
    }
  }
  if (builder.is_for_models() && frequent.size() == typed.texts.size()) return;
  std::vector<std::uint8_t> pooled = flags_where(
      typed.levels, [&](std::int32_t level) { return level >= 0 && is_rare[static_cast<std::size_t>(level)]; });
  builder.neighbors({pooled, unit});
  if (builder.is_for_models()) builder.linear(Part::rare, "", {std::move(pooled), 1});
}

/// Length and make-up of a text, which say much about machine-made ones.
void encode_shape(BlockBuilder& builder, const TypedColumn& typed) {
  struct Shape {
    double length = 0, digits = 0, capitals = 0, marks = 0;
  };
  std::vector<Shape> shapes;
  for (const std::string& text : typed.texts) {
    Shape shape;
    for (char c : text) {
      shape.digits += is_digit(c);
      shape.capitals += c >= 'A' && c <= 'Z';
      shape.marks += !is_digit(c) && !is_letter(c) && c != ' ';
    }
    const double length = std::max<double>(1, static_cast<double>(text.size()));
    shapes.push_back({std::log(length), shape.digits / length, shape.capitals / length, shape.marks / length});
  }
  const std::pair<const char*, double Shape::*> parts[] = {{"characters", &Shape::length},
                                                           {"digits", &Shape::digits},
                                                           {"capitals", &Shape::capitals},
                                                           {"marks", &Shape::marks}};
  std::vector<double> amounts;
  for (const auto& [name, part] : parts) {
    amounts.clear();
    for (std::int32_t level : typed.levels) {
      amounts.push_back(level < 0 ? missing_amount : shapes[static_cast<std::size_t>(level)].*part);
    }
    const RobustScale scale = robust_scale(amounts);
    builder.linear(Part::shape, name,
                   map_floats(amounts, [&](double a) { return std::isnan(a) ? 0 : squash(scale(a), linear_limit); }));
    builder.ordinal(Part::shape, name, to_floats(amounts));
  }
}

}  // namespace

EncodedBlock encode_column(const TypedColumn& typed, Index column, const EncoderLimits& limits) {
  EncodedBlock block;
  BlockBuilder builder(column, limits, block);
  if (typed.kind == ColumnKind::numeric) {
    encode_amounts(builder, typed.amounts);
  } else if (typed.kind == ColumnKind::datetime) {
    encode_moments(builder, typed.amounts);
  } else if (typed.kind == ColumnKind::text) {
    if (builder.is_for_models()) encode_shape(builder, typed);
    add_missing(builder, typed.levels);
  } else {
    encode_levels(builder, typed);
  }
  return block;
}

}  // namespace assayer
