#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "assayer/matrix.h"

/// The reference outputs in tests/golden.
namespace golden {

inline std::string path(const std::string& file) { return std::string(ASSAYER_GOLDEN) + "/" + file; }

/// A CSV file of the golden data, cells as text.
struct CsvTable {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;

  std::size_t index(const std::string& name) const {
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (names[c] == name) return c;
    }
    throw std::runtime_error("golden: no column " + name);
  }
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> result;
    for (const auto& row : rows) result.push_back(std::strtod(row[index(name)].c_str(), nullptr));
    return result;
  }
  std::vector<std::int32_t> integers(const std::string& name) const {
    std::vector<std::int32_t> result;
    for (const double number : numbers(name)) result.push_back(static_cast<std::int32_t>(number));
    return result;
  }
  /// All columns as numbers.
  assayer::Matrix matrix() const {
    assayer::Matrix result(static_cast<assayer::Index>(rows.size()), static_cast<assayer::Index>(names.size()));
    for (assayer::Index i = 0; i < result.rows(); ++i) {
      for (assayer::Index j = 0; j < result.cols(); ++j) {
        result(i, j) = std::strtod(rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].c_str(), nullptr);
      }
    }
    return result;
  }
};

/// Read `file` (its place under tests/golden): comma, `"` quoting with doubled quotes, one header row.
inline CsvTable read_csv(const std::string& file) {
  std::ifstream stream(path(file), std::ios::binary);
  if (!stream) throw std::runtime_error("golden: cannot read " + file);
  CsvTable table;
  std::vector<std::string> row(1);
  bool quoted = false;
  const auto end_row = [&] {
    if (row.size() == 1 && row[0].empty()) return;
    (table.names.empty() ? table.names : table.rows.emplace_back()) = row;
    row.assign(1, {});
  };
  for (char c = 0; stream.get(c);) {
    if (c == '"' && quoted && stream.peek() == '"') {
      row.back().push_back(static_cast<char>(stream.get()));
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.emplace_back();
    } else if (c == '\n' && !quoted) {
      end_row();
    } else {
      row.back().push_back(c);
    }
  }
  end_row();
  return table;
}

}  // namespace golden
