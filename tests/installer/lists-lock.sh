#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The installer waits while another program has locked apt's lists, and says so; it goes on as soon as
# they are free, and gives up when they aren't in time. With lists of its own and without sources, so
# that it needs neither the network nor root.
source "$(dirname "${BASH_SOURCE[0]}")/../../installer/common.sh"

place=$(mktemp -d)
log_dir="$place/logs"
mkdir -p "$place/lists/partial" "$place/cache/archives/partial"
cat >"$place/apt.conf" <<CONF
Dir::State::lists "$place/lists/";
Dir::Cache "$place/cache/";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "/dev/null";
CONF
export APT_CONFIG="$place/apt.conf"
as_root() {
    "$@"
}

# As apt locks it: with fcntl, until its standard input ends.
hold_lock() {
    coproc holder {
        exec python3 -c '
import fcntl, sys
lock = open(sys.argv[1], "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()' "$place/lists/lock"
    }
    # shellcheck disable=SC2154 # set by coproc
    holder_pid_kept=$holder_PID
    local held
    read -r held <&"${holder[0]}"
    [[ $held == held ]]
}

release_lock() {
    local input=${holder[1]}
    exec {input}>&-
    wait "$holder_pid_kept" || true
}

holder_pid_kept='' update_pid=''
trap '[[ -z $holder_pid_kept ]] || kill "$holder_pid_kept" 2>/dev/null || true
    [[ -z $update_pid ]] || kill "$update_pid" 2>/dev/null || true
    rm -rf -- "$place"' EXIT

apt_update >"$place/free"
[[ ! -s "$place/free" ]] || die "it waited for lists that are free"

hold_lock
apt_update >"$place/said" &
update_pid=$!
until [[ -s "$place/said" ]]; do
    kill -0 "$update_pid" 2>/dev/null || die "it didn't wait: $(cat "$log_dir/apt-update.log")"
    sleep 0.1
done
grep -q 'another program to finish updating the lists' "$place/said" || die "it said: $(cat "$place/said")"
release_lock
wait "$update_pid" || die "it failed when the lists were free"
update_pid=''

hold_lock
lists_lock_patience=0
! apt_update >"$place/said" 2>&1 || die "it went on without the lock"
grep -q 'Could not get lock' "$place/said" || die "it didn't say why it failed"
release_lock
