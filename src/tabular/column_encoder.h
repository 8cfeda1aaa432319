#pragma once

#include <string>
#include <vector>

#include "assayer/encode.h"
#include "tabular/typed_column.h"

namespace assayer {

/// What one raw column becomes in each matrix, column by column.
struct EncodedBlock {
  std::vector<std::vector<float>> linear;
  std::vector<EncodedColumn> linear_columns;
  std::vector<std::vector<double>> ordinal;
  std::vector<EncodedColumn> ordinal_columns;
  std::vector<std::int32_t> ordinal_levels;
  std::vector<std::vector<float>> neighbors;
};

/// How much room a column may take.
struct EncoderLimits {
  Index max_levels = 50;
  Index num_bins = 8;
};

/// Encode a feature of kind numeric, datetime, boolean, categorical or text (its shape only: the words are encoded for
/// all text columns together).
///
/// @param column  number of the raw column, for the record
EncodedBlock encode_column(const TypedColumn& typed, Index column, const EncoderLimits& limits);

}  // namespace assayer
