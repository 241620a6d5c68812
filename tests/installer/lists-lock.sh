#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# While another program locks apt's lists, the installer waits and says so. It continues when they
# are free, and gives up after a time limit. The test uses its own lists without sources, so it
# needs neither the network nor root.
source "$(dirname "${BASH_SOURCE[0]}")/../../installer/common.sh"

directory=$(mktemp -d)
log_dir="$directory/logs"
mkdir -p "$directory/lists/partial" "$directory/cache/archives/partial"
cat >"$directory/apt.conf" <<CONF
Dir::State::lists "$directory/lists/";
Dir::Cache "$directory/cache/";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "/dev/null";
CONF
export APT_CONFIG="$directory/apt.conf"
as_root() {
    "$@"
}

# Locks the lists as apt does, with fcntl, until standard input ends.
hold_lock() {
    coproc holder {
        exec python3 -c '
import fcntl, sys
lock = open(sys.argv[1], "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()' "$directory/lists/lock"
    }
    # shellcheck disable=SC2154 # set by coproc
    holder_pid=$holder_PID
    local held
    read -r held <&"${holder[0]}"
    [[ $held == held ]]
}

release_lock() {
    local input=${holder[1]}
    exec {input}>&-
    wait "$holder_pid" || true
}

holder_pid='' update_pid=''
trap '[[ -z $holder_pid ]] || kill "$holder_pid" 2>/dev/null || true
    [[ -z $update_pid ]] || kill "$update_pid" 2>/dev/null || true
    rm -rf -- "$directory"' EXIT

apt_update >"$directory/free"
[[ ! -s "$directory/free" ]] || die "it waited for lists that are free"

hold_lock
apt_update >"$directory/output" &
update_pid=$!
until [[ -s "$directory/output" ]]; do
    kill -0 "$update_pid" 2>/dev/null || die "it didn't wait: $(cat "$log_dir/apt-update.log")"
    sleep 0.1
done
grep -q 'another program to finish updating the lists' "$directory/output" || die "it said: $(cat "$directory/output")"
release_lock
wait "$update_pid" || die "it failed when the lists were free"
update_pid=''

hold_lock
lists_lock_patience=0
! apt_update >"$directory/output" 2>&1 || die "it continued without the lock"
grep -q 'Could not get lock' "$directory/output" || die "it didn't say why it failed"
release_lock
