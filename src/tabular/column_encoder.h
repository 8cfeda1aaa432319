#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "assayer/encode.h"
#include "tabular/typed_column.h"

namespace assayer {

/// One column of a matrix, n numbers. Most columns hold but one number beside 0: a byte for each row does.
class EncodedValues {
 public:
  EncodedValues(std::vector<float> numbers) : numbers_(std::move(numbers)) {}
  /// @param unit  the number where the flag is 1
  EncodedValues(std::vector<std::uint8_t> flags, double unit) : flags_(std::move(flags)), unit_(float(unit)) {}
  float operator[](std::size_t i) const { return numbers_.empty() ? (flags_[i] ? unit_ : 0) : numbers_[i]; }

 private:
  std::vector<float> numbers_;
  std::vector<std::uint8_t> flags_;
  float unit_ = 1;
};

/// What one raw column becomes in each matrix, column by column.
struct EncodedBlock {
  std::vector<EncodedValues> linear;
  std::vector<EncodedColumn> linear_columns;
  std::vector<std::vector<float>> ordinal;
  std::vector<EncodedColumn> ordinal_columns;
  std::vector<std::int32_t> ordinal_levels;
  std::vector<EncodedValues> neighbors;
};

/// How much room a column may take, and what its encoding is learned from.
struct EncoderLimits {
  Index max_levels = 50;
  Index num_bins = 8;
  /// Scales, levels and seasons are those of the first so many rows, whatever follows; 0: of all. Then `neighbors`
  /// alone are made, the same columns whatever follows.
  Index fitted_rows = 0;
};

/// Encode a feature of kind numeric, datetime, boolean, categorical or text (its shape only: the words are encoded for
/// all text columns together).
///
/// @param column  number of the raw column, for the record
EncodedBlock encode_column(const TypedColumn& typed, Index column, const EncoderLimits& limits);

}  // namespace assayer
