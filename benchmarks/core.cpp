// Times steps of the core on a workload, in native code or (built by emcc for Node) in WebAssembly, without JavaScript:
//   assayer_bench STEP N D K [REPEAT]     STEP: neighbors, hash
// One JSON object per line on stdout; seconds (wall, CPU) are medians over the repeats.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

#include "assayer/neighbors.h"
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
  double wall, cpu;
};

Timing time_neighbors(const Matrix& features) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu_start = cpu_seconds();
  Job<KnnGraph> job = find_neighbors(features, {.k = 10});
  while (!job.step(std::chrono::milliseconds(30))) {
  }
  const KnnGraph graph = job.result();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cpu_seconds() - cpu_start};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// FNV-1a over the bits of the features: to compare generators where SHA-256 is not at hand.
std::uint64_t hash(const Matrix& matrix) {
  std::uint64_t value = 14695981039346656037ULL;
  const auto* bytes = reinterpret_cast<const unsigned char*>(matrix.data());
  for (Index i = 0; i < matrix.size() * Index(sizeof(double)); ++i) value = (value ^ bytes[i]) * 1099511628211ULL;
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: assayer_bench neighbors|hash N D K [REPEAT]\n");
    return 2;
  }
  const Index n = std::atol(argv[2]), d = std::atol(argv[3]);
  const bench::Workload workload = bench::make_workload(n, d, std::atol(argv[4]));
  if (std::strcmp(argv[1], "hash") == 0) {
    std::printf("{\"features\": \"%016llx\"}\n", static_cast<unsigned long long>(hash(workload.features)));
    return 0;
  }
  std::vector<double> wall, cpu;
  for (int repeat = argc > 5 ? std::max(1, std::atoi(argv[5])) : 3; repeat > 0; --repeat) {
    const Timing timing = time_neighbors(workload.features);
    wall.push_back(timing.wall);
    cpu.push_back(timing.cpu);
  }
  std::printf("{\"step\": \"neighbors\", \"n\": %ld, \"d\": %ld, \"wall\": %.4f, \"cpu\": %.4f, \"cpu_min\": %.4f}\n",
              long(n), long(d), median(wall), median(cpu), *std::min_element(cpu.begin(), cpu.end()));
}
