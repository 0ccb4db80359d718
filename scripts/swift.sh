#!/bin/sh
# Runs `swift build` or `swift test` in the one configuration that extension, wheel, command and tests share,
# so that nothing is ever compiled twice.
#
#   scripts/swift.sh build|test [ARGUMENT...]
#
# PYTHON names the interpreter whose headers are used (any CPython from 3.11: the extension keeps to
# the limited API of 3.11). Warnings are errors unless MARTLET_STRICT=0, which a user's installation sets:
# another compiler may warn of more. Changing it compiles everything anew.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
verb=${1:?say build or test}
shift
command -v swift >/dev/null 2>&1 || PATH="$PATH:/opt/swift/usr/bin"

# The headers' folder is reached through a link, so that the flags, and with them what is built,
# stay the same whichever interpreter asks.
headers="$root/.build/python-headers"
if [ ! -e "$headers/Python.h" ]; then
  mkdir -p "$root/.build"
  ln -sfn "$("${PYTHON:-python3}" -c 'import sysconfig; print(sysconfig.get_path("include"))')" "$headers"
fi

# `swift test` would say -enable-testing once more, which is another configuration to it.
[ "$verb" = build ] || set -- --disable-testable-imports "$@"
MARTLET_STRICT=${MARTLET_STRICT:-1} exec swift "$verb" --package-path "$root" --configuration release \
  -Xswiftc -enable-testing -Xswiftc -cross-module-optimization -Xcc "-I$headers" "$@"
