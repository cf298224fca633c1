#!/bin/bash
# soak [STEPS] [SEED]       edit a site at random and build it again, STEPS times (10000): each time as a build from nothing
set -euo pipefail
source tools/install_packages.sh
install_packages build test
steps=${1:-10000}
seed=${2:-$(date +%s)}
if [[ ! "$steps" =~ ^[0-9]+$ || ! "$seed" =~ ^[0-9]+$ ]]; then
    printf 'usage: ./dev soak [STEPS] [SEED], both whole numbers\n' >&2
    exit 2
fi
cmake --preset release -DBYLINE_TESTS=ON >/dev/null
cmake --build --preset release --target publish_tests database_tests
printf '%s builds, from seed %s on\n' "$steps" "$seed"
BYLINE_STEPS=$steps BYLINE_SEED=$seed build/release/publish_tests --gtest_brief=1 \
    --gtest_filter='IncrementalBuild.IsWhatABuildFromNothingMakes'
printf 'a writer of the store is killed, %s times\n' "$((steps / 20 + 1))"
BYLINE_KILLS=$((steps / 20 + 1)) BYLINE_SEED=$seed build/release/database_tests --gtest_brief=1 --gtest_filter='*KilledWriter*'
