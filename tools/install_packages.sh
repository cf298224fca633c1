# Sourced by the commands of ./dev: install_packages PURPOSE... installs what tools/packages.txt lists and this machine
# lacks, and says so before, for `build` also what package.json pins as dependencies; install_npm installs all that it pins.
# shellcheck shell=bash

missing_packages() {
    local package command
    while read -r package; do
        command=
        case "$package" in *'|'*) command=${package#*|} package=${package%%|*} ;; esac
        [ -n "$command" ] && command -v "$command" >/dev/null 2>&1 && continue
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
        printf '%s\n' "$package"
    done < <(sed -nE "s/^($(IFS='|'; printf '%s' "$*")): +//p" tools/packages.txt) | sort -u
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        printf 'this needs root, and sudo is not here; run as root:\n  %s\n' "$*" >&2
        return 1
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

install_packages() {
    install_debian_packages "$@" || return 1
    case " $* " in *' build '*) install_npm_for_build ;; esac
}

install_debian_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null 2>&1; then
        printf 'not a Debian system: install by hand what tools/packages.txt lists for: %s\n' "$*" >&2
        return 0
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -eq 0 ] && return 0
    printf 'installing %d Debian packages for %s:\n' "${#missing[@]}" "$*"
    printf '  %s\n' "${missing[@]}"
    # Lists that are absent or too old to be fetched from are renewed once.
    if ! apt-get --simulate --no-install-recommends install "${missing[@]}" >/dev/null 2>&1; then
        apt_get -q update
    fi
    apt_get -q -y --no-install-recommends install "${missing[@]}" && return 0
    apt_get -q update
    apt_get -q -y --no-install-recommends install "${missing[@]}"
}

# name and version of each package in one table of package.json
pinned() { sed -nE '/"'"$1"'"/,/\}/s/^ +"([^"]+)": "([0-9][^"]*)".*/\1 \2/p' package.json; }

install_npm_for_build() {
    local name version absent=
    while read -r name version; do
        grep -qsF "\"version\": \"$version\"" "node_modules/$name/package.json" || absent=$name
    done < <(pinned dependencies)
    [ -z "$absent" ] && return 0
    printf 'installing from npm what the program is built of:\n'
    pinned dependencies | sed 's/^/  /'
    npm ci --omit=dev --no-progress </dev/null
}

install_npm() {
    cmp -s package-lock.json node_modules/.installed-lock.json && return 0
    printf 'installing from npm what package.json pins:\n'
    { pinned dependencies; pinned devDependencies; } | sed 's/^/  /'
    npm ci --no-progress </dev/null || return 1
    cp package-lock.json node_modules/.installed-lock.json
}
