#pragma once

#include <vector>

#include "assayer/job.h"
#include "assayer/raw_table.h"
#include "assayer/schema.h"

namespace assayer {

/// A column that knows the labels: a model that sees it believes every label, the wrong ones too.
struct Leak {
  Index column = 0;
  double agreement = 0;  ///< share of the rows whose label the column alone gives away, in [0, 1]
  Reason reason;
};

/// Find the features that give the label away.
Job<std::vector<Leak>> find_leaks(const RawTable& table, const Schema& schema);

/// The same schema with the leaking columns ignored and the reason noted.
Schema without_leaks(Schema schema, const std::vector<Leak>& leaks);

}  // namespace assayer
