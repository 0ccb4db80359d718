#!/bin/sh
# Builds the one wheel into dist/, with the build tools of an environment that has them.
#
#   scripts/build-wheel.sh ENVIRONMENT
set -eu

environment=${1:?name an environment with the build tools}
root=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$root/dist"
MARTLET_STRICT=${MARTLET_STRICT:-1} "$environment/bin/python" -m pip wheel --quiet \
  --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$root/dist" "$root/python"
ls -l "$root"/dist/*.whl
