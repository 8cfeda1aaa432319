#!/usr/bin/env bash
# Installs what the build and the tests need and is not there. Does nothing, and takes no time, where all is there.
set -euo pipefail
source "$(dirname "$0")/environment.sh"

# name on PATH or header -> Debian package
needed() {
  command -v cmake >/dev/null || echo cmake
  command -v ninja >/dev/null || echo ninja-build
  command -v c++ >/dev/null || echo g++
  command -v clang-format >/dev/null || echo clang-format
  command -v clang-tidy >/dev/null || echo clang-tidy
  has_header eigen3/Eigen/Core || has_header Eigen/Core || echo libeigen3-dev
  has_header nanoflann.hpp || echo libnanoflann-dev
  has_header doctest/doctest.h || echo doctest-dev
  node scripts/find-chromium.mjs >/dev/null || echo chromium
}
has_header() {
  local folder
  for folder in /usr/include /usr/local/include /opt/homebrew/include; do [ -e "$folder/$1" ] && return 0; done
  return 1
}

missing=$(needed | tr '\n' ' ')
if [ -n "$missing" ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "installing $missing"
    quietly apt-update apt-get update -q
    quietly apt-install env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
  else
    cat >&2 <<TEXT
assayer: these are missing (Debian's names): $missing
Install them, then run this again:
  Debian, Ubuntu   sudo apt-get install $missing
  macOS            brew install cmake ninja eigen nanoflann doctest llvm && brew install --cask chromium
  Fedora           sudo dnf install cmake ninja-build gcc-c++ clang-tools-extra eigen3-devel nanoflann-devel doctest-devel chromium
  Arch             sudo pacman -S cmake ninja gcc clang eigen nanoflann doctest chromium
TEXT
    exit 1
  fi
fi
[ -d node_modules ] || die "node_modules is missing: run npm ci first"
