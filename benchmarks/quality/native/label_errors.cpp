// How well the planted label errors are found by predict_table and judge_labels: average precision, precision at n, F1
// of the flags, beside the best single peer and the average of peers in peers.csv.  label_errors_quality
// [fast|balanced|thorough] [FILE-PREFIX...]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "assayer/label_judgement.h"
#include "assayer/leaks.h"
#include "assayer/schema.h"
#include "assayer/table_predictions.h"
#include "tabular/quality_files.h"

using namespace assayer;

namespace {

struct Score {
  double average_precision = 0, precision_at_n = 0, f1 = 0;
};

/// Class ids by name, and the flags of the truth.
std::vector<std::int32_t> class_ids(const RawColumn& column, int& num_classes) {
  std::map<std::string, std::int32_t> ids;
  for (const std::int32_t code : column.codes) {
    if (code >= 0) ids.emplace(std::string(column.values[code]), 0);
  }
  num_classes = 0;
  for (auto& [name, id] : ids) id = num_classes++;
  std::vector<std::int32_t> labels;
  for (const std::int32_t code : column.codes)
    labels.push_back(code < 0 ? -1 : ids.at(std::string(column.values[code])));
  return labels;
}

std::size_t column_of(const std::vector<std::string>& header, const std::string& name) {
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

Flags planted_errors(const std::string& name, Index rows) {
  const auto truth = test::read_csv_rows(test::quality_folder() + "/truth/" + name + ".csv");
  const std::size_t row = column_of(truth[0], "row"), is_error = column_of(truth[0], "is_label_error");
  Flags errors(static_cast<std::size_t>(rows), 0);
  for (std::size_t r = 1; r < truth.size(); ++r) {
    if (truth[r].size() <= is_error) continue;
    const std::string& value = truth[r][is_error];
    errors[std::stoul(truth[r][row])] = value == "1" || value == "True" || value == "true";
  }
  return errors;
}

Score score(const LabelJudgement& judgement, const Flags& errors) {
  const Flags& flags = judgement.is_issue;
  std::vector<Index> order(errors.size());
  std::iota(order.begin(), order.end(), 0);
  const auto given = [&](Index i) { return judgement.scores(i); };
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return given(a) < given(b); });
  const double planted = std::accumulate(errors.begin(), errors.end(), 0.0);
  Score result;
  double found = 0, flagged_right = 0, flagged = 0;
  for (std::size_t r = 0; r < order.size();) {
    double here = 0;
    const std::size_t first = r;
    for (; r < order.size() && given(order[r]) == given(order[first]); ++r)
      here += errors[static_cast<std::size_t>(order[r])];
    found += here;
    result.average_precision += here / planted * found / static_cast<double>(r);
  }
  for (std::size_t r = 0; r < static_cast<std::size_t>(planted); ++r) {
    result.precision_at_n += errors[static_cast<std::size_t>(order[r])] / planted;
  }
  for (std::size_t i = 0; i < errors.size(); ++i) {
    flagged += flags[i];
    flagged_right += flags[i] && errors[i];
  }
  result.f1 = 2 * flagged_right / (flagged + planted);
  return result;
}

struct Peers {
  double best = 0, average = 0;
};

std::map<std::string, Peers> read_peers() {
  const auto rows = test::read_csv_rows(test::quality_folder() + "/peers.csv");
  const std::size_t file = column_of(rows[0], "file"), method = column_of(rows[0], "method");
  const std::size_t auprc = column_of(rows[0], "auprc");
  std::map<std::string, Peers> peers;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].size() <= auprc) continue;
    Peers& of_file = peers[rows[r][file]];
    const double value = std::strtod(rows[r][auprc].c_str(), nullptr);
    if (rows[r][method].starts_with("peer_avg")) {
      of_file.average = std::max(of_file.average, value);
    } else {
      of_file.best = std::max(of_file.best, value);
    }
  }
  return peers;
}

}  // namespace

int main(int count, char** arguments) {
  PredictOptions options;
  std::vector<std::string> prefixes(arguments + 1, arguments + count);
  if (!prefixes.empty() && (prefixes[0] == "fast" || prefixes[0] == "balanced" || prefixes[0] == "thorough")) {
    options.effort = effort_from_name(prefixes[0]);
    prefixes.erase(prefixes.begin());
  }
  const std::map<std::string, Peers> peers = read_peers();
  Score mean;
  double mean_best = 0, files = 0, seconds_in_all = 0;
  int not_worse = 0;
  std::printf("%-28s %7s %7s %7s | %7s %7s | %s\n", "file", "AUPRC", "P@n", "F1", "best", "average", "seconds");
  for (const test::QualityTable& known : test::read_manifest()) {
    for (const std::string& name : test::planted_files(known.name)) {
      const auto is_wanted = [&](const std::string& prefix) { return name.starts_with(prefix); };
      if (name.find("-leak-") != std::string::npos) continue;
      if (!prefixes.empty() && std::none_of(prefixes.begin(), prefixes.end(), is_wanted)) continue;
      const RawTable table = test::read_csv(test::quality_folder() + "/planted/" + name + ".csv");
      SchemaOptions schema_options;
      schema_options.label = known.label;
      schema_options.task = Task::classification;
      Schema schema = run(infer_schema(table, schema_options));
      schema = without_leaks(schema, run(find_leaks(table, schema)));
      const EncodedTable encoded = run(encode_table(table, schema));
      int num_classes = 0;
      const std::vector<std::int32_t> labels =
          class_ids(table.columns[static_cast<std::size_t>(schema.label)], num_classes);

      const std::clock_t before = std::clock();
      const TablePredictions predictions = run(predict_table(encoded, labels, num_classes, options));
      const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
      const LabelJudgement judgement = run(judge_labels(labels, predictions.pred_probs));
      const Score reached = score(judgement, planted_errors(name, table.rows));
      const Peers& peer = peers.at(name);
      std::printf("%-28s %7.4f %7.4f %7.4f | %7.4f %7.4f | %.2f%s\n", name.c_str(), reached.average_precision,
                  reached.precision_at_n, reached.f1, peer.best, peer.average, seconds,
                  reached.average_precision < peer.best - 0.02 ? "  worse" : "");
      std::fflush(stdout);
      mean.average_precision += reached.average_precision;
      mean.precision_at_n += reached.precision_at_n;
      mean.f1 += reached.f1;
      mean_best += peer.best;
      not_worse += reached.average_precision >= peer.best - 0.02;
      seconds_in_all += seconds;
      ++files;
    }
  }
  std::printf("%-28s %7.4f %7.4f %7.4f | %7.4f         | %.2f\n", "mean", mean.average_precision / files,
              mean.precision_at_n / files, mean.f1 / files, mean_best / files, seconds_in_all / files);
  std::printf("not worse than the best single peer by more than 0.02: %d of %.0f\n", not_worse, files);
}
