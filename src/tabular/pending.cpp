// Stand-ins until the real ones land: DELETE THIS FILE in the commit that brings them
//.
#include "assayer/column_profile.h"
#include "assayer/leaks.h"
#include "assayer/raw_duplicates.h"
#include "assayer/row_surprise.h"
namespace assayer {
Job<std::vector<Leak>> find_leaks(const RawTable&, const Schema&) { co_return std::vector<Leak>(); }
Schema without_leaks(Schema s, const std::vector<Leak>&) { return s; }
Job<std::vector<ColumnProfile>> profile_columns(const RawTable& t, const Schema&) {
  co_return std::vector<ColumnProfile>(t.columns.size());
}
Job<RowSurprise> find_surprising_rows(const RawTable& t, const Schema&, const EncodedTable&, const KnnGraph&) {
  RowSurprise r;
  r.scores = Vector::Ones(t.rows);
  r.is_issue.assign(t.rows, 0);
  r.cells = FloatMatrix::Zero(t.rows, (Index)t.columns.size());
  co_return r;
}
Job<RawDuplicates> find_raw_duplicates(const RawTable& t, const Schema&, const KnnGraph&) {
  RawDuplicates r;
  r.scores = Vector::Ones(t.rows);
  r.is_issue.assign(t.rows, 0);
  r.sets.resize(t.rows);
  r.distances = Vector::Ones(t.rows);
  co_return r;
}
}  // namespace assayer
