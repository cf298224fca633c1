#!/bin/bash
# format                    lay out the C++ sources with clang-format 14
set -euo pipefail
source tools/install_packages.sh
install_packages check
find src -name '*.[ch]pp' -print0 | xargs -0 -r -n 20 -P "$(nproc)" clang-format-14 -i
