#!/bin/sh
# Checks the layout of the Swift files against .swift-format.
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null 2>&1 || PATH="$PATH:/opt/swift/usr/bin"
swift format lint --recursive --parallel --strict Package.swift Sources Tests
