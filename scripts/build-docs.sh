#!/bin/sh
# Builds the Swift modules' documentation into .build/documentation; a broken link or a page that names what
# is not there is an error.
#
#   scripts/build-docs.sh
#
# Of the engine's modules it tells what other modules see, of the extension and the commands what is inside. What
# names a type of a module that is imported for the package only is left out: the extractor is not of the package.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
command -v swift >/dev/null 2>&1 || PATH="$PATH:/opt/swift/usr/bin"
tools=$(dirname "$(readlink -f "$(command -v swift)")")
output=$root/.build/documentation
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

PYTHON=$("$root/scripts/find-python.sh") "$root/scripts/swift.sh" build >&2
modules=$(dirname "$(find "$root/.build" -path '*/release/Modules/MartletBytes.swiftmodule' | head -n 1)")

target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",*$/\1/p')
release=$(dirname "$modules")
set -- -target "$target" -I "$modules" -I "$root/Sources/CXXHash" -I "$root/Sources/CPython" \
  -Xcc "-I$root/.build/python-headers" -module-cache-path "$release/ModuleCache"
for map in "$release"/C*.build/module.modulemap; do set -- "$@" -Xcc "-fmodule-map-file=$map"; done

document() { # ACCESS MODULE FLAG...
  access=$1 module=$2
  shift 2
  mkdir "$work/$module"
  "$tools/swift-symbolgraph-extract" -module-name "$module" -minimum-access-level "$access" \
    -output-dir "$work/$module" "$@"
  "$tools/docc" convert "$root/Sources/$module/$module.docc" \
    --additional-symbol-graph-dir "$work/$module" --warnings-as-errors \
    --fallback-display-name "$module" --fallback-bundle-identifier "org.martlet.$module" \
    --output-path "$work/$module.doccarchive"
}

for module in Bytes Graph Store Root Inputs Testing; do document package "Martlet$module" "$@"; done
for module in Python Commands; do document internal "Martlet$module" "$@"; done
rm -rf "$output"
"$tools/docc" merge "$work"/*.doccarchive --synthesized-landing-page-name Martlet --output-path "$output"
echo "the documentation is in $output"
