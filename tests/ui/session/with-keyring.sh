#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with-keyring.sh COMMAND...: runs the command in a session with its own message bus and an unlocked,
# empty keyring, which are removed afterwards. It needs no desktop or display, and never uses the
# user's own keyring. Exits with the command's exit code.
set -euo pipefail

has_keyring() {
    dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'
}

in_session() {
    local keyring status=0
    gnome-keyring-daemon --foreground --unlock --components=secrets <<<"tests" >/dev/null &
    keyring=$!
    # Otherwise the bus could start a second daemon, which isn't unlocked.
    until has_keyring; do
        kill -0 "$keyring" 2>/dev/null || {
            echo "with-keyring.sh: gnome-keyring-daemon ended before the tests started" >&2
            return 1
        }
        sleep 0.05
    done
    FAULTLINE_TEST_KEYRING=1 "$@" || status=$?
    kill "$keyring" 2>/dev/null || true
    wait "$keyring" || true # so that it doesn't write into the removed directory
    return "$status"
}

if [[ ${1:-} == --in-session ]]; then
    shift
    in_session "$@"
    exit
fi

home=$(mktemp -d /tmp/faultline-keyring-XXXXXX)
trap 'rm -rf -- "$home"' EXIT
mkdir -m 700 "$home/runtime"
env -u DISPLAY -u WAYLAND_DISPLAY -u GNOME_KEYRING_CONTROL \
    HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/runtime" \
    dbus-run-session -- bash "${BASH_SOURCE[0]}" --in-session "$@"
