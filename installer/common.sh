# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by run.sh, test.sh and .ci/run: installs what is missing, and builds. Source this file.

set -euo pipefail

project_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log_dir="$project_dir/build/logs"
lists_lock_patience=300 # seconds

# Package names are Debian 12's.
# shellcheck disable=SC2034 # used by the scripts that source this
build_packages=(
    g++ cmake ninja-build ccache pkgconf
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools libpq-dev libxxhash-dev rapidjson-dev libcsv-dev
    qtkeychain-qt6-dev libqcustomplot-dev libxlsxwriter-dev zlib1g-dev libarchive-dev libboost-dev
)
# hstore is in postgresql-15 itself. The font is for machines that have none.
# shellcheck disable=SC2034
run_packages=(postgresql-15 postgresql-client-15 libqt6sql6-psql fonts-dejavu-core)
# For tests only: a keyring for passwords, certificates, and programs that read our exports.
# shellcheck disable=SC2034
test_packages=(
    dbus-daemon gnome-keyring libsecret-1-0 openssl pgbouncer
    libreoffice-calc-nogui poppler-utils
    jupyter-nbconvert python3-ipykernel python3-psycopg2 python3-pandas python3-matplotlib
    python3-scipy
)

say() {
    printf '== %s\n' "$*"
}

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

# run_logged LOG_NAME COMMAND...: prints nothing, or the end of the log if the command fails.
run_logged() {
    local log="$log_dir/$1.log" status=0
    shift
    mkdir -p "$log_dir"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status != 0)); then
        tail -n 60 "$log" >&2
        printf 'Command failed: %s\nFull log: %s\n' "$*" "$log" >&2
    fi
    return "$status"
}

missing_packages() {
    local package
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] \
            || printf '%s\n' "$package"
    done
}

apt_get() {
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

# apt can wait for dpkg's lock, but not for the lock of the lists, which another apt often holds for
# a while after the machine starts.
apt_update() {
    local log="$log_dir/apt-update.log" deadline=$((SECONDS + lists_lock_patience)) waits=
    mkdir -p "$log_dir"
    until apt_get update >"$log" 2>&1 </dev/null; do
        if ! grep -q 'Could not get lock' "$log" || ((SECONDS >= deadline)); then
            tail -n 60 "$log" >&2
            printf 'Command failed: apt-get update\nFull log: %s\n' "$log" >&2
            return 100
        fi
        [[ -n $waits ]] || say "Packages: waiting for another program to finish updating the lists" \
            "(at most $((lists_lock_patience / 60)) minutes)"
        waits=yes
        sleep 1
    done
}

# When first installed, Debian's postgresql-15 and pgbouncer start a server for the whole machine.
# Faultline and its tests start their own, so this prevents a server that the user didn't ask for.
# A subshell, so that its trap runs however it ends.
apt_install() (
    conf_dir=/etc/postgresql-common/createcluster.d
    conf="$conf_dir/faultline-installer.conf"
    policy=/usr/sbin/policy-rc.d
    made=()
    trap '((${#made[@]} == 0)) || as_root rm -f "${made[@]}"
        as_root rmdir --ignore-fail-on-non-empty "$conf_dir" 2>/dev/null || true' EXIT
    if [[ " $* " == *" postgresql-15 "* ]]; then
        as_root mkdir -p "$conf_dir"
        made+=("$conf")
        echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
    fi
    if [[ " $* " == *" pgbouncer "* && ! -e $policy ]]; then
        made+=("$policy")
        printf '#!/bin/sh\n[ "$1" != pgbouncer ] || exit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    apt_get install --no-install-recommends "$@"
)

# install_packages PACKAGE...: does nothing, and needs no root, if all of them are installed.
install_packages() {
    command -v dpkg-query apt-get >/dev/null \
        || die "this script installs packages of Debian 12; on other systems, install the equivalents of: $*"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        say "Packages: all installed"
        return
    fi
    ((EUID == 0)) || command -v sudo >/dev/null \
        || die "run this as root or install sudo, to install these packages: ${missing[*]}"
    say "Packages: installing ${missing[*]}"
    apt_update
    run_logged apt-install apt_install "${missing[@]}"
}

# build PRESET [TARGET...]: builds all targets if none is named.
build() {
    local preset="$1" begin=$SECONDS
    shift
    local targets=()
    (($# == 0)) || targets=(--target "$@")
    cd "$project_dir"
    say "Building the $preset preset (takes some minutes the first time)"
    run_logged "configure-$preset" cmake --preset "$preset"
    run_logged "build-$preset" cmake --build --preset "$preset" "${targets[@]}"
    say "Built in $((SECONDS - begin)) s"
}
