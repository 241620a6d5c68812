#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that part c compares figures: ours agree with those of psql and SQL, and a differing figure
# makes the command fail. Takes seconds.
#   bash tests/bench/check.sh PROGRAMS
set -euo pipefail

programs="$1"
bench="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
directory=$(mktemp -d /tmp/faultline-bench-XXXXXX)
trap 'rm -rf -- "$directory"' EXIT
# The servers' user must be able to enter it if this is root.
chmod 755 "$directory"
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$bench"
python3 -m harness --check --programs "$programs" --data "$directory/data" c

figures="$directory/data/figures"
agree() {
    python3 - "$figures-ours" "$figures-psql" <<'PYTHON'
import sys
from harness.figures import differences
files, found = differences(*sys.argv[1:])
print("; ".join(found))
sys.exit(1 if found or files < 7 else 0)
PYTHON
}
agree
report="$figures-psql/failures_by_equipment.csv"
sed -i '2s/[0-9]\+$/4711/' "$report"
if agree; then
    echo "A wrong figure went unnoticed" >&2
    exit 1
fi
