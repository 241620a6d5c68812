# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the checks. Source this file; it changes to the project's folder.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source_dirs=(app ui core tests data)

# In containers the clone often belongs to another user, which git would refuse.
project_git() {
    git -c safe.directory='*' "$@"
}

# source_files NAME_PATTERN...: prints our files that match, tracked or new, one per line.
source_files() {
    local pattern matching=()
    for pattern in "$@"; do
        matching+=(-o -name "$pattern")
    done
    find "${source_dirs[@]}" -type f \( "${matching[@]:1}" \) | LC_ALL=C sort
}
