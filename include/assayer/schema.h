#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/task.h"

namespace assayer {

enum class ColumnKind {
  numeric,      ///< amounts: order and differences mean something
  categorical,  ///< one of some levels
  text,         ///< words of a language
  datetime,     ///< days or moments
  boolean,      ///< yes or no, in any spelling
  identifier,   ///< tells rows apart and says nothing else: keys, running numbers, hashes
  ignore,       ///< nothing in it: constant or empty
};

enum class ColumnRole { label, feature, ignored };

std::string_view kind_name(ColumnKind kind);
/// @throws std::invalid_argument  an unknown name
ColumnKind kind_from_name(std::string_view name);
std::string_view role_name(ColumnRole role);

/// Why something was decided: a code for programs, a short phrase for people, the numbers behind it.
struct Reason {
  std::string code = {};    ///< "constant", "numbers", "few_levels", "copies_label", ...
  std::string phrase = {};  ///< "one value only", without capital and full stop
  std::vector<std::pair<std::string, double>> numbers = {};
};

struct ColumnSchema {
  std::string name;
  ColumnKind kind = ColumnKind::ignore;
  ColumnRole role = ColumnRole::ignored;
  Index missing = 0;   ///< rows without a value: empty cells and spellings of "not available"
  Index distinct = 0;  ///< different values, missing left out
  Reason reason;       ///< of kind and role
  /// Of amounts, where `SchemaOptions::num_bars` asks for them: the bar of a histogram in which each entry of the
  /// column's dictionary is counted (each row, where it has none), 255 where it is no amount. Bars are equally wide,
  /// but the first and the last take also what is very far from all others.
  std::vector<std::uint8_t> bars;
};

struct Schema {
  std::vector<ColumnSchema> columns;  ///< in the order of the table
  Index label = -1;                   ///< its column, -1 without labels
  Index group = -1;                   ///< column of the groups, -1 without; no feature
  Reason label_reason;
  std::optional<Task> task;  ///< none without labels
  Reason task_reason;
};

struct SchemaOptions {
  std::optional<std::string> label = {};                       ///< name of the label column; guessed where absent
  bool no_label = false;                                       ///< the table has no labels: guess none
  std::optional<Task> task = {};                               ///< guessed from the label column where absent
  std::vector<std::pair<std::string, ColumnKind>> kinds = {};  ///< overrides of guessed kinds, by column name
  std::optional<std::string> group = {};  ///< column whose equal values are not independent (a patient, a document)
  std::uint8_t num_bars = 0;              ///< of the histograms of numeric and datetime columns; 0: none are made
};

/// Guess the kind of every column, which of them is the label, and what task it sets.
///
/// Kinds are read off the distinct values and the order of rows; the names of columns count as hints only. A column
/// that is no feature says why in its reason. Leaks need a look at whole columns: `find_leaks`.
///
/// @param table  must outlive the job
/// @throws std::invalid_argument  `label`, `group` or an override names no column, the label is empty or has one value
/// only Cost: O(distinct values + rows) per column.
Job<Schema> infer_schema(const RawTable& table, SchemaOptions options = {});

}  // namespace assayer
