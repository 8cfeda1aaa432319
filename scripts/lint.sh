#!/usr/bin/env bash
# Formatters and linters of both languages, types, and what others would see of the package. `scripts/build.sh` first.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
status=0
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >"build/log/lint-$name.txt" 2>&1; then say "$name: fine"; else
    tail -n 40 "build/log/lint-$name.txt"
    say "$name: see above"
    status=1
  fi
}
check clang-format bash scripts/format-core.sh --dry-run --Werror
check biome npx biome ci .
check types npx tsc -p tsconfig.json
if [ -e web/tsconfig.json ]; then check page-types npx tsc -p web/tsconfig.json; fi
check publint npx publint --strict
check package-types npx attw --pack --profile esm-only --exclude-entrypoints assayer.wasm worker-entry
check size node scripts/size-table.mjs --check
# Not all rooms are clean yet: findings are shown, and fail nothing.
if [ "${ASSAYER_TIDY:-1}" = 1 ]; then
  bash scripts/tidy-core.sh >build/log/lint-clang-tidy.txt 2>&1 && say "clang-tidy: fine" ||
    say "clang-tidy: $(grep -cE '(warning|error):' build/log/lint-clang-tidy.txt) findings in build/log/lint-clang-tidy.txt"
fi
exit $status
