#include "assayer/raw_table.h"

#include "assayer/error.h"

namespace assayer {

void TextCells::push_back(std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
  offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
}

void check_table(const RawTable& table) {
  for (const RawColumn& column : table.columns) {
    const std::string place = "columns[" + column.name + "]";
    const auto rows = static_cast<std::size_t>(table.rows);
    if (!column.codes.empty() && !column.numbers.empty()) reject(place, "codes or numbers", "both");
    const std::size_t length = column.is_text() ? column.codes.size() : column.numbers.size();
    if (length != rows) {
      reject(place, std::to_string(rows) + " rows", static_cast<std::int64_t>(length));
    }
    for (std::size_t i = 1; i < column.values.offsets.size(); ++i) {
      if (column.values.offsets[i] < column.values.offsets[i - 1]) reject(place, "ascending offsets", "a falling one");
    }
    if (column.values.offsets.empty() || column.values.offsets.front() != 0 ||
        column.values.offsets.back() > column.values.bytes.size()) {
      reject(place, "offsets within the bytes", "others");
    }
    for (std::size_t i = 0; i < column.codes.size(); ++i) {
      if (column.codes[i] < -1 || column.codes[i] >= column.values.size()) {
        reject(at(place, static_cast<std::int64_t>(i)), "a code of its values or -1", column.codes[i]);
      }
    }
  }
}

}  // namespace assayer
