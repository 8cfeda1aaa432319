#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tabular/csv.h"

namespace assayer::test {

/// The planted tables of benchmarks/quality.
inline std::string quality_folder() { return std::string(ASSAYER_GOLDEN) + "/../../benchmarks/quality"; }

/// What manifest.json says of a table: kind by column, "label" for the label.
struct QualityTable {
  std::string name;
  std::string label;
  std::map<std::string, std::string> kinds;
};

/// Reads manifest.json: only strings matter, so it takes the strings in order and looks for "name", "label", "kinds".
inline std::vector<QualityTable> read_manifest() {
  std::ifstream file(quality_folder() + "/manifest.json");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<std::string> strings;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '"') continue;
    std::string value;
    for (++i; i < text.size() && text[i] != '"'; ++i) {
      if (text[i] == '\\') ++i;
      value += text[i];
    }
    strings.push_back(value);
  }
  std::vector<QualityTable> tables;
  for (std::size_t i = 0; i + 1 < strings.size(); ++i) {
    if (strings[i] == "name") tables.push_back({strings[++i], "", {}});
    if (strings[i] == "label" && !tables.empty() && tables.back().label.empty()) tables.back().label = strings[++i];
    if (strings[i] != "kinds") continue;
    for (++i; i + 1 < strings.size() && strings[i] != "source"; i += 2)
      tables.back().kinds[strings[i]] = strings[i + 1];
  }
  return tables;
}

/// The planted files of a table, in order of their names.
inline std::vector<std::string> planted_files(const std::string& table) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(quality_folder() + "/planted")) {
    const std::string name = entry.path().stem().string();
    if (name.starts_with(table + "-")) files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace assayer::test
