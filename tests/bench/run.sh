#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the programs, measures them and prints a table; see README.md.
#   bash tests/bench/run.sh [--quick] [--only-1x] [--turns N] [--data DIR] [PART…]
source "$(dirname "${BASH_SOURCE[0]}")/../../installer/common.sh"

# Standard output gets only the table. In a subshell, because build changes the directory and the
# person's paths are relative to this one.
(build release faultline-generate faultline-cli bench_parse bench_reports bench_server \
    bench_window) >&2
# Python must not write next to the sources.
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$project_dir/tests/bench" exec python3 -m harness "$@"
