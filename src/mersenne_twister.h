#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <span>

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

  /// Put 0..values.size()-1 into `values` in random order: each in turn, from the last, is exchanged with one that is
  /// not behind it. Without branches on what was drawn, which no processor can foresee.
  [[gnu::noinline]] void permute(std::span<std::int32_t> values) {
    std::iota(values.begin(), values.end(), 0);
    auto last = static_cast<std::uint32_t>(values.size());
    if (last-- < 2) return;
    std::uint32_t mask = std::bit_ceil(last + 1) - 1;
    while (last > 0) {
      for (const std::uint32_t half = mask >> 1; last > half;) {
        const std::uint32_t drawn = bits() & mask;
        const bool is_taken = drawn <= last;
        const std::uint32_t other = is_taken ? drawn : last;
        const std::int32_t value = values[last];
        values[last] = values[other];
        values[other] = value;
        last -= std::uint32_t{is_taken};
      }
      mask >>= 1;
    }
  }

 private:
  static constexpr std::uint32_t size = 624;
  static constexpr std::uint32_t shift = 397;

  void refill() {
    for (std::uint32_t p = 0; p < size; ++p) {
      const std::uint32_t next = p + 1 < size ? p + 1 : 0, far = p + shift < size ? p + shift : p + shift - size;
      const std::uint32_t y = (state_[p] & 0x80000000u) | (state_[next] & 0x7FFFFFFFu);
      state_[p] = state_[far] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DFu);
    }
    next_ = 0;
  }

  std::array<std::uint32_t, size> state_{};
  std::uint32_t next_ = size;
};

}  // namespace assayer
