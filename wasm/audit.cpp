#include <emscripten/bind.h>

#include <algorithm>
#include <set>

#include "assayer/audit_helper.h"
#include "audit.h"
#include "datalab.h"
#include "job_handle.h"
#include "work_unit.h"

namespace assayer::wasm {
namespace {

val from_reason(const Reason& reason) {
  val object = val::object();
  object.set("code", reason.code);
  object.set("phrase", reason.phrase);
  val numbers = val::object();
  for (const auto& [name, number] : reason.numbers) numbers.set(name, number);
  object.set("numbers", numbers);
  return object;
}

}  // namespace

RawTable to_raw_table(const val& columns, Index rows) {
  RawTable table;
  table.rows = rows;
  const auto size = columns["length"].as<std::size_t>();
  for (std::size_t c = 0; c < size; ++c) {
    const val input = columns[c];
    RawColumn column;
    column.name = input["name"].as<std::string>();
    if (has_option(input, "codes")) {
      const auto bytes = to_vector<std::uint8_t>(input["bytes"]);
      column.values.bytes.assign(bytes.begin(), bytes.end());
      column.values.offsets = to_vector<std::uint32_t>(input["offsets"]);
      column.codes = to_vector<std::int32_t>(input["codes"]);
    } else {
      column.numbers = to_vector<double>(input["numbers"]);
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

SchemaOptions to_schema_options(const val& options) {
  SchemaOptions schema;
  if (has_option(options, "label")) schema.label = options["label"].as<std::string>();
  if (has_option(options, "group")) schema.group = options["group"].as<std::string>();
  schema.no_label = option(options, "noLabel", schema.no_label);
  schema.num_bars = static_cast<std::uint8_t>(option(options, "numBars", int{schema.num_bars}));
  if (has_option(options, "task")) schema.task = task_from_name(options["task"].as<std::string>());
  if (has_option(options, "columns")) {
    const val kinds = val::global("Object").call<val>("entries", options["columns"]);
    const auto size = kinds["length"].as<std::size_t>();
    for (std::size_t i = 0; i < size; ++i) {
      schema.kinds.emplace_back(kinds[i][0].as<std::string>(), kind_from_name(kinds[i][1].as<std::string>()));
    }
  }
  return schema;
}

val from_schema(const Schema& schema) {
  val columns = val::array();
  for (const ColumnSchema& column : schema.columns) {
    val object = val::object();
    object.set("name", column.name);
    object.set("kind", std::string(kind_name(column.kind)));
    object.set("role", std::string(role_name(column.role)));
    object.set("missing", static_cast<double>(column.missing));
    object.set("distinct", static_cast<double>(column.distinct));
    object.set("reason", from_reason(column.reason));
    if (!column.bars.empty()) object.set("bars", to_typed_array(column.bars));
    columns.call<void>("push", object);
  }
  val object = val::object();
  object.set("columns", columns);
  object.set("label", static_cast<double>(schema.label));
  object.set("labelReason", from_reason(schema.label_reason));
  object.set("task", schema.task ? val(std::string(task_name(*schema.task))) : val::null());
  object.set("taskReason", from_reason(schema.task_reason));
  return object;
}

namespace {

template <typename Count>
val from_counts(const std::vector<std::pair<std::string, Count>>& counts) {
  val array = val::array();
  for (const auto& [value, count] : counts) {
    val object = val::object();
    object.set("value", value);
    object.set("count", static_cast<double>(count));
    array.call<void>("push", object);
  }
  return array;
}

val from_profile(const ColumnProfile& profile) {
  val object = val::object();
  object.set("missing", static_cast<double>(profile.missing));
  object.set("distinct", static_cast<double>(profile.distinct));
  object.set("missingSpellings", from_counts(profile.missing_spellings));
  object.set("topValues", from_counts(profile.top_values));
  object.set("numbers", static_cast<double>(profile.numbers));
  object.set("dates", static_cast<double>(profile.dates));
  object.set("texts", static_cast<double>(profile.texts));
  object.set("isMixed", profile.is_mixed);
  object.set("numbersAsText", profile.numbers_as_text);
  object.set("isConstant", profile.is_constant);
  object.set("quantiles", to_typed_array(profile.quantiles));
  val variants = val::array();
  for (const SpellingVariants& group : profile.spelling_variants) {
    val spellings = val::object();
    spellings.set("spellings", from_strings(group.spellings));
    spellings.set("counts", to_typed_array(group.counts));
    variants.call<void>("push", spellings);
  }
  object.set("spellingVariants", variants);
  return object;
}

val from_audit(const TableAudit& audit) {
  val object = val::object();
  object.set("schema", from_schema(audit.schema));
  val leaks = val::array();
  for (const Leak& leak : audit.leaks) {
    val found = val::object();
    found.set("column", audit.schema.columns[static_cast<std::size_t>(leak.column)].name);
    found.set("agreement", leak.agreement);
    found.set("reason", from_reason(leak.reason));
    leaks.call<void>("push", found);
  }
  object.set("leaks", leaks);
  val profile = val::array();
  for (const ColumnProfile& column : audit.profile) profile.call<void>("push", from_profile(column));
  object.set("profile", profile);
  object.set("classNames", from_strings(audit.class_names));
  if (!audit.labels.empty()) object.set("labels", to_typed_array(audit.labels));
  if (!audit.targets.empty()) object.set("targets", to_typed_array(audit.targets));
  if (audit.pred_probs.size()) object.set("predProbs", from_matrix(audit.pred_probs));
  if (!audit.predictions.empty()) object.set("predictions", to_typed_array(audit.predictions));
  object.set("cellSurprise", from_float_matrix(audit.cell_surprise));
  object.set("projection", from_float_matrix(audit.projection));
  object.set("models", from_value(audit.models));
  object.set("lab", from_datalab(audit.lab));
  return object;
}

struct HeldAudit {
  RawTable table;
  TableAuditOptions options;
  OwnedMatrix pred_probs, features;
  WorkQueue queue;
  const TableAudit* so_far = nullptr;
  std::set<std::string> told;  ///< types that JavaScript has heard of
};

constexpr std::size_t most_worst_rows = 8;

/// The rows with the lowest scores among those flagged, lowest first.
std::vector<std::int32_t> worst_rows(const CheckResult& result) {
  std::vector<std::int32_t> rows;
  for (std::size_t i = 0; i < result.is_issue.size(); ++i) {
    if (result.is_issue[i]) rows.push_back(static_cast<std::int32_t>(i));
  }
  const std::size_t size = std::min(most_worst_rows, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(size), rows.end(),
                    [&](std::int32_t a, std::int32_t b) {
                      const double at_a = result.scores[static_cast<std::size_t>(a)];
                      const double at_b = result.scores[static_cast<std::size_t>(b)];
                      return at_a != at_b ? at_a < at_b : a < b;
                    });
  rows.resize(size);
  return rows;
}

/// `[{ type, count, score, rows }]` of the checks that finished since the last time; undefined if none did.
val news_of_audit(HeldAudit& held) {
  val news = val::array();
  bool has_any = false;
  if (held.so_far) {
    for (const auto& [type, result] : held.so_far->lab.results()) {
      if (!held.told.insert(type).second) continue;
      val found = val::object();
      found.set("type", type);
      found.set("count", static_cast<double>(result.num_issues()));
      found.set("score", result.summary_score);
      found.set("rows", to_typed_array(worst_rows(result)));
      news.call<void>("push", found);
      has_any = true;
    }
  }
  return has_any ? news : val::undefined();
}

val audit_so_far(HeldAudit& held) { return held.so_far ? from_audit(*held.so_far) : val::undefined(); }

/// What an audit and its helpers are told alike.
TableAuditOptions to_audit_options(const val& options) {
  TableAuditOptions audit;
  audit.schema = to_schema_options(options);
  PredictOptions& predicting = audit.predicting;
  predicting.effort = effort_from_name(option<std::string>(options, "effort", "balanced"));
  predicting.seed = static_cast<std::uint64_t>(option<double>(options, "seed", 0));
  predicting.model = model_family_from_name(option<std::string>(options, "model", "auto"));
  predicting.folds = static_cast<int>(option<double>(options, "folds", predicting.folds));
  audit.num_neighbors = static_cast<Index>(option<double>(options, "k", double(audit.num_neighbors)));
  return audit;
}

/// `options`: those of `audit` in JavaScript, matrices already in the core's form; `instances`: how many work on it.
JobHandle start_audit(const val& columns, double rows, const val& options) {
  HeldAudit held;
  held.table = to_raw_table(columns, static_cast<Index>(rows));
  held.options = to_audit_options(options);
  if (has_option(options, "predProbs")) held.pred_probs = to_owned_matrix(options["predProbs"]);
  if (has_option(options, "predictions")) held.options.predictions = to_vector<double>(options["predictions"]);
  if (has_option(options, "features")) held.features = to_owned_matrix(options["features"]);
  if (has_option(options, "knnGraph")) held.options.knn_graph = to_knn_graph(options["knnGraph"]);
  held.options.issue_types = to_issue_types(options["issueTypes"]);
  held.queue = WorkQueue(static_cast<Index>(option<double>(options, "instances", 1)));
  return hold_job(
      std::move(held),
      [](HeldAudit& audit) {
        TableAuditOptions options = std::move(audit.options);
        if (audit.pred_probs.view().rows()) options.pred_probs = audit.pred_probs.view();
        if (audit.features.view().rows()) options.features = audit.features.view();
        options.on_found = [&audit](const TableAudit& so_far) { audit.so_far = &so_far; };
        options.predicting.queue = &audit.queue;
        return audit_table(audit.table, std::move(options));
      },
      from_audit, news_of_audit, audit_so_far);
}

/// A helper and the table that it looks at, for JavaScript to keep.
class HeldHelper {
 public:
  HeldHelper(const val& columns, double rows, const val& options)
      : held_(std::make_shared<Held>(to_raw_table(columns, static_cast<Index>(rows)), to_audit_options(options))) {}

  JobHandle prepare() {
    return hold_job(
        held_, [](const std::shared_ptr<Held>& held) { return held->helper.prepare(); },
        [] { return val::undefined(); });
  }
  JobHandle work(const val& unit) {
    struct Working {
      std::shared_ptr<Held> held;
      WorkUnit unit;
    };
    return hold_job(
        Working{held_, to_work_unit(unit)},
        [](const Working& working) { return working.held->helper.work(working.unit); }, from_work_result);
  }

 private:
  struct Held {
    RawTable table;
    AuditHelper helper;
    Held(RawTable given, const TableAuditOptions& options) : table(std::move(given)), helper(table, options) {}
  };
  std::shared_ptr<Held> held_;
};

JobHandle start_schema(const val& columns, double rows, const val& options) {
  struct Held {
    RawTable table;
    SchemaOptions options;
  };
  return hold_job(
      Held{to_raw_table(columns, static_cast<Index>(rows)), to_schema_options(options)},
      [](Held& held) { return infer_schema(held.table, held.options); }, from_schema);
}

}  // namespace

EMSCRIPTEN_BINDINGS(audit) {
  emscripten::function("startAudit", &start_audit, emscripten::return_value_policy::take_ownership());
  emscripten::function("startSchema", &start_schema, emscripten::return_value_policy::take_ownership());
  emscripten::class_<HeldHelper>("AuditHelper")
      .constructor<const val&, double, const val&>()
      .function("prepare", &HeldHelper::prepare, emscripten::return_value_policy::take_ownership())
      .function("work", &HeldHelper::work, emscripten::return_value_policy::take_ownership());
}

}  // namespace assayer::wasm
