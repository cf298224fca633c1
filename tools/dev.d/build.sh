#!/bin/bash
# build [PRESET]            build the program: build/release/byline (or all of preset asan, tsan, bench, fuzz)
set -euo pipefail
source tools/install_packages.sh

preset=${1:-release}
case "$preset" in
    release) install_packages build ;;
    asan | tsan) install_packages build test ;;
    bench) install_packages build bench ;;
    fuzz) install_packages build fuzz ;;
    *) printf 'there is no preset %q; there are release, asan, tsan, bench and fuzz\n' "$preset" >&2; exit 2 ;;
esac

if [ "$preset" = release ]; then
    # Tests stay as they were configured, so that `./dev test` finds its objects again.
    [ -f build/release/CMakeCache.txt ] || cmake --preset release -DBYLINE_TESTS=OFF
    cmake --build --preset release --target byline
    printf 'the program is build/release/byline\n'
else
    cmake --preset "$preset"
    cmake --build --preset "$preset"
fi
