#!/bin/sh
# Installs the Debian packages that building needs and that are missing; says which if it may not.
set -eu

missing=""
need() { # FILE PACKAGE: the package is needed if the file is not there
  [ -e "$1" ] || missing="$missing $2"
}

python=$("$(dirname "$0")/find-python.sh" || true)
[ -n "$python" ] || missing="$missing python3 python3-dev python3-venv"
if [ -n "$python" ]; then
  headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
  [ -e "$headers/Python.h" ] || missing="$missing python3-dev"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
fi
need /usr/include/xxhash.h libxxhash-dev
command -v objdump >/dev/null || missing="$missing binutils"
command -v git >/dev/null || missing="$missing git"
command -v gcc >/dev/null || missing="$missing gcc libc6-dev libstdc++-12-dev"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "error: these Debian packages are missing:$missing" >&2
  echo >&2
  echo "hint: as root, run \`apt-get install$missing\`, or run this command as root" >&2
  exit 1
fi
echo "installing Debian packages:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of words
apt-get install -qq -y --no-install-recommends $missing >/dev/null
