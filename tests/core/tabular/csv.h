#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "assayer/raw_table.h"

namespace assayer::test {

/// A column of text cells, dictionary-coded as JavaScript does it.
inline RawColumn text_column(std::string name, const std::vector<std::string>& cells) {
  RawColumn column;
  column.name = std::move(name);
  std::map<std::string, std::int32_t> known;
  for (const std::string& cell : cells) {
    const auto [place, is_new] = known.emplace(cell, static_cast<std::int32_t>(known.size()));
    if (is_new) column.values.push_back(cell);
    column.codes.push_back(place->second);
  }
  return column;
}

inline RawTable text_table(const std::vector<std::pair<std::string, std::vector<std::string>>>& columns) {
  RawTable table;
  for (const auto& [name, cells] : columns) {
    table.columns.push_back(text_column(name, cells));
    table.rows = static_cast<Index>(cells.size());
  }
  return table;
}

/// Reads a well-formed comma-separated file: quoted cells, doubled quotes, line ends in cells.
inline std::vector<std::vector<std::string>> read_csv_rows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] {
    rows.back().push_back(std::move(cell));
    cell.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      if (!cell.empty() && cell.back() == '\r') cell.pop_back();
      end_cell();
      rows.emplace_back();
    } else {
      cell += c;
    }
  }
  if (!cell.empty() || !rows.back().empty()) end_cell();
  if (rows.back().empty()) rows.pop_back();
  return rows;
}

inline RawTable read_csv(const std::string& path) {
  const auto rows = read_csv_rows(path);
  std::vector<std::pair<std::string, std::vector<std::string>>> columns;
  for (std::size_t c = 0; c < rows.at(0).size(); ++c) {
    columns.push_back({rows[0][c], {}});
    for (std::size_t i = 1; i < rows.size(); ++i) columns.back().second.push_back(rows[i].at(c));
  }
  return text_table(columns);
}

}  // namespace assayer::test
