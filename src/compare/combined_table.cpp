#include "compare/combined_table.h"

#include <cmath>
#include <string>
#include <unordered_map>

#include "tabular/typed_column.h"

namespace assayer {
namespace {

constexpr std::size_t cells_between_pauses = 4096;

/// Gives each distinct text one code, whatever column it came from.
class Dictionary {
 public:
  explicit Dictionary(TextCells& values) : values_(values) {}

  std::int32_t code(std::string_view text) {
    const auto [place, is_new] = known_.emplace(std::string(text), static_cast<std::int32_t>(known_.size()));
    if (is_new) values_.push_back(text);
    return place->second;
  }

 private:
  TextCells& values_;
  std::unordered_map<std::string, std::int32_t> known_;
};

/// Append the cells of `column` as text.
Job<void> append_texts(const RawColumn& column, Dictionary& dictionary, RawColumn& to) {
  std::vector<std::int32_t> merged;
  for (Index v = 0; v < (column.is_text() ? column.values.size() : 0); ++v) {
    if (v % Index{cells_between_pauses} == 0) co_await pause(0);
    merged.push_back(dictionary.code(column.values[v]));
  }
  for (std::int32_t code : column.codes) to.codes.push_back(code < 0 ? -1 : merged[static_cast<std::size_t>(code)]);
  for (std::size_t i = 0; i < column.numbers.size(); ++i) {
    if (i % cells_between_pauses == 0) co_await pause(0.5);
    const double number = column.numbers[i];
    to.codes.push_back(std::isnan(number) ? -1 : dictionary.code(write_number(number)));
  }
}

}  // namespace

const RawColumn* find_column(const RawTable& table, std::string_view name) {
  for (const RawColumn& column : table.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

Job<RawTable> combine_tables(const RawTable& upper, const RawTable& lower) {
  RawTable both;
  both.rows = upper.rows + lower.rows;
  for (std::size_t c = 0; c < upper.columns.size(); ++c) {
    const double done = static_cast<double>(c) / static_cast<double>(upper.columns.size());
    co_await pause(done);
    const RawColumn& above = upper.columns[c];
    const RawColumn* below = find_column(lower, above.name);
    if (!below) continue;
    RawColumn column;
    column.name = above.name;
    if (!above.is_text() && !below->is_text()) {
      column.numbers = above.numbers;
      column.numbers.insert(column.numbers.end(), below->numbers.begin(), below->numbers.end());
    } else {
      Dictionary dictionary(column.values);
      co_await within(done, done, "", append_texts(above, dictionary, column));
      co_await within(done, done, "", append_texts(*below, dictionary, column));
    }
    both.columns.push_back(std::move(column));
  }
  co_return both;
}

}  // namespace assayer
