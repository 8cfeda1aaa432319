#pragma once

#include <vector>

#include "assayer/schema.h"
#include "tabular/typed_column.h"

namespace assayer {

/// What the cells of a column say beside its schema.
struct LabelHints {
  bool is_whole = false;     ///< all its numbers are whole ones
  double most_frequent = 0;  ///< share of the rows with a value that have the most frequent one
  bool is_number = false;    ///< most of its cells read as numbers
};

/// Guess which column is the label, -1 if none looks like one, and why.
struct GuessedLabel {
  Index column = -1;
  Reason reason;
};
GuessedLabel guess_label(const std::vector<ColumnSchema>& columns, const std::vector<LabelHints>& hints, Index rows);

/// Guess what task a label column sets: amounts are predicted as numbers, everything else (few whole numbers too) is a
/// class.
struct GuessedTask {
  Task task = Task::classification;
  Reason reason;
};
GuessedTask guess_task(const ColumnSchema& label, const LabelHints& hints, Index rows);

}  // namespace assayer
