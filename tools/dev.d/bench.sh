#!/bin/bash
# bench [MODULE] [ARGS]     run the benchmarks of one module (markdown, templating, ...), of all, of whole builds (build), of saves (preview), or of pages in a browser (page)
set -euo pipefail
source tools/install_packages.sh
install_packages build bench
module=${1:-}
[ $# -gt 0 ] && shift
# A benchmark with a script of its own, such as build, builds what it needs.
if [[ "$module" =~ ^[a-z_]+$ && -x "bench/$module.sh" ]]; then exec "bench/$module.sh" "$@"; fi
cmake --preset bench >/dev/null
cmake --build --preset bench
found=0
# shellcheck disable=SC2043,SC2231  # without a module, the star stands for all
for program in build/bench/${module:-*}_bench; do
    [ -x "$program" ] || continue
    found=1
    printf '\n== %s\n' "$(basename "$program")"
    "$program" "$@"
done
[ "$found" = 1 ] && exit 0
printf 'there is no benchmark %q; there are:\n' "$module" >&2
for program in build/bench/*_bench bench/*.sh; do
    [ -x "$program" ] && printf '  %s\n' "$(basename "$program" | sed 's/_bench$//; s/\.sh$//')" >&2
done
exit 2
