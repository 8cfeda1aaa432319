#!/usr/bin/env bash
# clang-tidy over the core, on all processors. Only files that changed since their last clean run are looked at.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
[ -e build/native/compile_commands.json ] || bash scripts/build-core.sh native
mkdir -p build/tidy
headers=$(cat include/assayer/*.h src/*.h src/*/*.h .clang-tidy | cksum | tr ' ' '-')
git ls-files -co --exclude-standard 'src/*.cpp' | while read -r file; do
  stamp=build/tidy/$(cksum <"$file" | tr ' ' '-')-$headers
  [ -e "$stamp" ] || printf '%s %s\n' "$file" "$stamp"
done | xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 bash -c 'clang-tidy --quiet -p build/native "$0" 2>/dev/null && touch "$1"'
