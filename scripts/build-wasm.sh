#!/usr/bin/env bash
# Builds the WebAssembly module into build/wasm.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
use_emscripten
quietly configure-wasm cmake --preset wasm
quietly build-wasm cmake --build --preset wasm
