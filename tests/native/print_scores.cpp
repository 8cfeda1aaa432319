// Prints what the native library makes of golden cases, a line for each issue type: case, type, summary score, scores;
// numbers as the hexadecimal digits of their bits. tests/package/datalab/native.test.ts compares them with
// WebAssembly's.
//   assayer_scores CASE...
#include <bit>
#include <cstdio>
#include <stdexcept>

#include "datalab/golden_case.h"

namespace {

void print(double number) {
  std::printf(" %016llx", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(number)));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    for (int at = 1; at < argc; ++at) {
      const assayer::Datalab lab = golden::run_case(golden::Case(argv[at]));
      for (const auto& [type, result] : lab.results()) {
        std::printf("%s %s", argv[at], type.c_str());
        print(result.summary_score);
        for (const double score : result.scores) print(score);
        std::printf("\n");
      }
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
