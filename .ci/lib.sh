# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the checks share. To be sourced; leaves the caller in the project's folder.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source_dirs=(app ui core tests data)

# Containers often hold a clone that belongs to another user, which git otherwise refuses.
project_git() {
    git -c safe.directory='*' "$@"
}

# source_files NAME_PATTERN...: our files with such names, tracked or new, one a line.
source_files() {
    local pattern matching=()
    for pattern in "$@"; do
        matching+=(-o -name "$pattern")
    done
    find "${source_dirs[@]}" -type f \( "${matching[@]:1}" \) | LC_ALL=C sort
}
