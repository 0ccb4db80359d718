#!/bin/sh
# Runs every test of an installed build, and ends with what passed, failed and was skipped.
#
# Each part writes its log into .build/test-logs; a part that fails shows its log's end.
set -u

cd "$(dirname "$0")/.." || exit
logs=.build/test-logs
rm -rf "$logs"
mkdir -p "$logs"
passed=0 failed=0 skipped=0

count() { # NUMBER-PASSED NUMBER-FAILED NUMBER-SKIPPED
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

number() { # PATTERN LOG: the number before a word in pytest's last line
  tail -n 1 "$2" | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+' || echo 0
}

run() { # NAME COMMAND...: one part that counts as one test
  name=$1
  shift
  if "$@" >"$logs/$name" 2>&1; then count 1 0 0; echo "passed $name"; return 0; fi
  count 0 1 0
  echo "FAILED $name; the end of $logs/$name:"
  tail -n 40 "$logs/$name"
  return 1
}

swift_tests() {
  if PYTHON=.venv/bin/python scripts/swift.sh test >"$logs/swift" 2>&1; then bad=0; else bad=1; fi
  good=$(grep -oE 'Test run with [0-9]+ tests' "$logs/swift" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }')
  [ "$good" -gt 0 ] || bad=1
  if [ "$bad" = 1 ]; then
    bad=$(grep -c '^✘ Test .* failed' "$logs/swift")
    [ "$bad" -gt 0 ] || bad=1
    grep -E '✘|error:' "$logs/swift" | head -n 40
    good=$((good > bad ? good - bad : 0))
  fi
  count "$good" "$bad" 0
  echo "Swift: $good passed, $bad failed"
}

python_tests() { # NAME ENVIRONMENT ARGUMENT...
  name=$1 environment=$2
  shift 2
  (cd python && "../$environment/bin/python" -m pytest -q -ra --durations=5 "$@") >"$logs/$name" 2>&1
  status=$?
  good=$(number passed "$logs/$name") bad=$(($(number failed "$logs/$name") + $(number errors? "$logs/$name")))
  [ "$status" = 0 ] || [ "$bad" -gt 0 ] || bad=1
  count "$good" "$bad" "$(number skipped "$logs/$name")"
  echo "$name: $(tail -n 1 "$logs/$name")"
  grep -E '^SKIPPED' "$logs/$name"
  [ "$status" = 0 ] || grep -E '^(FAILED|ERROR)|^E  ' "$logs/$name" | head -n 60
}

checks() { # NAME: a script that prints a line per check
  if .venv/bin/python "scripts/check-$1.py" >"$logs/$1" 2>&1; then bad=0; else bad=1; fi
  failures=$(grep -c '^failed' "$logs/$1")
  [ "$failures" -gt 0 ] || failures=$bad
  count "$(grep -c '^passed' "$logs/$1")" "$failures" "$(grep -c '^skipped' "$logs/$1")"
  grep -vE '^passed' "$logs/$1"
  echo "$1: $(grep -c '^passed' "$logs/$1") checks passed"
}

run layering scripts/check-layering.sh
run format scripts/lint.sh
swift_tests
run documentation scripts/build-docs.sh
checks wheel
checks sdist
python_tests dask-new .venv tests

# What does not depend on Dask's version is tried at one end of its range only.
echo "dask-old leaves out: tests/faults; each of coffea's edits in two ways of three (MARTLET_TEST_WAYS)"
export MARTLET_TEST_WAYS=in-turn
python_tests dask-old .venv-old tests --ignore=tests/faults
unset MARTLET_TEST_WAYS

python_tests doctests .venv --doctest-modules --pyargs martlet
run demo .venv/bin/python examples/ttbar/demo.py --events 5000 --folder .build/test-demo

# A session costs its imports in each process, and a chunk its calls, however few the events.
echo "demo-coffea and demo-awkward leave out: the second file of each sample, the second worker"
export DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False
run demo-coffea .venv/bin/python examples/ttbar_coffea/demo.py --events 5000 --files 1 --workers 1 --folder .build/test-demo-coffea
run demo-awkward .venv-old/bin/python examples/ttbar_awkward/demo.py --events 2000 --files 1 --workers 1 --folder .build/test-demo-awkward

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
