#!/bin/sh
# Builds the CPython extension and puts it where it is asked for: an abi3 library for Python 3.11 and newer.
#
#   scripts/build-extension.sh [FILE]        default: python/src/martlet/_martlet.abi3.so
#
# The static library comes out of the one build folder that everything shares; what SwiftPM cannot do
# is done here: a static Swift runtime in a dynamic library, one exported symbol, and no symbol newer
# than glibc 2.34 (Enterprise Linux 9).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
output=${1:-$root/python/src/martlet/_martlet.abi3.so}
command -v swift >/dev/null 2>&1 || PATH="$PATH:/opt/swift/usr/bin"

"$root/scripts/swift.sh" build --product MartletPython >&2
library=$(find "$root/.build" -path '*/release/libMartletPython.a' | head -n 1)
runtime=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift_static/linux

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo '{ global: PyInit__martlet; local: *; };' >"$work/exports"
# Swift's runtime wants hypotf, whose newest version is glibc 2.35's: ours comes first, and is hidden.
echo 'double sqrt(double); __attribute__((visibility("hidden")))
float hypotf(float x, float y) { return (float)sqrt((double)x * x + (double)y * y); }' >"$work/hypotf.c"
clang -O2 -fPIC -c "$work/hypotf.c" -o "$work/hypotf.o"
# Object files, since the linker is told to hide whatever comes out of an archive.
(cd "$work" && ar x "$library")
swiftc -emit-library -static-stdlib -o "$work/_martlet.so" "$work"/*.o \
  -Xlinker "-L$runtime" -Xlinker --version-script="$work/exports" -Xlinker --gc-sections
strip "$work/_martlet.so"

newest=$(objdump -T "$work/_martlet.so" | grep -o 'GLIBC_2\.[0-9]*' | sort -V | tail -n 1)
if [ "$(printf '%s\n' "$newest" GLIBC_2.34 | sort -V | tail -n 1)" != GLIBC_2.34 ]; then
  echo "error: the extension wants $newest, newer than GLIBC_2.34

hint: \`objdump -T\` on it names the symbol; a hidden function of that name keeps it out" >&2
  exit 1
fi
mkdir -p "$(dirname "$output")"
mv "$work/_martlet.so" "$output.new"
mv "$output.new" "$output"
