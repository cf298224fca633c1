#!/bin/bash
# test [--again]            everything: install, check, build, tests in release and under ASan and UBSan
set -euo pipefail
source tools/install_packages.sh
export CI=${CI:-}

case "${1:-}" in
    '') is_again= ;;
    --again) is_again=yes ;;
    *) printf './dev test [--again]: also runs what passed before with the same inputs\n' >&2; exit 2 ;;
esac
install_packages build check test asset

results=$PWD/build/test-results
rm -rf "$results"
mkdir -p "$results/release" "$results/asan"
stages_failed=0
report=()
stage() {
    local name=$1 began=$SECONDS outcome=ok
    shift
    printf '\n== %s\n' "$name"
    "$@" || { outcome=FAILED; stages_failed=$((stages_failed + 1)); }
    report+=("$(printf '%-8s%s (%d s)' "$outcome" "$name" $((SECONDS - began)))")
    [ "$outcome" = ok ]
}

# A clone that has built nothing compiles sources together, in half the time. One in which ./dev build came first keeps
# them apart, so that an edit compiles one.
configure_and_build() {
    local preset=$1 unity=()
    [ -f "build/$preset/CMakeCache.txt" ] || unity=(-DBYLINE_UNITY=all)
    cmake --preset "$preset" -DBYLINE_TESTS=ON "${unity[@]}" >"$results/$preset.configure.txt" 2>&1 ||
        { cat "$results/$preset.configure.txt"; return 1; }
    cmake --build --preset "$preset" -- -k 0
}

# GoogleTest and the black-box tests both leave their counts in $results.
# What passed before with the same inputs is not run again: tools/run_test.py.
run_ctest() {
    BYLINE_RESULTS="$results/$1" GTEST_OUTPUT="json:$results/$1/" GTEST_BRIEF=1 \
        ctest --preset "$1" --timeout 900 --output-junit "$results/$1.junit.xml"
}

# Two cores are idle while a browser or a server is waited for: the sanitized half goes beside the tests in release, gives way
# to them, and is told of when it is done. `wait` has its outcome; a half that died without telling has failed.
sanitized_half() {
    report=()
    stages_failed=0
    if stage 'build (ASan and UBSan)' configure_and_build asan; then stage 'tests (ASan and UBSan)' run_ctest asan || true; fi
    printf '%s\n' "${report[@]}" >"$results/asan.report.txt"
    [ "$stages_failed" -eq 0 ]
}

stage 'packages of npm' install_npm || true
[ -n "$is_again" ] || BYLINE_TEST_INPUTS=$(/usr/bin/python3 -B tools/run_test.py --inputs)
export BYLINE_TEST_INPUTS=${BYLINE_TEST_INPUTS:-}
stage 'check' env BYLINE_RESULTS="$results" bash tools/dev.d/check.sh || true
is_built=yes
stage 'build (release)' configure_and_build release || is_built=
set -m # a process group of its own, so that it ends with us
{ renice -n 5 "$BASHPID" >/dev/null || true; sanitized_half; } >"$results/asan.txt" 2>&1 </dev/null &
sanitized=$!
set +m
trap 'kill -- "-$sanitized" 2>/dev/null || true' EXIT
if [ -n "$is_built" ]; then stage 'tests (release)' run_ctest release || true; fi
printf '\n== waiting for ASan and UBSan\n'
wait "$sanitized" || stages_failed=$((stages_failed + 1))
trap - EXIT
cat "$results/asan.txt"
if [ -f "$results/asan.report.txt" ]; then mapfile -t -O "${#report[@]}" report <"$results/asan.report.txt"; else report+=('FAILED  ASan and UBSan: it ended early'); fi

printf '\n'
printf '%s\n' "${report[@]}"
printf 'in %d s\n' "$SECONDS"
/usr/bin/python3 -B tools/sum_results.py "$results" "$stages_failed"
