#!/bin/bash
# Builds the program and holds `byline serve` against nginx over the same built site: see serve_bench.py.
set -euo pipefail
cmake --preset bench >/dev/null
cmake --build --preset bench --target byline
exec /usr/bin/python3 -B bench/serve_bench.py "$@"
