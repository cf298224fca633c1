#!/bin/bash
# Builds the program and has Lighthouse judge home, article, talk and list: both languages, phone and desktop, all four scores.
set -euo pipefail
cmake --preset bench >/dev/null
cmake --build --preset bench --target byline
exec node tests/theme_lighthouse_test.mjs build/bench/byline --all --performance "$@"
