#include <emscripten/bind.h>

#include "assayer/compare_tables.h"
#include "audit.h"
#include "job_handle.h"

namespace assayer::wasm {
namespace {

val from_shifts(const std::vector<LevelShift>& shifts) {
  val array = val::array();
  for (const LevelShift& shift : shifts) {
    val object = val::object();
    object.set("value", shift.value);
    object.set("oldRows", static_cast<double>(shift.old_rows));
    object.set("newRows", static_cast<double>(shift.new_rows));
    array.call<void>("push", object);
  }
  return array;
}

val from_drift(const ColumnDrift& column) {
  val object = val::object();
  object.set("name", column.name);
  object.set("kind", std::string(kind_name(column.kind)));
  object.set("oldKind", std::string(kind_name(column.old_kind)));
  object.set("newKind", std::string(kind_name(column.new_kind)));
  object.set("isCompared", column.is_compared);
  object.set("isDrift", column.is_drift);
  object.set("newLevels", from_shifts(column.new_levels));
  object.set("lostLevels", from_shifts(column.lost_levels));
  object.set("largestMoves", from_shifts(column.largest_moves));
  const std::pair<const char*, double> numbers[] = {
      {"oldMissing", static_cast<double>(column.old_missing)},
      {"newMissing", static_cast<double>(column.new_missing)},
      {"missingChange", column.missing_change},
      {"drift", column.drift},
      {"pValue", column.p_value},
      {"adjustedPValue", column.adjusted_p_value},
      {"oldMean", column.old_mean},
      {"newMean", column.new_mean},
      {"meanDifference", column.mean_difference},
      {"ks", column.ks},
      {"wasserstein", column.wasserstein},
      {"totalVariation", column.total_variation},
      {"stabilityIndex", column.stability_index},
  };
  for (const auto& [name, number] : numbers) object.set(name, number);
  return object;
}

val from_comparison(const TableComparison& found) {
  val object = val::object();
  object.set("schema", from_schema(found.schema));
  val columns = val::array();
  for (const ColumnDrift& column : found.columns) columns.call<void>("push", from_drift(column));
  object.set("columns", columns);
  object.set("newColumns", from_strings(found.new_columns));
  object.set("lostColumns", from_strings(found.lost_columns));
  std::vector<std::int32_t> new_rows, old_rows;
  std::vector<std::uint8_t> is_exact, same_label;
  for (const LeakedRow& leak : found.leaks) {
    new_rows.push_back(leak.new_row);
    old_rows.push_back(leak.old_row);
    is_exact.push_back(leak.is_exact);
    same_label.push_back(leak.same_label);
  }
  val leaks = val::object();
  leaks.set("newRows", to_typed_array(new_rows));
  leaks.set("oldRows", to_typed_array(old_rows));
  leaks.set("isExact", to_typed_array(is_exact));
  leaks.set("sameLabel", to_typed_array(same_label));
  leaks.set("nearSearched", found.has_near_leaks);
  leaks.set("oldRepeats", static_cast<double>(found.old_repeats));
  object.set("leaks", leaks);
  val drift = val::object();
  drift.set("largest", found.largest_drift);
  drift.set("mean", found.mean_drift);
  drift.set("compared", static_cast<double>(found.num_compared));
  drift.set("drifted", static_cast<double>(found.num_drifted));
  object.set("drift", drift);
  return object;
}

struct HeldComparison {
  RawTable older, newer;
  CompareOptions options;
};

/// Tables as those of `startAudit`; options: those of the schema, `nearLeaks`, `driftThreshold`, `significance`.
JobHandle start_compare(const val& old_columns, double old_rows, const val& new_columns, double new_rows,
                        const val& options) {
  HeldComparison held;
  held.older = to_raw_table(old_columns, static_cast<Index>(old_rows));
  held.newer = to_raw_table(new_columns, static_cast<Index>(new_rows));
  held.options.schema = to_schema_options(options);
  held.options.find_near_leaks = option(options, "nearLeaks", held.options.find_near_leaks);
  held.options.drift_threshold = option(options, "driftThreshold", held.options.drift_threshold);
  held.options.significance = option(options, "significance", held.options.significance);
  return hold_job(
      std::move(held),
      [](HeldComparison& tables) { return compare_tables(tables.older, tables.newer, tables.options); },
      from_comparison);
}

}  // namespace

EMSCRIPTEN_BINDINGS(compare) {
  emscripten::function("startCompare", &start_compare, emscripten::return_value_policy::take_ownership());
}

}  // namespace assayer::wasm
