#!/bin/bash
# demo [--no-serve]         build the program and the example site, and serve it
set -euo pipefail
bash tools/dev.d/build.sh release
printf 'building the example site\n'
build/release/byline build example
[ "${1:-}" = --no-serve ] && exit 0
printf 'serving it; Ctrl-C ends\n'
exec build/release/byline preview example
