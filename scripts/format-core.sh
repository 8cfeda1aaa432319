#!/usr/bin/env bash
# clang-format over all C++ of the project, in place; or with the arguments given (--dry-run --Werror).
set -euo pipefail
source "$(dirname "$0")/environment.sh"
[ $# -gt 0 ] || set -- -i
git ls-files -co --exclude-standard '*.cpp' '*.h' | xargs clang-format "$@"
