# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts a and j: the cost of splitting and parsing, without a database."""
import re
import shutil

from .measure import Target
from .workspace import REFERENCE

USUAL_TURNS = 5
INSTRUCTIONS = Target(800)
COUNTED_LINES = 100_000
FORMATS_TURNS = 3
FORMATS_MEGABYTES = 64
# What it is measured by: its column in the output of bench_formats, what it counts, and the target
# in nanoseconds.
FORMATS = {
    "log": (4, "line", None),
    "unpadded log": (4, "line", 100),
    "long CSV": (4, "row", 250),
    "telemetry CSV": (4, "row", None),
    "wide CSV": (5, "value", 50),
    "NDJSON": (4, "row", 667),
    "JSON array": (4, "row", None),
}
UNPACKING = Target(1.1)


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


def measure_formats(workspace, table, _letters):
    megabytes = FORMATS_MEGABYTES // 10 if workspace.quick else FORMATS_MEGABYTES
    turns = []
    for _ in range(workspace.turns(FORMATS_TURNS)):
        output = workspace.run([workspace.program("bench_formats"), megabytes]).output
        turns.append({cells[0]: cells
                      for cells in (re.split(r"  +", line) for line in output.splitlines())})
    for name, (column, unit, most) in FORMATS.items():
        times = [1000 / float(turn[name][column - 1]) for turn in turns]
        table.add("j", f"parse: {name}", times, f"ns/{unit}", Target(most) if most else None)
    for name in ("gzip", "zstd"):
        table.add("j", f"{name} ÷ unpacking and parsing", [float(turn[name][-1]) for turn in turns],
                  "×", UNPACKING)
