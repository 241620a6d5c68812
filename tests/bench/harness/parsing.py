# SPDX-License-Identifier: GPL-3.0-or-later
"""Part a: the cost of splitting and parsing, without a database."""
import re
import shutil

from .measure import Target
from .workspace import REFERENCE

USUAL_TURNS = 5
INSTRUCTIONS = Target(800)
COUNTED_LINES = 100_000


def measure(workspace, table, _letters):
    sensor_map = workspace.folder(REFERENCE, 1) / "equipment_sensors.csv"
    program = workspace.program("bench_parse")
    log = workspace.log(REFERENCE, 1)
    speeds = []
    for _ in range(workspace.turns(USUAL_TURNS)):
        output = workspace.run([program, log, sensor_map]).output
        speeds.append(float(re.search(r"(\d+) readings/s", output)[1]) / 1e6)
    table.add("a", "parse on one core", speeds, "M readings/s")
    if shutil.which("valgrind") is None:
        table.note("a", "valgrind is not installed: no instructions were counted.")
        return
    # The difference cancels out the cost of the program's start.
    few, many = (instructions(workspace, [program, workspace.head_of_log(lines), sensor_map])
                 for lines in (COUNTED_LINES, 2 * COUNTED_LINES))
    table.add("a", "instructions per line", [(many - few) / COUNTED_LINES], "", INSTRUCTIONS)


def instructions(workspace, command):
    run = workspace.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                         *command])
    return int(re.search(r"Collected : (\d+)", run.errors)[1])
