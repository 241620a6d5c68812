#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The long form of the fault harness, for a release: hours. tests/faults/README.md says what it does.
#   bash tests/soak.sh [--kills N] [--links N] … [--seed N]
# Options that are given replace those below that have the same name.
source "$(dirname "${BASH_SOURCE[0]}")/../installer/common.sh"

# With the steps that a program for people doesn't have.
(build dev faultline-cli faultline-faults) >&2
faults=$project_dir/build/dev/bin/faultline-faults
for kind in packed tables; do
    "$faults" --$kind --failpoints --kills 200 --links 100 --commit-links 50 --pairs 50 --mixed 10 "$@"
done
"$faults" --plants --failpoints --kills 200 --links 100 --commit-links 50 --pairs 50 --mixed 10 "$@"
exec "$faults" \
    --kills 1000 --failpoints --backends 200 --server-kills 200 --server-stops 50 \
    --links 400 --commit-links 100 --pairs 100 --cancels 100 --mixed 50 --edits 1000 --killed-edits 1000 \
    --packed-edits 500 --packed-killed-edits 500 --table-edits 500 --table-killed-edits 500 "$@"
