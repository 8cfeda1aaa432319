// Outliers and duplicates found on raw tables, against the truth of the planted ones: raw_tables_quality [NAME...]
// Prints one line for each planted file and the means.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>

#include "assayer/leaks.h"
#include "assayer/neighbors.h"
#include "assayer/raw_duplicates.h"
#include "assayer/row_surprise.h"
#include "tabular/quality_files.h"

using namespace assayer;
using namespace assayer::test;

namespace {

struct Truth {
  std::vector<bool> is_outlier;
  std::vector<int> planted_group, natural_group;
};

Truth read_truth(const std::string& file) {
  const auto rows = read_csv_rows(quality_folder() + "/truth/" + file + ".csv");
  Truth truth;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    truth.is_outlier.push_back(rows[i][4] == "1");
    truth.planted_group.push_back(std::stoi(rows[i][6]));
    truth.natural_group.push_back(std::stoi(rows[i][7]));
  }
  return truth;
}

std::vector<std::size_t> worst_first(const Vector& scores) {
  std::vector<std::size_t> order(static_cast<std::size_t>(scores.size()));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores(Index(a)) < scores(Index(b)); });
  return order;
}

using Measures = std::map<std::string, double>;

void measure_outliers(const RowSurprise& found, const Truth& truth, Measures& out) {
  const double planted = double(std::count(truth.is_outlier.begin(), truth.is_outlier.end(), true));
  const auto order = worst_first(found.scores);
  const std::size_t one_percent = (order.size() + 99) / 100;
  double hits = 0, precision_sum = 0, in_worst = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    if (!truth.is_outlier[order[place]]) continue;
    precision_sum += ++hits / double(place + 1);
    in_worst += place < one_percent;
  }
  double flagged = 0, right = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    flagged += found.is_issue[i];
    right += found.is_issue[i] && truth.is_outlier[i];
  }
  out["outlier_ap"] = precision_sum / planted;
  out["outlier_in_1%"] = in_worst / planted;
  out["outlier_recall"] = right / planted;
  out["outlier_precision"] = flagged > 0 ? right / flagged : 1;
}

void measure_duplicates(const RawDuplicates& found, const Truth& truth, Measures& out) {
  double pairs[2] = {0, 0}, hits[2] = {0, 0};  // exact, near
  for (int group = 0; group < 5; ++group) {
    std::vector<std::int32_t> rows;
    for (std::size_t i = 0; i < truth.planted_group.size(); ++i) {
      if (truth.planted_group[i] == group) rows.push_back(std::int32_t(i));
    }
    if (rows.size() != 2) continue;
    const auto& set = found.sets[std::size_t(rows[0])];
    const bool is_near = group > 2;
    ++pairs[is_near];
    hits[is_near] += found.is_issue[std::size_t(rows[0])] && found.is_issue[std::size_t(rows[1])] &&
                     std::find(set.begin(), set.end(), rows[1]) != set.end();
  }
  double flagged = 0, right = 0;
  for (std::size_t i = 0; i < found.is_issue.size(); ++i) {
    flagged += found.is_issue[i];
    right += found.is_issue[i] && (truth.planted_group[i] >= 0 || truth.natural_group[i] >= 0);
  }
  out["exact_pairs"] = hits[0] / pairs[0];
  out["near_pairs"] = hits[1] / pairs[1];
  out["duplicate_precision"] = flagged > 0 ? right / flagged : 1;
}

Measures measure(const std::string& file) {
  const RawTable table = read_csv(quality_folder() + "/planted/" + file + ".csv");
  const auto start = std::chrono::steady_clock::now();
  Schema schema = run(infer_schema(table));
  const auto leaks = run(find_leaks(table, schema));
  schema = without_leaks(schema, leaks);
  const EncodedTable encoded = run(encode_table(table, schema));
  const KnnGraph graph =
      run(find_neighbors(encoded.neighbors, {.k = std::min<Index>(10, table.rows - 1), .metric = Metric::euclidean}));
  const RowSurprise surprise = run(find_surprising_rows(table, schema, encoded, graph));
  const RawDuplicates duplicates = run(find_raw_duplicates(table, schema, graph));
  const Truth truth = read_truth(file);
  Measures measures;
  measures["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  measures["leaks"] = double(leaks.size());
  measure_outliers(surprise, truth, measures);
  measure_duplicates(duplicates, truth, measures);
  return measures;
}

}  // namespace

int main(int count, char** names) {
  std::vector<std::string> files(names + 1, names + count);
  if (files.empty()) {
    for (const QualityTable& table : read_manifest()) {
      for (const std::string& file : planted_files(table.name)) files.push_back(file);
    }
  }
  Measures sums;
  for (const std::string& file : files) {
    const Measures measures = measure(file);
    std::printf("%-26s", file.c_str());
    for (const auto& [name, value] : measures) {
      std::printf(" %s %.3f", name.c_str(), value);
      sums[name] += value / double(files.size());
    }
    std::printf("\n");
  }
  std::printf("%-26s", "mean");
  for (const auto& [name, value] : sums) std::printf(" %s %.3f", name.c_str(), value);
  std::printf("\n");
}
