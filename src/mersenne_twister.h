#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace assayer {

/// MT19937 (Matsumoto and Nishimura 1998), seeded by a single integer. Only for parity: permutations drawn with it are
/// those of numpy's RandomState, and with them the p-values of the reference. Anything else uses `random.h`.
class MersenneTwister {
 public:
  explicit MersenneTwister(std::uint32_t seed) {
    state_[0] = seed;
    for (std::uint32_t p = 1; p < size; ++p) {
      state_[p] = 1812433253u * (state_[p - 1] ^ (state_[p - 1] >> 30)) + p;
    }
  }

  /// 32 random bits.
  std::uint32_t bits() {
    if (next_ == size) refill();
    std::uint32_t y = state_[next_++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9D2C5680u;
    y ^= (y << 15) & 0xEFC60000u;
    return y ^ (y >> 18);
  }

  /// Put 0..values.size()-1 into `values` in random order.
  void permute(std::vector<std::int32_t>& values) {
    std::iota(values.begin(), values.end(), 0);
    std::uint32_t mask = 1;
    while (mask < values.size()) mask = mask << 1 | 1;
    for (std::size_t i = values.size(); i-- > 1;) {
      while ((mask >> 1) >= i) mask >>= 1;
      std::uint32_t j = bits() & mask;
      while (j > i) j = bits() & mask;
      std::swap(values[i], values[j]);
    }
  }

 private:
  static constexpr std::uint32_t size = 624;
  static constexpr std::uint32_t shift = 397;

  void refill() {
    for (std::uint32_t p = 0; p < size; ++p) {
      const std::uint32_t y = (state_[p] & 0x80000000u) | (state_[(p + 1) % size] & 0x7FFFFFFFu);
      state_[p] = state_[(p + shift) % size] ^ (y >> 1) ^ (y & 1 ? 0x9908B0DFu : 0u);
    }
    next_ = 0;
  }

  std::array<std::uint32_t, size> state_{};
  std::uint32_t next_ = size;
};

}  // namespace assayer
