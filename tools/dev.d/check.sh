#!/bin/bash
# check                     format, layers, style, headers alone, clang-tidy
# shellcheck disable=SC2317  # functions are called through stage()
set -euo pipefail
source tools/install_packages.sh
install_packages build check test

passed=0
failed=0
failures=()
stage() {
    local name=$1 began=$SECONDS
    shift
    if "$@"; then
        passed=$((passed + 1))
        printf 'ok      %s (%d s)\n' "$name" $((SECONDS - began))
    else
        failed=$((failed + 1))
        failures+=("$name")
        printf 'FAILED  %s (%d s)\n' "$name" $((SECONDS - began))
    fi
}

format_is_right() {
    local wrong
    wrong=$(find src bench -name '*.[ch]pp' -print0 |
        xargs -0 -r -n 20 -P "$(nproc)" clang-format-14 --dry-run -Werror 2>&1 | grep -E 'error:') || true
    printf '%s' "${wrong:+$wrong$'\n'}"
    [ -z "$wrong" ]
}

scripts_are_right() {
    shellcheck -x dev .ci/run tools/tidy_compiler tools/*.sh tools/dev.d/*.sh bench/*.sh
}

python_test() { PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "tools/$1" 2>&1 | tail -n 25; }

stage 'layers' /usr/bin/python3 -B tools/check_layers.py
stage 'the check of layers can fail' python_test check_layers_test.py
stage 'style' /usr/bin/python3 -B tools/check_style.py
stage 'the check of style can fail' python_test check_style_test.py
stage 'shell scripts' scripts_are_right
stage 'format' format_is_right
stage 'headers alone' /usr/bin/python3 -B tools/check_cpp.py headers
stage 'clang-tidy' /usr/bin/python3 -B tools/check_cpp.py tidy

if [ -n "${BYLINE_RESULTS:-}" ]; then
    printf '{"name": "check", "passed": %d, "failed": %d, "skipped": 0}\n' "$passed" "$failed" > "$BYLINE_RESULTS/check.counts.json"
fi
[ "$failed" -eq 0 ] && { printf 'check: all %d passed\n' "$passed"; exit 0; }
printf 'check: %d failed:\n' "$failed"
printf '  %s\n' "${failures[@]}"
exit 1
