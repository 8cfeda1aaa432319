#!/usr/bin/env bash
# Builds the native library and its tests into build/native (or the preset given: native, asan).
set -euo pipefail
source "$(dirname "$0")/environment.sh"
preset=${1:-native}
quietly "configure-$preset" cmake --preset "$preset"
quietly "build-$preset" cmake --build --preset "$preset"
