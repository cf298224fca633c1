#!/bin/bash
# Builds the programs, gets the peer that comes from npm if it can, and measures: see search_bench.py.
set -euo pipefail
cmake --preset bench >/dev/null
cmake --build --preset bench --target byline byline_search_index
if command -v npm >/dev/null 2>&1 && ! cmp -s bench/package-lock.json bench/node_modules/.installed-lock.json; then
    if (cd bench && npm ci --no-audit --no-fund --no-progress </dev/null); then
        cp bench/package-lock.json bench/node_modules/.installed-lock.json
    else
        printf 'Pagefind could not be installed from npm; it is left out\n' >&2
    fi
fi
exec /usr/bin/python3 -B bench/search_bench.py "$@"
