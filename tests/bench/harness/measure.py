# SPDX-License-Identifier: GPL-3.0-or-later
"""Measured processes, and the table of results."""
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

# Anything that takes longer hangs.
PATIENCE_SECONDS = 1800


class Failure(Exception):
    """A measurement failed; the text is for the person."""


def say(text):
    """Prints progress to standard error, because standard output has the table."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Run:
    """One finished process. `peak_mib` is at least this interpreter's own memory: the kernel
    counts the process from before it became the program."""
    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str
    errors: str


def readings_loaded(run, lines):
    """The readings of a load, of whose lines none is missing in its receipt."""
    receipt = json.loads(run.output)
    readings = receipt["readings_loaded"]
    if not receipt["balanced"] or readings + receipt["lines_rejected"] != lines or not readings:
        raise Failure(f"the load printed: {run.output}")
    return readings


@contextlib.contextmanager
def started(command, **options):
    """A process that ends with this context, or at the time limit."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    watch = threading.Timer(PATIENCE_SECONDS, os.kill, (process.pid, signal.SIGKILL))
    watch.start()
    try:
        yield process
    finally:
        watch.cancel()
        if process.returncode is None:
            process.kill()
            process.wait()


def ended(process, begin, output, errors):
    """Waits for a process with the only call that reports its resources."""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = []
    for stream in (output, errors):
        stream.seek(0)
        texts.append(stream.read().decode(errors="replace"))
    if process.returncode != 0:
        raise Failure(f"{' '.join(process.args)}\nended with {process.returncode}:\n"
                      + "\n".join(texts)[-2000:])
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu, usage.ru_maxrss / 1024, *texts)


def run(command, cwd=None, env=None):
    """Runs a program to its end. Its output goes to files, so that it needs no reader."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        with started([str(part) for part in command], cwd=cwd, env=env, stdout=output,
                     stderr=errors) as process:
            return ended(process, begin, output, errors)


def time_to_line(command, line, env=None):
    """Seconds from the start of a program until it prints `line`, and until its end."""
    with tempfile.TemporaryFile() as rest, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        with started([str(part) for part in command], env=env, stdout=subprocess.PIPE,
                     stderr=errors) as process, process.stdout:
            found = process.stdout.readline().decode().strip() == line
            seconds = time.perf_counter() - begin
            whole = ended(process, begin, rest, errors).seconds
    if not found:
        raise Failure(f"{' '.join(process.args)}\ndidn't print \"{line}\"")
    return seconds, whole


def quiet_disk():
    """The next run must not pay for what the last one left to write."""
    os.sync()


@dataclass(frozen=True)
class Target:
    """A maximum. Judged by the median, or by the worst turn if a single one would be too many."""
    most: float
    by_worst: bool = False

    def is_met(self, values):
        return (max(values) if self.by_worst else statistics.median(values)) <= self.most


@dataclass
class Row:
    part: str
    figure: str
    values: list
    unit: str
    target: Target | None = None

    def cells(self):
        target = f"≤ {number(self.target.most)}" if self.target else ""
        met = ("yes" if self.target.is_met(self.values) else "NO") if self.target else ""
        spread = f"{number(min(self.values))}–{number(max(self.values))}"
        if len(self.values) == 1:
            spread = "one turn"
        return [self.part, self.figure, number(statistics.median(self.values)), self.unit, spread,
                target, met]


def number(value):
    """With as many digits as are significant."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


@dataclass
class Table:
    """The rows in the order of their parts, and remarks on them."""
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def add(self, part, figure, values, unit, target=None):
        row = Row(part, figure, list(values), unit, target)
        self.rows.append(row)
        say("   " + "  ".join(cell for cell in row.cells() if cell))

    def note(self, part, text):
        self.notes.append((part, text))
        say(f"   ({part}) {text}")

    def text(self):
        head = ["", "figure", "median", "", "min–max", "target", "met"]
        lines = [head] + [row.cells() for row in sorted(self.rows, key=lambda row: row.part)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        right = {2}
        result = []
        for line in lines:
            cells = [cell.rjust(width) if i in right else cell.ljust(width)
                     for i, (cell, width) in enumerate(zip(line, widths))]
            result.append("  ".join(cells).rstrip())
        result.insert(1, "  ".join("-" * width for width in widths))
        result += [f"({part}) {text}" for part, text in sorted(self.notes)]
        return "\n".join(result)


def ratios(ours, theirs):
    """The ratio of alternating pairs."""
    return [mine / other for mine, other in zip(ours, theirs)]
