#!/bin/bash
# Builds the programs and measures the store of comments, then both servers over HTTP: see conversation_bench.cpp and conversation_peer.py.
#     ./dev bench conversation                      the store alone, then beside Waline
#     ./dev bench conversation --store [ARGS]       the store alone; ARGS are those of Google Benchmark
#     ./dev bench conversation --peer [ARGS]        the servers alone; --writers, --each, --reads
set -euo pipefail
part=${1:-}
[ $# -gt 0 ] && shift
cmake --preset bench >/dev/null
cmake --build --preset bench --target byline conversation_bench
case "$part" in
    --store) exec build/bench/conversation_bench "$@" ;;
    --peer) ;;
    "") build/bench/conversation_bench ;;
    *) printf 'conversation: --store or --peer, not %q\n' "$part" >&2; exit 2 ;;
esac
if command -v npm >/dev/null 2>&1 && ! cmp -s bench/waline/package-lock.json bench/waline/node_modules/.installed-lock.json; then
    if (cd bench/waline && npm ci --ignore-scripts --no-audit --no-fund --no-progress </dev/null); then
        cp bench/waline/package-lock.json bench/waline/node_modules/.installed-lock.json
    else
        printf 'Waline could not be installed from npm; it is left out\n' >&2
    fi
fi
exec /usr/bin/python3 -B bench/conversation_peer.py build/bench/byline "$@"
