# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts d, g, h: the offscreen window: memory and stalls during a load, and its start."""
from .measure import Target, quiet_disk, time_to_line
from .servers import LocalServer
from .workspace import REFERENCE

USUAL_TURNS = 3
USUAL_STARTS = 9
MEMORY = Target(200, by_worst=True)
STALL = Target(50)
START = Target(0.5)


def measure(workspace, table, letters):
    with LocalServer(workspace) as local:
        if letters & {"d", "g"}:
            runs = [loaded(workspace, local, 1) for _ in range(workspace.turns(USUAL_TURNS))]
        if "g" in letters:
            add_stalls(table, [said(run) for run in runs])
        if "d" in letters:
            table.add("d", f"peak memory of window, {workspace.size_name(1)}",
                      [run.peak_mib for run in runs], "MiB", MEMORY)
            table.add("d", f"peak memory of window, {workspace.size_name(10)}",
                      [loaded(workspace, local, 10).peak_mib], "MiB", MEMORY)
        if "h" in letters:
            measure_start(workspace, local, table)


def loaded(workspace, local, size):
    folder = workspace.folder(REFERENCE, size)
    local.empty()
    quiet_disk()
    return workspace.run([workspace.program("bench_window"), "load", folder])


def said(run):
    pairs = (line.split("\t") for line in run.output.splitlines() if "\t" in line)
    return {name: float(value) for name, value in pairs}


def add_stalls(table, runs):
    def column(name):
        return [run[name] for run in runs]

    table.add("g", "longest stall of the window during a load", column("longest"), "ms", STALL)
    table.add("g", "  99.9th percentile of its gaps", column("p999"), "ms")
    table.add("g", "  longest gap of a thread that only sleeps", column("idle_longest"), "ms")
    table.add("g", "  99.9th percentile of those", column("idle_p999"), "ms")
    table.add("g", "  load in the window", column("seconds"), "s")
    table.add("g", "  processors used by the program",
              [run["cpu"] / run["seconds"] for run in runs], "")
    table.add("g", "  processors used by the window's thread",
              [run["window_cpu"] / run["seconds"] for run in runs], "")


def measure_start(workspace, local, table):
    folder = workspace.folder(REFERENCE, 1)
    local.empty()
    command = [workspace.program("bench_window"), "start", folder]
    times = [time_to_line(command, "usable", workspace.env)
             for _ in range(workspace.turns(USUAL_STARTS))]
    table.add("h", "start to a usable window", [usable for usable, _ in times], "s", START)
    table.add("h", "  to its end, closed at once", [whole for _, whole in times], "s")
