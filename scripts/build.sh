#!/usr/bin/env bash
# Everything that a user runs: the wasm module, the package in dist/, the page in web/dist.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
bash scripts/setup.sh
say "building the WebAssembly core (the first time also its compiler: some minutes)"
bash scripts/build-wasm.sh
say "building the package"
quietly build-js node scripts/build-package.mjs
if [ -e web/index.html ]; then
  say "building the page"
  quietly build-web npx vite build web
fi
