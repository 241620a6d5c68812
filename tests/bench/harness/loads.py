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
REPORTS = {"reference": Target(50), "fleet": Target(100), "scattered": Target(100)}
# Reports that need each failure or reading, as all do with a burst window: they have no target.
NOT_COUNTING = {"failure_events", "hours_between_failures", "measurement_quartiles",
                "time_between_failures"}

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
            sizes = SIZES[:1] if workspace.only_1x else SIZES
            for size in sizes:
                workspace.folder(shape, size)
            runs = {size: [] for size in sizes}
            for turn in range(turns):
                for size in sizes:
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
    peaks = {size: [run.peak_mib for run in runs[size]] for size in runs}
    for size in runs:
        table.add("d", f"peak memory of load, {shape.name} {workspace.size_name(size)}",
                  peaks[size], "MiB", MEMORY)
    if workspace.only_1x:
        return
    growth = [(large / small - 1) * 100 for small, large in zip(peaks[1], peaks[10])]
    table.add("d", f"  growth from 1× to 10×, {shape.name}", growth, "%", MEMORY_GROWTH)


def add_times(workspace, table, shape, runs):
    seconds = {size: [run.seconds for run in runs[size]] for size in runs}
    if not workspace.only_1x:
        growth = [large / small for small, large in zip(seconds[1], seconds[10])]
        table.add("e", f"load 10× ÷ 1×, {shape.name}", growth, "", TIME_GROWTH)
    for size in runs:
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

    def add_slowest(report, narrowings, target):
        name, milliseconds = max(narrowings, key=lambda pair: statistics.median(pair[1]))
        table.add("f", f"{report}, slowest: {name}, {shape_and_size}", milliseconds, "ms", target)

    for report, by_filter in times.items():
        alike = {is_burst: [(name, milliseconds) for name, milliseconds in by_filter.items()
                            if (name == "bursts") == is_burst] for is_burst in (False, True)}
        counts = report not in NOT_COUNTING and not report.startswith("(")
        add_slowest(report, alike[False], REPORTS[shape.name] if counts else None)
        if alike[True]:
            table.add("f", f"  with bursts, {shape_and_size}", alike[True][0][1], "ms")


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
