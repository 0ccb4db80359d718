#!/bin/sh
# Prints the path of the Python to use: $PYTHON if set, else the first CPython from 3.11 on the path.
set -eu

usable='import sys, sysconfig
assert sys.version_info >= (3, 11) and not sysconfig.get_config_var("Py_GIL_DISABLED")
print(sys.executable)'

for candidate in ${PYTHON:+"$PYTHON"} python3 python3.11 python3.12 python3.13 python3.14; do
  if "$candidate" -c "$usable" 2>/dev/null; then exit 0; fi
done
echo "error: no CPython 3.11 or newer (with a GIL) is on the path" >&2
exit 1
