#!/usr/bin/env bash
# Makes a usable Emscripten available and prints the folder to put on PATH.
#   scripts/get-emscripten.sh [PREFIX]      (default PREFIX: the user's cache folder, shared by all checkouts)
# In order: an emcc >= $minimum already on PATH; one that an earlier run left in PREFIX; the distribution's own package
# where it is new enough; on an older Debian, the package of a newer suite unpacked into PREFIX, next to the system
# and without changing anything of it (no root needed). The mirror is the one this machine's apt is set up with.
# EMSCRIPTEN_SUITE=... picks the suite. Standard output carries one line, the folder; everything else is on stderr.
set -euo pipefail
minimum=3.1.60
suite=${EMSCRIPTEN_SUITE:-forky}
prefix=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/assayer/emscripten}

say() { printf 'get-emscripten: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
version_of() { "$1" --version 2>/dev/null | sed -nE '1s/.*[^0-9.]([0-9]+\.[0-9]+\.[0-9]+).*/\1/p'; }
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

by_hand() {
  say "$1"
  cat >&2 <<TEXT
Install Emscripten $minimum or newer so that emcc is on PATH, then run this again:
  macOS           brew install emscripten
  Fedora          dnf install emscripten
  Arch            pacman -S emscripten        (then: export PATH=/usr/lib/emscripten:\$PATH)
  Debian >= 13    apt-get install emscripten
  anything else   the emsdk of the Emscripten project: emsdk install latest; emsdk activate latest
TEXT
  exit 1
}

# Compiles a program that throws through WebAssembly exceptions and uses SIMD, links it as the ES module that the
# project links, runs it in Node. The first time, this also builds the system libraries into the cache.
works() {
  local emxx=$1 dir out
  dir=$(mktemp -d)
  cat >"$dir/probe.cpp" <<'CPP'
#include <emscripten/bind.h>
#include <wasm_simd128.h>
#include <stdexcept>
#include <string>
#include <vector>
static int probe(int n) {
  if (n < 0) throw std::invalid_argument("negative " + std::to_string(n));
  v128_t v = wasm_f32x4_splat(float(n));
  return int(wasm_f32x4_extract_lane(wasm_f32x4_add(v, v), 2));
}
EMSCRIPTEN_BINDINGS(probe) { emscripten::function("probe", &probe); }
CPP
  cat >"$dir/probe.mjs" <<'JS'
import create from './out.mjs';
const m = await create();
let text;
try { m.probe(-1); } catch (e) { text = m.getExceptionMessage(e).join(': '); }
console.log(m.probe(21), text);
JS
  if ! "$emxx" -O2 -std=c++20 -msimd128 -fwasm-exceptions -lembind -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker,node \
    -sALLOW_MEMORY_GROWTH -sEXPORTED_RUNTIME_METHODS=getExceptionMessage,decrementExceptionRefcount \
    "$dir/probe.cpp" -o "$dir/out.mjs" >"$dir/log" 2>&1; then
    grep -vi '^cache:' "$dir/log" | cut -c1-200 | tail -n 8 >&2; rm -rf "$dir"; return 1
  fi
  out=$(node "$dir/probe.mjs" 2>&1) || true
  rm -rf "$dir"
  [ "$out" = "42 std::invalid_argument: negative -1" ] || { say "the probe printed: $(printf %s "$out" | tail -n 1 | cut -c1-200)"; return 1; }
}

use() { # emcc path
  local version; version=$(version_of "$1") || true
  [ -n "$version" ] || { say "$1 does not run: $("$1" --version 2>&1 | head -n 1 | cut -c1-200)"; return 1; }
  at_least "$version" "$minimum" || return 1
  works "$(dirname "$1")/em++" || die "Emscripten $version ($1) is there, but does not compile a small program"
  say "Emscripten $version, $(dirname "$1")"
  (cd "$(dirname "$1")" && pwd)
}

command -v node >/dev/null || die "node is not on PATH (20 or newer is needed)"
command -v python3 >/dev/null || die "python3 is not on PATH (3.10 or newer is needed)"

if found=$(command -v emcc); then
  use "$found" && exit 0
  say "$found is older than $minimum; looking further"
fi
if [ -e "$prefix/unpacked" ]; then
  [ "$(cat "$prefix/unpacked")" = "$suite $(cd "$prefix" && pwd)" ] && use "$prefix/bin/emcc" && exit 0
  say "what is in $prefix does not serve; fetching it anew"
fi

[ "$(uname -s)" = Linux ] || by_hand "this is not Linux"
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || by_hand "no apt here"

candidate=$(apt-cache policy emscripten 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9.]+).*/\1/p')
if [ -n "$candidate" ] && at_least "$candidate" "$minimum"; then
  [ "$(id -u)" = 0 ] || by_hand "the distribution has Emscripten $candidate: apt-get install emscripten (as root)"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends emscripten >&2
  hash -r
  use "$(command -v emcc)" && exit 0
fi

# ---- an older Debian: unpack a newer suite's package next to the system
arch=$(dpkg --print-architecture)
case $arch in amd64) loader=ld-linux-x86-64.so.2 ;; arm64) loader=ld-linux-aarch64.so.1 ;; *) by_hand "no recipe for $arch" ;; esac
triplet=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
  sed -nE 's/^Debian\|Debian\|main\|//p' | head -n 1)
[ -n "$mirror" ] || by_hand "apt knows no Debian archive here (if it should: apt-get update first)"

rm -rf "$prefix"
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
work=$prefix/work
mkdir -p "$work/lists/partial" "$work/parts" "$work/cache/archives/partial"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r $keyring ] && signed="[signed-by=$keyring] " || signed=
printf 'deb %s%s %s main\n' "$signed" "$mirror" "$suite" >"$work/parts/suite.list"

# What the system has already, or what no program that is kept needs: apt is told that it is installed.
for package in nodejs python3 perl perl-base ccache binutils debconf libc-bin libc6-dev libcurl4 libcurl4t64 libgnutls30t64 libssl3t64 \
  libpfm4 node-xtend {libgcc,libstdc++,libobjc}-{12,13,14,15,16,17,18}-dev; do
  printf 'Package: %s\nStatus: install ok installed\nArchitecture: %s\nMulti-Arch: allowed\nMaintainer: none\nVersion: 99:0\nDescription: -\n\n' \
    "$package" "$arch"
done >"$work/status"
options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::Lists=$work/lists"
  -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" -o APT::Get::List-Cleanup=0 -o Debug::NoLocking=1
  -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0)
say "fetching the package lists of $suite"
apt-get "${options[@]}" update -qq >&2 || die "the mirror of this machine does not serve $suite"
say "fetching Emscripten $(apt-cache "${options[@]}" policy emscripten | sed -nE 's/^ *Candidate: //p') and what it needs"
apt-get "${options[@]}" install -y -q --no-install-recommends --download-only emscripten patchelf </dev/null >"$work/log" 2>&1 ||
  { cut -c1-200 "$work/log" | tail -n 8 >&2; die "apt found no way to get emscripten from $suite"; }

say "unpacking"
for deb in "$work"/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$prefix" --exclude='./usr/share/doc*' --exclude='./usr/share/man' --exclude='./usr/share/locale' \
    --exclude='./usr/share/emscripten/test' --exclude='./usr/share/emscripten/media' --exclude='./usr/lib/*/gconv' --exclude='./usr/include' \
    --exclude='./usr/share/lintian' --exclude='./etc' --exclude='./var' --exclude='./usr/share/bug' --exclude='./usr/lib/llvm-*/share' \
    --exclude='./usr/lib/llvm-*/build'
done
llvm=$(basename "$prefix"/usr/lib/llvm-*)
em=$prefix/usr/share/emscripten
lib=$prefix/usr/lib/$triplet
bin=$prefix/usr/lib/$llvm/bin
# only the programs that Emscripten runs
for program in "$bin"/*; do
  case $(basename "$program") in
    clang | clang++ | clang-[0-9]* | lld | ld.lld | wasm-ld | llvm-ar | llvm-nm | llvm-ranlib | llvm-objcopy | llvm-strip | llvm-dwarfdump | llvm-dwp | llvm-cxxfilt | llvm-size) ;;
    *) rm -f "$program" ;;
  esac
done
rm -f "$prefix/usr/lib/$llvm/lib"/*.a
find "$prefix/usr/lib/$llvm" "$prefix/usr/bin" -xtype l -delete
# the programs find the loader and the libraries of PREFIX, and nothing of the system
run=("$lib/$loader" --library-path "$lib")
is_elf() { [ ! -L "$1" ] && [ -f "$1" ] && [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]; }
for library in "$lib"/libLLVM*.so* "$lib"/libclang*.so* "$lib"/libbinaryen*.so*; do
  is_elf "$library" && "${run[@]}" "$prefix/usr/bin/patchelf" --remove-rpath "$library" # theirs would win over the program's
done
strays=
for program in "$bin"/* "$prefix"/usr/bin/wasm-*; do
  is_elf "$program" || continue
  "${run[@]}" "$prefix/usr/bin/patchelf" --set-interpreter "$lib/$loader" --force-rpath --set-rpath "$lib:$prefix/usr/lib/$llvm/lib" "$program"
  strays+=$("$lib/$loader" --list "$program" 2>&1 | grep -vF -e "$prefix/" -e linux-vdso | sed "s|^|$(basename "$program"):|" || true)
done
[ -z "$strays" ] || die "libraries not found in $prefix: $(printf %s "$strays" | tr '\n\t' '  ' | cut -c1-200)"

rm -rf "$em/node_modules"; mv "$prefix/usr/share/nodejs" "$em/node_modules" # moved: packages there import each other
[ -d "$em/cache" ] && mv "$em/cache" "$prefix/cache" || mkdir -p "$prefix/cache"
# the prebuilt libraries of variants that are never linked (where the package has them)
rm -rf "$prefix"/cache/sysroot/lib/wasm64-emscripten "$prefix"/cache/sysroot/lib/wasm32-emscripten/{thinlto,pic}
cat >"$prefix/emconfig" <<TEXT
LLVM_ROOT = '$bin'
BINARYEN_ROOT = '$prefix/usr'
NODE_JS = '$(command -v node)'
CACHE = '$prefix/cache'
FROZEN_CACHE = False
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
TEXT
mkdir -p "$prefix/bin"
for tool in emcc em++ emcmake emmake emar emranlib embuilder; do
  [ -e "$em/$tool" ] || [ -e "$em/$tool.py" ] || continue
  target=$em/$tool; [ -x "$target" ] || target="python3 $em/$tool.py"
  printf '#!/bin/sh\nexport EM_CONFIG=%s\nexec %s "$@"\n' "$prefix/emconfig" "$target" >"$prefix/bin/$tool"
  chmod +x "$prefix/bin/$tool"
done
for tool in wasm-opt wasm-dis; do ln -sf "$prefix/usr/bin/$tool" "$prefix/bin/$tool"; done
rm -rf "$work"
printf '%s %s' "$suite" "$prefix" >"$prefix/unpacked"
say "building the system libraries that a first link needs (minutes)"
use "$prefix/bin/emcc" || die "the unpacked Emscripten does not run or is older than $minimum"
