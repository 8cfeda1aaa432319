// What the raw tables of benchmarks/quality hold is found: a guard against losing quality, on a few of them. The whole
// table of figures: benchmarks/quality/native/raw_tables.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "assayer/leaks.h"
#include "assayer/neighbors.h"
#include "assayer/raw_duplicates.h"
#include "assayer/row_surprise.h"
#include "tabular/quality_files.h"

using namespace assayer;
using namespace assayer::test;

namespace {

struct Found {
  std::vector<std::vector<std::string>> truth;  ///< the rows of the truth file
  RowSurprise surprise;
  RawDuplicates duplicates;
};

Found look_at(const std::string& file) {
  const RawTable table = read_csv(quality_folder() + "/planted/" + file + ".csv");
  Schema schema = run(infer_schema(table));
  schema = without_leaks(schema, run(find_leaks(table, schema)));
  const EncodedTable encoded = run(encode_table(table, schema));
  const KnnGraph graph = run(find_neighbors(encoded.neighbors, {.k = 10, .metric = Metric::euclidean}));
  Found found{read_csv_rows(quality_folder() + "/truth/" + file + ".csv"),
              run(find_surprising_rows(table, schema, encoded, graph)), run(find_raw_duplicates(table, schema, graph))};
  found.truth.erase(found.truth.begin());
  return found;
}

/// Planted outliers among as many worst rows as 1 % of the table.
int outliers_in_worst_percent(const Found& found) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < found.truth.size(); ++i) order.emplace_back(found.surprise.scores(Index(i)), i);
  std::sort(order.begin(), order.end());
  int hits = 0;
  for (std::size_t place = 0; place < (order.size() + 99) / 100; ++place)
    hits += found.truth[order[place].second][4] == "1";
  return hits;
}

/// Planted pairs whose rows are in one set.
int pairs_found(const Found& found) {
  std::map<std::string, Rows> groups;
  for (std::size_t i = 0; i < found.truth.size(); ++i) {
    if (found.truth[i][6] != "-1") groups[found.truth[i][6]].push_back(static_cast<std::int32_t>(i));
  }
  int hits = 0;
  for (const auto& [group, rows] : groups) {
    const Rows& set = found.duplicates.sets[static_cast<std::size_t>(rows.at(0))];
    hits += std::find(set.begin(), set.end(), rows.at(1)) != set.end();
  }
  return hits;
}

}  // namespace

TEST_CASE("planted tables: outliers are among the worst 1 %, repeated rows in sets") {
  for (const char* file :
       {"banknote-class-0", "titanic-leak-0", "german_credit-sym-0", "wdbc-sym-0", "weather-class-0"}) {
    CAPTURE(file);
    const Found found = look_at(file);
    CHECK(outliers_in_worst_percent(found) >= 4);
    CHECK(pairs_found(found) == 5);
  }
}

TEST_CASE("planted tables: odd texts are all among the worst 1 %") {
  const Found found = look_at("sms_spam-sym-0");
  CHECK(outliers_in_worst_percent(found) == 5);
  CHECK(pairs_found(found) == 5);
}
