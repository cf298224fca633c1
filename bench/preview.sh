#!/bin/bash
# Builds the program and measures how soon an open page is told of a save: see preview_bench.py.
set -euo pipefail
cmake --preset bench >/dev/null
cmake --build --preset bench --target byline
exec /usr/bin/python3 -B bench/preview_bench.py "$@"
