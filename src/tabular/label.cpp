#include "tabular/label.h"

#include <algorithm>
#include <string>

#include "tabular/kind.h"

namespace assayer {
namespace {

constexpr Index few_classes = 20;       ///< whole numbers that are classes, at most
constexpr Index many_classes = 100;     ///< the same where the column is called a class
constexpr double least_evidence = 0.7;  ///< below, no column is called the label
constexpr double evidence_of_last = 1.25, evidence_of_first = 0.6;

/// How much the name says "label": 3 almost all, 0 nothing, less that it is something else. Words of outcomes and of
/// usual targets; what often is a feature too says less, and more where it is the whole name ("type", not "ring type").
double evidence_of_name(const std::vector<std::string>& words, bool is_amount) {
  const auto says = [&](std::initializer_list<std::string_view> wanted) { return has_word(words, wanted); };
  const std::size_t asked = !words.empty() && (words[0] == "is" || words[0] == "has") ? 1 : 0;  // "is fraud"
  const bool alone = words.size() - asked == 1;
  if (alone && says({"y"})) return 3;
  if (says({"label", "labels", "target", "outcome", "groundtruth", "annotation", "disease"})) return 3;
  if (says({"survived",   "survival",  "species",      "diagnosis", "churn",      "churned",    "default",
            "defaulted",  "spam",      "sentiment",    "fraud",     "fraudulent", "intent",     "toxic",
            "approved",   "attrition", "exited",       "converted", "clicked",    "deny",       "denied",
            "vote",       "accepted",  "canceled",     "cancelled", "purchased",  "subscribed", "transported",
            "readmitted", "decision",  "satisfaction", "rejected",  "switched",   "stroke"})) {
    return alone ? 3 : 2;
  }
  // Amounts that are usual targets; people's income describes them more often than it is asked for.
  if (is_amount && says({"price", "medv", "charges", "salary"})) return alone ? 2.7 : 2;
  if (says({"income"})) return is_amount ? 1 : 3;
  if (says({"class",    "category",   "result", "quality", "grade",    "rating",   "stars",
            "variety",  "mpg",        "type",   "score",   "cost",     "sales",    "revenue",
            "emotion",  "topic",      "status", "risk",    "response", "purchase", "condition",
            "severity", "employment", "switch", "count",   "cnt",      "cultivar", "verdict"})) {
    return alone ? 2 : 0.7;
  }
  if (says({"sex",    "gender",  "country", "city", "state", "region",   "island",   "date",
            "year",   "yr",      "month",   "mnth", "week",  "weekday",  "day",      "hour",
            "season", "holiday", "weekend", "age",  "name",  "latitude", "longitude"})) {
    return -1.5;
  }
  return 0;
}

double evidence_of_values(const ColumnSchema& column, const LabelHints& hints, Index rows) {
  const auto distinct = static_cast<double>(column.distinct);
  const auto present = static_cast<double>(std::max<Index>(1, rows - column.missing));
  const double nearly_constant = hints.most_frequent > 0.99 ? -1.5 : 0;
  switch (column.kind) {
    case ColumnKind::categorical:
    case ColumnKind::boolean:
      if (distinct > 0.5 * present) return -3;
      return nearly_constant + (distinct <= few_classes ? 1 : distinct <= many_classes ? 0.5 : -1);
    case ColumnKind::numeric:
      return nearly_constant + (hints.is_whole && distinct <= few_classes && distinct < 0.2 * present ? 0.4 : -0.5);
    case ColumnKind::text:
      return -3;
    default:
      return -10;
  }
}

}  // namespace

GuessedLabel guess_label(const std::vector<ColumnSchema>& columns, const std::vector<LabelHints>& hints, Index rows) {
  // The first and the last column that could be a label: running numbers before, after or between do not count.
  Index first = -1, last = -1;
  for (Index c = 0; c < static_cast<Index>(columns.size()); ++c) {
    const ColumnSchema& column = columns[static_cast<std::size_t>(c)];
    if (column.kind == ColumnKind::identifier || column.distinct < 2) continue;
    if (first < 0) first = c;
    last = c;
  }
  const bool has_axes =
      std::any_of(columns.begin(), columns.end(), [](const ColumnSchema& c) { return c.name == "z"; });
  GuessedLabel best;
  double most = least_evidence;
  for (Index c = 0; c < static_cast<Index>(columns.size()); ++c) {
    const ColumnSchema& column = columns[static_cast<std::size_t>(c)];
    if (column.distinct < 2) continue;
    const bool is_axis = has_axes && column.name == "y";
    const double name = is_axis ? 0 : evidence_of_name(words_of_name(column.name), column.kind == ColumnKind::numeric);
    const double values = evidence_of_values(column, hints[static_cast<std::size_t>(c)], rows);
    const double place = c == last ? evidence_of_last : c == first ? evidence_of_first : 0;
    const double missing = static_cast<double>(column.missing) / static_cast<double>(std::max<Index>(1, rows));
    const double evidence = name + values + place - 4 * missing;
    if (evidence <= most) continue;
    most = evidence;
    best.column = c;
    best.reason = {name > 0     ? "name_and_values"
                   : c == last  ? "last_column"
                   : c == first ? "first_column"
                                : "few_values",
                   name > 0 ? "named like a label" : "few values, where labels often stand",
                   {{"evidence", evidence}}};
  }
  if (best.column < 0) best.reason = {"none_found", "no column looks like a label", {}};
  return best;
}

GuessedTask guess_task(const ColumnSchema& label, const LabelHints& hints, Index rows) {
  const auto distinct = static_cast<double>(label.distinct);
  const std::vector<std::pair<std::string, double>> numbers = {{"distinct", distinct}};
  if (label.kind == ColumnKind::datetime) return {Task::regression, {"moments", "moments, predicted in days", numbers}};
  if (label.kind != ColumnKind::numeric && (label.kind != ColumnKind::identifier || !hints.is_number)) {
    return {Task::classification, {"levels", "names of classes", numbers}};
  }
  if (!hints.is_whole) return {Task::regression, {"fractions", "numbers with fractions", numbers}};
  const auto present = static_cast<double>(std::max<Index>(1, rows - label.missing));
  const bool called_class = has_word(words_of_name(label.name), {"class", "label", "category", "digit", "cluster"});
  const bool is_class = distinct <= 2 || (label.distinct <= few_classes && distinct <= 0.2 * present) ||
                        (called_class && label.distinct <= many_classes && distinct <= 0.2 * present);
  if (is_class)
    return {Task::classification, {"few_whole_numbers", "few whole numbers, as classes are numbered", numbers}};
  return {Task::regression, {"many_numbers", "many different numbers", numbers}};
}

}  // namespace assayer
