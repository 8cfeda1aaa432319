#!/usr/bin/env bash
# Sets up, builds and runs all tests: core (doctest), package (Vitest on the built package), distribution (the packed
# package in empty projects and bundlers), page (real Chromium).
# Ends with one line that sums them: `N passed, N failed[, N skipped]`.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
bash scripts/build.sh
say "building the core's own tests"
bash scripts/build-core.sh native

passed=0 failed=0 skipped=0
add() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }

say "core"
./build/native/assayer_tests --no-colors >build/log/core-tests.txt 2>&1 && core=0 || core=$?
counts=$(sed -nE 's/.*test cases: *([0-9]+) *\| *([0-9]+) passed *\| *([0-9]+) failed *\| *([0-9]+) skipped.*/\2 \3 \4/p' build/log/core-tests.txt)
if [ "$core" != 0 ] || [ -z "$counts" ]; then tail -n 60 build/log/core-tests.txt; fi
[ -n "$counts" ] || counts="0 1 0"
add $counts

for project in package distribution page; do
  say "$project"
  rm -f "build/log/$project-tests.json"
  npx vitest run --project "$project" --reporter=default --reporter=json --outputFile.json="build/log/$project-tests.json" \
    >"build/log/$project-tests.txt" 2>&1 && result=0 || result=$?
  counts=$(node scripts/count-tests.mjs "build/log/$project-tests.json") || counts="0 1 0"
  if [ "$result" != 0 ]; then
    tail -n 120 "build/log/$project-tests.txt"
    case $counts in *" 0 "*) counts="0 1 0" ;; esac # an error outside of a test
  fi
  add $counts
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
