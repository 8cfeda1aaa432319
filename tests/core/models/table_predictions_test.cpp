#include "assayer/table_predictions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "assayer/label_judgement.h"
#include "assayer/schema.h"
#include "random.h"
#include "tabular/csv.h"

using namespace assayer;

namespace {

struct Example {
  EncodedTable table;
  std::vector<std::int32_t> labels;
};

/// A number, a level and words that go with the class, and a number that does not.
Example example(int rows, int num_classes, bool with_text = false) {
  Random random(3);
  std::vector<std::string> number, level, noise, words;
  Example result;
  const std::vector<std::string> levels = {"red", "green", "blue"}, filler = {"the", "quick", "fox", "jumps", "over"};
  for (int i = 0; i < rows; ++i) {
    const auto label = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(num_classes)));
    result.labels.push_back(label);
    number.push_back(std::to_string(label * 3 + random.normal()));
    level.push_back(random.uniform() < 0.8 ? levels[static_cast<std::size_t>(label) % 3] : "red");
    noise.push_back(std::to_string(random.normal()));
    std::string text = label == 0 ? "winner prize money" : "dinner at home tonight";
    for (int w = 0; w < 6; ++w) text += " " + filler[random.below(filler.size())];
    words.push_back(text);
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> columns = {
      {"number", number}, {"level", level}, {"noise", noise}};
  if (with_text) columns.emplace_back("words", words);
  const RawTable table = test::text_table(columns);
  SchemaOptions options;
  options.no_label = true;
  result.table = run(encode_table(table, run(infer_schema(table, options))));
  return result;
}

double share_right(const Matrix& pred_probs, const std::vector<std::int32_t>& labels) {
  double right = 0;
  for (Index i = 0; i < pred_probs.rows(); ++i) {
    Index best = 0;
    pred_probs.row(i).maxCoeff(&best);
    right += best == labels[static_cast<std::size_t>(i)];
  }
  return right / static_cast<double>(labels.size());
}

}  // namespace

TEST_CASE("table predictions: find the class, and sum to 1") {
  for (const int num_classes : {2, 3}) {
    const Example data = example(240, num_classes, num_classes == 2);
    const TablePredictions found = run(predict_table(data.table, data.labels, num_classes));
    CHECK(share_right(found.pred_probs, data.labels) > 0.9);
    CHECK((found.pred_probs.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-9);
    CHECK(found.pred_probs.minCoeff() >= 0);
  }
}

TEST_CASE("table predictions: a wrong label does not vouch for itself") {
  Example data = example(240, 2);
  std::vector<std::int32_t> given = data.labels;
  for (std::size_t i = 0; i < given.size(); i += 12) given[i] = 1 - given[i];
  const TablePredictions found = run(predict_table(data.table, given, 2));
  double mean = 0;
  for (std::size_t i = 0; i < given.size(); i += 12) mean += found.pred_probs(static_cast<Index>(i), given[i]) / 20;
  CHECK(mean < 0.25);
}

TEST_CASE("table predictions: labels without any pattern are not predicted") {
  Example data = example(300, 2);
  Random random(11);
  for (std::int32_t& label : data.labels) label = static_cast<std::int32_t>(random.below(2));
  const TablePredictions found = run(predict_table(data.table, data.labels, 2));
  const double right = share_right(found.pred_probs, data.labels);
  CHECK(right > 0.35);
  CHECK(right < 0.65);
}

TEST_CASE(
    "table predictions: of many small classes without any pattern nothing is said, and no label is called wrong") {
  Random random(9);
  std::vector<std::string> a, b;
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 300; ++i) {
    a.push_back(std::to_string(random.normal()));
    b.push_back(std::to_string(random.normal()));
    labels.push_back(i % 50);
  }
  const RawTable table = test::text_table({{"a", a}, {"b", b}});
  SchemaOptions options;
  options.no_label = true;
  const EncodedTable encoded = run(encode_table(table, run(infer_schema(table, options))));
  PredictOptions fast;
  fast.effort = Effort::fast;
  const TablePredictions predictions = run(predict_table(encoded, labels, 50, fast));
  const LabelJudgement judged = run(judge_labels(labels, MatrixView(predictions.pred_probs)));
  CHECK(std::count(judged.is_issue.begin(), judged.is_issue.end(), 1) <= 15);
}

TEST_CASE("table predictions: rows of unknown label are predicted, and change nothing by their place") {
  Example data = example(200, 2);
  std::vector<std::int32_t> given = data.labels;
  for (std::size_t i = 0; i < 20; ++i) given[i] = -1;
  const TablePredictions found = run(predict_table(data.table, given, 2));
  double right = 0;
  for (Index i = 0; i < 20; ++i) right += found.pred_probs(i, data.labels[static_cast<std::size_t>(i)]) > 0.5;
  CHECK(right >= 17);
}

TEST_CASE("table predictions: the same seed gives the same numbers, in steps or at once") {
  const Example data = example(150, 3);
  const Matrix at_once = run(predict_table(data.table, data.labels, 3)).pred_probs;
  auto job = predict_table(data.table, data.labels, 3);
  double before = 0;
  while (!job.step(std::chrono::milliseconds(1))) {
    CHECK(job.progress().fraction >= before);
    before = job.progress().fraction;
  }
  CHECK(job.result().pred_probs == at_once);
  const Matrix other = run(predict_table(data.table, data.labels, 3, {.seed = 1})).pred_probs;
  CHECK(other != at_once);
}

TEST_CASE("table predictions: every effort works, and the shares of the models sum to 1") {
  const Example data = example(150, 2);
  for (const std::string name : {"fast", "balanced", "thorough"}) {
    const TablePredictions found = run(predict_table(data.table, data.labels, 2, {.effort = effort_from_name(name)}));
    CHECK(share_right(found.pred_probs, data.labels) > 0.85);
    double sum = 0;
    for (const auto& member : *found.models.get_if<Value::Object>()) sum += *member.second.get_if<double>();
    CHECK(sum == doctest::Approx(1));
  }
  CHECK_THROWS_WITH(effort_from_name("lazy"), "effort: expected \"fast\", \"balanced\" or \"thorough\", got lazy");
}

TEST_CASE("table predictions: tiny tables, one class, and rare classes do not fail") {
  const Example data = example(12, 2);
  const std::vector<std::int32_t> one(12, 0);
  CHECK(run(predict_table(data.table, one, 2)).pred_probs.col(0).minCoeff() == 1);
  std::vector<std::int32_t> rare(12, 0);
  rare[3] = 1;
  rare[5] = 3;
  CHECK(run(predict_table(data.table, rare, 4)).pred_probs.allFinite());
  for (const int rows : {1, 2, 3}) {
    const Example tiny = example(rows, 2);
    std::vector<std::int32_t> labels(static_cast<std::size_t>(rows), 0);
    labels.back() = 1;
    const Matrix found = run(predict_table(tiny.table, labels, 2)).pred_probs;
    CHECK(found.rows() == rows);
    CHECK(found.allFinite());
  }
}

TEST_CASE("table predictions: refuse labels of another length, out of range, or all unknown") {
  const Example data = example(10, 2);
  const std::vector<std::int32_t> few = {0, 1}, wrong(10, 2), unknown(10, -1);
  CHECK_THROWS_WITH(run(predict_table(data.table, few, 2)), "labels: expected one for each of the 10 rows, got 2");
  CHECK_THROWS_WITH(run(predict_table(data.table, wrong, 2)), "labels[0]: expected a class id in 0..1 or -1, got 2");
  CHECK_THROWS_WITH(run(predict_table(data.table, unknown, 2)), "labels: expected at least one known label, got none");
}
