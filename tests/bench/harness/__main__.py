# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the requested parts one after another, and prints the table."""
import argparse
import os
import platform
import signal
import sys
import time
from pathlib import Path

from . import copying, loads, pages, parsing, wholejob, window
from .measure import Failure, Table, say
from .workspace import PROJECT, Workspace

# Parts measured by the same runs are grouped.
STEPS = (
    ("a", parsing.measure),
    ("b", copying.measure),
    ("c", wholejob.measure),
    ("def", loads.measure),
    ("dgh", window.measure),
    ("i", pages.measure),
    ("j", parsing.measure_formats),
)
LETTERS = "abcdefghij"


def parsed_arguments():
    parser = argparse.ArgumentParser(prog="run.sh", description="Measures Faultline.")
    parser.add_argument("parts", nargs="*", metavar="PART",
                        help=f"letters of the parts to run, of {LETTERS}; default: all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, fewer turns")
    parser.add_argument("--check", action="store_true",
                        help="only check the figures: a tiny size, one turn, no DuckDB")
    parser.add_argument("--only-1x", action="store_true", help="in parts d, e and f, nothing at 10×")
    parser.add_argument("--programs", type=Path, default=PROJECT / "build" / "release" / "bin",
                        help="directory of the programs (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=0, help="number of turns of everything")
    parser.add_argument("--data", type=Path, default=PROJECT / "build" / "bench-data",
                        help="directory for the data (default: %(default)s)")
    arguments = parser.parse_args()
    letters = set("".join(arguments.parts)) or set(LETTERS)
    if letters - set(LETTERS) or arguments.turns < 0:
        parser.error(f"parts are letters of {LETTERS}, and turns a number from 1")
    arguments.letters = letters
    return arguments


def stop_in_order(*_):
    """So that servers are stopped."""
    sys.exit(130)


def main():
    arguments = parsed_arguments()
    signal.signal(signal.SIGTERM, stop_in_order)
    workspace = Workspace(arguments.data, arguments.quick, arguments.turns, arguments.programs,
                          arguments.check, arguments.only_1x)
    table = Table()
    failed = False
    begin = time.monotonic()
    for letters, measure in STEPS:
        wanted = arguments.letters & set(letters)
        if not wanted:
            continue
        say(f"== {', '.join(sorted(wanted))}")
        try:
            measure(workspace, table, wanted)
        except Failure as failure:
            failed = True
            table.note("".join(sorted(wanted)), f"FAILED: {failure}")
    minutes = (time.monotonic() - begin) / 60
    print(table.text())
    print(f"{os.cpu_count()} processors, {platform.release()}, load average "
          f"{os.getloadavg()[0]:.1f}; {minutes:.1f} minutes")
    return 1 if failed else 0


sys.exit(main())
