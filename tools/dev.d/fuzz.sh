#!/bin/bash
# fuzz [TARGET] [SECONDS]   run one fuzzer, or each in turn, from its corpus in fixtures/fuzz (60 seconds each)
set -euo pipefail
source tools/install_packages.sh
install_packages build fuzz
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
target=${1:-}
seconds=${2:-60}
found=0
# shellcheck disable=SC2231  # without a target, the star stands for all
for program in build/fuzz/${target:-}*_fuzz; do
    [ -x "$program" ] || continue
    found=1
    name=$(basename "$program")
    printf '\n== %s, %s seconds\n' "$name" "$seconds"
    mkdir -p "build/fuzz/corpus/$name"
    seeds=()
    [ -d "fixtures/fuzz/$name" ] && seeds=("fixtures/fuzz/$name")
    "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$name-" "build/fuzz/corpus/$name" "${seeds[@]}"
done
[ "$found" = 1 ] && exit 0
printf 'there is no fuzzer %q\n' "$target" >&2
exit 2
