#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds what is measured, measures it and prints a table. README.md says what and how.
#   bash tests/bench/run.sh [--quick] [--turns N] [--data DIR] [PART…]
source "$(dirname "${BASH_SOURCE[0]}")/../../installer/common.sh"

# Standard output has nothing but the table. In a subshell: build changes the directory, and the
# person's paths begin here.
(build release faultline-generate faultline-cli bench_parse bench_reports bench_server \
    bench_window) >&2
# Nothing is to be written beside the sources.
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$project_dir/tests/bench" exec python3 -m harness "$@"
