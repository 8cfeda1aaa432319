// Stand-in until the real one lands: DELETE THIS FILE in the commit that brings it
#include "assayer/column_profile.h"
namespace assayer {
Job<std::vector<ColumnProfile>> profile_columns(const RawTable& t, const Schema&) {
  co_return std::vector<ColumnProfile>(t.columns.size());
}
}  // namespace assayer
