# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts d, e, f: the cost of a load as the data grows, and the speed of its reports."""
import csv
import io
import statistics

from .measure import Failure, Target, quiet_disk, readings_loaded
from .servers import LocalServer
from .workspace import SHAPES

USUAL_TURNS = 3
REPORT_TURNS = 5
SIZES = (1, 10)
MEMORY = Target(96, by_worst=True)
MEMORY_GROWTH = Target(5)
TIME_GROWTH = Target(10.5)
REPORTS = {1: Target(50), 10: Target(100)}

# Counted differently from the program: from the readings themselves.
COUNTED = """
    SELECT equipment_id, sum(records), count(*)
    FROM (SELECT s.equipment_id, l."timestamp", count(*) AS records
          FROM faultline.logs l
          JOIN faultline.equipment_sensors s ON s.plant = l.plant AND s.sensor_id = l.sensor_id
          WHERE l.status = 'ERROR'
          GROUP BY s.equipment_id, l."timestamp") AS events
    GROUP BY equipment_id"""


def measure(workspace, table, letters):
    turns = workspace.turns(USUAL_TURNS) if letters & {"d", "e"} else 1
    with LocalServer(workspace) as local:
        for shape in SHAPES:
            for size in SIZES:
                workspace.folder(shape, size)
            runs = {size: [] for size in SIZES}
            for turn in range(turns):
                for size in SIZES:
                    runs[size].append(loaded(workspace, local, shape, size))
                    if "f" in letters and turn == turns - 1:
                        measure_reports(workspace, local, table, shape, size)
            if "d" in letters:
                add_memory(workspace, table, shape, runs)
            if "e" in letters:
                add_times(workspace, table, shape, runs)


def loaded(workspace, local, shape, size):
    local.empty()
    quiet_disk()
    run = workspace.run([workspace.program("faultline-cli"), "--json", "load",
                         workspace.folder(shape, size)])
    readings_loaded(run, workspace.lines(shape, size))
    return run


def add_memory(workspace, table, shape, runs):
    peaks = {size: [run.peak_mib for run in runs[size]] for size in SIZES}
    for size in SIZES:
        table.add("d", f"peak memory of load, {shape.name} {workspace.size_name(size)}",
                  peaks[size], "MiB", MEMORY)
    growth = [(large / small - 1) * 100 for small, large in zip(peaks[1], peaks[10])]
    table.add("d", f"  growth from 1× to 10×, {shape.name}", growth, "%", MEMORY_GROWTH)


def add_times(workspace, table, shape, runs):
    seconds = {size: [run.seconds for run in runs[size]] for size in SIZES}
    growth = [large / small for small, large in zip(seconds[1], seconds[10])]
    table.add("e", f"load 10× ÷ 1×, {shape.name}", growth, "", TIME_GROWTH)
    for size in SIZES:
        table.add("e", f"  load, {shape.name} {workspace.size_name(size)}", seconds[size], "s")


def measure_reports(workspace, local, table, shape, size):
    check_figures(workspace, local, shape, size)
    output = workspace.run([workspace.program("bench_reports"), REPORT_TURNS,
                            local.conninfo()]).output
    times = {}
    for line in output.splitlines():
        report, narrowing, _, *milliseconds = line.split("\t")
        times.setdefault(report, {})[narrowing] = [float(text) for text in milliseconds]
    shape_and_size = f"{shape.name} {workspace.size_name(size)}"
    for report, by_filter in times.items():
        target = None if report.startswith("(") else REPORTS[size]
        table.add("f", f"{report}, {shape_and_size}", by_filter["none"], "ms", target)
    filtered = [(f"{report} by {narrowing}", milliseconds) for report in times
                for narrowing, milliseconds in times[report].items() if narrowing != "none"]
    name, milliseconds = max(filtered, key=lambda pair: statistics.median(pair[1]))
    table.add("f", f"  slowest with a filter, {shape_and_size}: {name}", milliseconds, "ms",
              REPORTS[size])


def check_figures(workspace, local, shape, size):
    """Fast reports with wrong figures are worthless."""
    counted = {tuple(map(int, line.split("|")))
               for line in local.psql("-c", COUNTED).splitlines()}
    report = workspace.run([workspace.program("faultline-cli"), "report",
                            "failures_by_equipment"]).output
    reported = {(int(row["equipment_id"]), int(row["error_records"]), int(row["failure_events"]))
                for row in csv.DictReader(io.StringIO(report)) if row["error_records"] != "0"}
    if not counted or counted != reported:
        raise Failure(f"WRONG FIGURES for {shape.name} {workspace.size_name(size)}: reported and "
                      f"counted differ for {len(counted ^ reported)} rows")
