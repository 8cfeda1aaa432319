// Times steps of the core on a workload, in native code or (built by emcc for Node) in WebAssembly, without JavaScript:
//   assayer_bench STEP N D K [REPEAT]
// STEP:
//   neighbors         find_neighbors as audits call it
//   kd_tree, packed   one search method, whatever find_neighbors would choose
//   tiles             the arithmetic of the packed search alone on all pairs, and the peak of the machine's SIMD
//   crossval          cross_val_predict in 5 folds
//   confident_joint   of labels and probabilities (D = 0)
//   hash              of the features' bits
// With K = 0 the features are normal noise without clusters. One JSON object per line on stdout; seconds (wall, CPU)
// are medians over the repeats.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <numeric>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

#include "assayer/confident_joint.h"
#include "assayer/cross_validation.h"
#include "assayer/neighbors.h"
#include "neighbors/search.h"
#include "neighbors/tile.h"
#include "workload.h"

using namespace assayer;

namespace {

/// Of this process: on a busy machine steadier than the wall clock.
double cpu_seconds() {
#ifdef __EMSCRIPTEN__
  return EM_ASM_DOUBLE({ return process.cpuUsage().user / 1e6; });
#else
  return double(std::clock()) / CLOCKS_PER_SEC;
#endif
}

struct Timing {
  double wall = 0, cpu = 0;
};

template <typename Work>
Timing time(Work work) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu_start = cpu_seconds();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cpu_seconds() - cpu_start};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <typename T>
T in_steps(Job<T> job) {
  while (!job.step(std::chrono::milliseconds(30))) {
  }
  return job.result();
}

/// FNV-1a over the bits of the features: to compare generators where SHA-256 is not at hand.
std::uint64_t hash(const Matrix& matrix) {
  std::uint64_t value = 14695981039346656037ULL;
  const auto* bytes = reinterpret_cast<const unsigned char*>(matrix.data());
  for (Index i = 0; i < matrix.size() * Index(sizeof(double)); ++i) value = (value ^ bytes[i]) * 1099511628211ULL;
  return value;
}

void do_step(const char* step, const bench::Workload& workload) {
  const Matrix& features = workload.features;
  if (std::strcmp(step, "confident_joint") == 0) {
    (void)in_steps(compute_confident_joint(workload.labels, workload.pred_probs));
    return;
  }
  if (std::strcmp(step, "crossval") == 0) {
    const int num_classes = *std::max_element(workload.labels.begin(), workload.labels.end()) + 1;
    (void)in_steps(cross_val_predict(features, workload.labels, num_classes, {.folds = 5}));
    return;
  }
  if (std::strcmp(step, "neighbors") == 0) {
    (void)in_steps(find_neighbors(features, {.k = 10}));
    return;
  }
  const Points points(features, Metric::automatic);
  SearchRows rows(static_cast<std::size_t>(features.rows()));
  std::iota(rows.begin(), rows.end(), 0);
  (void)in_steps(std::strcmp(step, "kd_tree") == 0 ? search_kd_tree(points, rows, 10)
                                                   : search_packed(points, rows, 10));
}

volatile float sink = 0;

// WebAssembly engines optimise a function for its next call: what is timed is called many times and never inlined.

/// Multiplications and additions in registers only.
[[gnu::noinline]] void multiply_and_add(int rounds, Float4 factor, Float4 term, Float4* sums) {
  Float4 a = sums[0], b = sums[1], c = sums[2], d = sums[3], e = sums[4], f = sums[5];
  Float4 g = sums[6], h = sums[7], i = sums[8], j = sums[9], k = sums[10], l = sums[11];
  for (int r = 0; r < rounds; ++r) {
    a = a * factor + term, b = b * factor + term, c = c * factor + term, d = d * factor + term;
    e = e * factor + term, f = f * factor + term, g = g * factor + term, h = h * factor + term;
    i = i * factor + term, j = j * factor + term, k = k * factor + term, l = l * factor + term;
  }
  const Float4 all[] = {a, b, c, d, e, f, g, h, i, j, k, l};
  std::copy(std::begin(all), std::end(all), sums);
}

/// Billions of floating-point operations a second.
double peak_of_floats() {
  constexpr int chains = 12, rounds = 10000, calls = 1000;
  Float4 sums[chains];
  for (int c = 0; c < chains; ++c) sums[c] = splat4(float(c));
  const Timing timing = time([&] {
    for (int call = 0; call < calls; ++call) multiply_and_add(rounds, splat4(0.999F), splat4(sink + 0.001F), sums);
  });
  for (const Float4& sum : sums) sink = sink + sum[0];
  return 2.0 * 4 * chains * rounds * calls / timing.cpu / 1e9;
}

/// The same of 16-bit integers, as the search for neighbours compares rows.
[[gnu::noinline]] void multiply_and_add_pairs(int rounds, Short8 factor, Int4* sums) {
  Int4 a = sums[0], b = sums[1], c = sums[2], d = sums[3], e = sums[4], f = sums[5];
  Int4 g = sums[6], h = sums[7], i = sums[8], j = sums[9], k = sums[10], l = sums[11];
  const auto add = [factor](Int4& sum) { sum += pair_products(reinterpret_cast<Short8>(sum), factor); };
  for (int r = 0; r < rounds; ++r) {
    add(a), add(b), add(c), add(d), add(e), add(f);
    add(g), add(h), add(i), add(j), add(k), add(l);
  }
  const Int4 all[] = {a, b, c, d, e, f, g, h, i, j, k, l};
  std::copy(std::begin(all), std::end(all), sums);
}

/// Billions of multiplications and additions a second.
double peak_of_integers() {
  constexpr int chains = 12, rounds = 10000, calls = 1000;
  Int4 sums[chains];
  for (int c = 0; c < chains; ++c) sums[c] = splat4(c);
  const Timing timing = time([&] {
    for (int call = 0; call < calls; ++call) {
      multiply_and_add_pairs(rounds, reinterpret_cast<Short8>(splat4(call)), sums);
    }
  });
  for (const Int4& sum : sums) sink = sink + float(sum[0] & 1);
  return 2.0 * 8 * chains * rounds * calls / timing.cpu / 1e9;
}

[[gnu::noinline]] Int4 panel_pair(const std::int16_t* a, const std::int16_t* b, Index pairs) {
  Int4 total{};
  for (Index half = 0; half < panel_rows; half += tile_rows) {
    const TileSums sums = tile_products(a + 2 * half, b, pairs);
    for (Index r = 0; r < tile_rows; ++r) total += sums.sum[r][0] + sums.sum[r][1];
  }
  return total;
}

/// Two operations for each pair and dimension, each pair once: what the packed search does where nothing is pruned.
double tile_gigaops(Index rows, Index d) {
  const Index panels = rows / panel_rows, panel_size = panel_rows * d;
  std::vector<std::int16_t> values(static_cast<std::size_t>(panels * panel_size));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int16_t>(i % 17);
  const Index block = std::max<Index>(1, 65536 / panel_size);
  double pairs = 0;
  const Timing timing = time([&] {
    Int4 total{};
    for (Index block_a = 0; block_a < panels; block_a += block) {
      for (Index b = block_a; b < panels; ++b) {
        for (Index a = block_a; a <= std::min({b, panels - 1, block_a + block - 1}); ++a) {
          total += panel_pair(values.data() + a * panel_size, values.data() + b * panel_size, d / 2);
          ++pairs;
        }
      }
    }
    sink = sink + float(total[0]);
  });
  return pairs * double(panel_rows * panel_rows) * double(d) * 2 / timing.cpu / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr,
                 "usage: assayer_bench neighbors|kd_tree|packed|tiles|crossval|confident_joint|hash N D K [REPEAT]\n");
    return 2;
  }
  const char* step = argv[1];
  const Index n = std::atol(argv[2]), d = std::atol(argv[3]), num_classes = std::atol(argv[4]);
  const int repeats = argc > 5 ? std::max(1, std::atoi(argv[5])) : 3;
  if (std::strcmp(step, "tiles") == 0) {
    std::vector<double> peaks, integer_peaks, tiles;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      peaks.push_back(peak_of_floats());
      integer_peaks.push_back(peak_of_integers());
      tiles.push_back(tile_gigaops(n, d));
    }
    std::printf(
        "{\"step\": \"tiles\", \"n\": %ld, \"d\": %ld, \"gigaops\": %.2f, \"peak\": %.2f, \"peak_of_integers\": "
        "%.2f}\n",
        long(n), long(d), median(tiles), median(peaks), median(integer_peaks));
    return 0;
  }
  bench::Workload workload;
  if (num_classes > 0) {
    workload = bench::make_workload(n, d, num_classes);
  } else {
    workload.features = bench::make_noise(n, d);
  }
  if (std::strcmp(step, "hash") == 0) {
    std::printf("{\"features\": \"%016llx\"}\n", static_cast<unsigned long long>(hash(workload.features)));
    return 0;
  }
  std::vector<double> wall, cpu;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const Timing timing = time([&] { do_step(step, workload); });
    wall.push_back(timing.wall);
    cpu.push_back(timing.cpu);
  }
  std::printf(
      "{\"step\": \"%s\", \"n\": %ld, \"d\": %ld, \"classes\": %ld, \"wall\": %.4f, \"cpu\": %.4f, \"cpu_min\": "
      "%.4f}\n",
      step, long(n), long(d), long(num_classes), median(wall), median(cpu), *std::min_element(cpu.begin(), cpu.end()));
}
