#!/bin/sh
# Makes a virtual environment with one Dask version and what the tests and the demo need beside Martlet.
#
#   scripts/make-environment.sh FOLDER DASK_VERSION [REQUIREMENTS_FILE...]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
dask=$2
shift 2

echo "making $folder with Dask $dask"
rm -rf "$folder"
"$("$root/scripts/find-python.sh")" -m venv "$folder"
for file in "$@"; do set -- "$@" --requirement "$file"; shift; done
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
  "dask==$dask" "distributed==$dask" "$@"
touch "$folder/.made"
