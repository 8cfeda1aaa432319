#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assayer/schema.h"
#include "tabular/typed_column.h"

namespace assayer {

struct GuessedKind {
  ColumnKind kind = ColumnKind::ignore;
  Reason reason;
};

/// Guess the kind of a column from its cells and, as a hint, its name.
GuessedKind guess_kind(const ColumnReading& reading, std::string_view name);

/// The words of a column's name in lower case: "passengerId", "Passenger-ID" -> "passenger", "id".
std::vector<std::string> words_of_name(std::string_view name);

/// Whether any word of a name is among some.
bool has_word(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted);

/// Whether all rows that have a number have a whole one.
bool is_whole(const ColumnReading& reading);

}  // namespace assayer
