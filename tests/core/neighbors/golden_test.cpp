#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "assayer/neighbors.h"

using namespace assayer;

namespace {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Numbers only, one header row.
Matrix read_numbers(const std::filesystem::path& path) {
  std::istringstream lines(read_text(path));
  std::string line;
  std::getline(lines, line);
  const Index columns = 1 + std::count(line.begin(), line.end(), ',');
  std::vector<double> values;
  while (std::getline(lines, line)) {
    const char* at = line.c_str();
    for (Index c = 0; c < columns; ++c) {
      char* end = nullptr;
      values.push_back(std::strtod(at, &end));
      at = end + 1;
    }
  }
  return Eigen::Map<const Matrix>(values.data(), Index(values.size()) / columns, columns);
}

/// The text or number after `"key": ` in a flat place of case.json.
std::string member(const std::string& json, const std::string& key) {
  const std::size_t start = json.find("\"" + key + "\": ") + key.size() + 4;
  std::string value = json.substr(start, json.find_first_of(",\n", start) - start);
  std::erase(value, '"');
  return value;
}

std::set<Index> ambiguous_rows(const std::string& json) {
  const std::string key = "\"knn_ambiguous_rows\": [";
  if (json.find(key) == std::string::npos) return {};
  const std::size_t start = json.find(key) + key.size();
  std::istringstream list(json.substr(start, json.find(']', start) - start));
  std::set<Index> rows;
  for (std::string row; std::getline(list, row, ',');) rows.insert(std::stol(row));
  return rows;
}

}  // namespace

TEST_CASE("neighbors: the golden graphs") {
  int compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ASSAYER_GOLDEN)) {
    const auto folder = entry.path();
    if (!exists(folder / "knn.csv") || exists(folder / "knn_input.csv") || !exists(folder / "features.csv")) continue;
    CAPTURE(folder.filename().string());
    const std::string json = read_text(folder / "case.json");
    const std::string metric = member(json, "knn_metric");
    const Matrix features = read_numbers(folder / "features.csv");
    const Matrix expected = read_numbers(folder / "knn.csv");
    const Index k = expected.cols() / 2;
    if (features.rows() != expected.rows()) continue;  // the case of features of a wrong length
    const Metric meant = metric == "null" ? Metric::automatic : metric_from_name(metric);
    const KnnGraph graph = run(find_neighbors(features, {.k = k, .metric = meant}));
    const double tolerance = choose_metric(meant, features.cols()) == Metric::cosine ? 1e-7 : 1e-9;
    const std::set<Index> ambiguous = ambiguous_rows(json);
    for (Index i = 0; i < features.rows(); ++i) {
      std::set<double> ids, expected_ids;
      for (Index j = 0; j < k; ++j) {
        CAPTURE(i);
        CAPTURE(j);
        const double distance = expected(i, k + j);
        REQUIRE(std::abs(graph.distances_of(i)[j] - distance) <= (distance < 1e-6 ? 1e-7 : tolerance * (1 + distance)));
        ids.insert(graph.indices_of(i)[j]);
        expected_ids.insert(expected(i, j));
      }
      if (!ambiguous.contains(i)) REQUIRE(ids == expected_ids);
    }
    ++compared;
  }
  CHECK(compared >= 45);
}
