#!/bin/sh
# Fails if an engine module imports Foundation, NIO or a module above it: SwiftPM itself forbids neither.
set -eu

cd "$(dirname "$0")/.."
failures=0

# MODULE FORBIDDEN: no file of the module may import a module that matches the pattern.
forbid() {
  [ -d "Sources/$1" ] || return 0
  if grep -rnE --include='*.swift' \
    "^[[:space:]]*(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*((public|package|internal|fileprivate|private)[[:space:]]+)?import[[:space:]]+((struct|class|enum|protocol|func|var|let|typealias)[[:space:]]+)?($2)([.[:space:]]|$)" \
    "Sources/$1"; then
    echo "error: $1 must not import what matches $2 (docs: layers)" >&2
    failures=1
  fi
}

network='Foundation[A-Za-z]*|NIO[A-Za-z]*|AsyncHTTPClient|Crypto|Dispatch'
forbid MartletBytes "$network|Martlet[A-Za-z]*|CPython"
forbid MartletGraph "$network|MartletStore|MartletPython|MartletCommands|CPython|Glibc"
forbid MartletStore "$network|MartletGraph|MartletPython|MartletCommands|CPython"
forbid MartletRoot "$network|MartletGraph|MartletStore|MartletInputs|MartletPython|MartletCommands|CPython|Glibc"
forbid MartletInputs "$network|MartletGraph|MartletStore|MartletPython|MartletCommands|CPython"
forbid MartletPython "$network|MartletCommands|ArgumentParser"
forbid MartletTesting "$network|MartletPython|MartletCommands"

# Python reaches the extension through one file.
if grep -rnE --include='*.py' '^[[:space:]]*(import|from)[[:space:]]+(martlet\.)?_martlet\b' python/src |
  grep -v '^python/src/martlet/_native.py:'; then
  echo "error: only python/src/martlet/_native.py may import _martlet" >&2
  failures=1
fi
exit $failures
