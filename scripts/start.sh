#!/usr/bin/env bash
# Sets up, builds, and audits a real table; arguments are those of `assayer audit`.
set -euo pipefail
source "$(dirname "$0")/environment.sh"
bash scripts/build.sh
if [ $# -eq 0 ]; then set -- examples/data/titanic.csv --label Survived; fi
say "node dist/cli.js audit $*"
exec node dist/cli.js audit "$@"
