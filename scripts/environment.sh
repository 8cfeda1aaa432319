# Sourced by the other scripts: the repository's folder as the current one, and Emscripten on PATH where it is needed.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
say() { printf 'assayer: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Run a command with its output in build/log/NAME.txt; show the end of it only if the command fails.
quietly() { # NAME COMMAND...
  local log=build/log/$1.txt
  shift
  mkdir -p build/log
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "failed: $* (all of it: $log)"
  fi
}

use_emscripten() {
  local bin
  bin=$(bash scripts/get-emscripten.sh 2>build/log/emscripten.txt) || { cat build/log/emscripten.txt >&2; exit 1; }
  export PATH=$bin:$PATH
  # where the toolchain file is, of a packaged Emscripten and of an emsdk
  local root
  root=$(dirname "$(em-config EMSCRIPTEN_ROOT 2>/dev/null || true)/x")
  for candidate in "$root" "$bin" "$bin/../usr/share/emscripten" /usr/share/emscripten "$bin/../libexec"; do
    if [ -e "$candidate/cmake/Modules/Platform/Emscripten.cmake" ]; then
      export EMSCRIPTEN_TOOLCHAIN=$candidate/cmake/Modules/Platform/Emscripten.cmake
      [ -e "$bin/../emconfig" ] && export EM_CONFIG=$bin/../emconfig
      return
    fi
  done
  die "found emcc in $bin, but not its CMake toolchain file (cmake/Modules/Platform/Emscripten.cmake)"
}
mkdir -p build/log
