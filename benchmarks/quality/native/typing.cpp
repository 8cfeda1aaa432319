// Prints what `infer_schema` makes of CSV files: tabular_quality FILE...
#include <cstdio>

#include "assayer/leaks.h"
#include "assayer/schema.h"
#include "tabular/csv.h"

using namespace assayer;

int main(int count, char** files) {
  for (int f = 1; f < count; ++f) {
    const RawTable table = test::read_csv(files[f]);
    const Schema schema = run(infer_schema(table));
    std::printf("== %s label=%s (%s) task=%d (%s)\n", files[f],
                schema.label < 0 ? "-" : schema.columns[size_t(schema.label)].name.c_str(),
                schema.label_reason.code.c_str(), schema.task ? int(*schema.task) : -1,
                schema.task_reason.code.c_str());
    for (const ColumnSchema& column : schema.columns) {
      std::printf("  %-24s %-12s %-8s missing %ld distinct %ld (%s)\n", column.name.c_str(),
                  std::string(kind_name(column.kind)).c_str(), std::string(role_name(column.role)).c_str(),
                  column.missing, column.distinct, column.reason.code.c_str());
    }
  }
}
