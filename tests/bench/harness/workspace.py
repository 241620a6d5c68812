# SPDX-License-Identifier: GPL-3.0-or-later
"""The locations of programs and data."""
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .measure import run, say

BENCH = Path(__file__).resolve().parent.parent
PROJECT = BENCH.parent.parent

SEED = 1


@dataclass(frozen=True)
class Shape:
    """A kind of fleet, and the days that its log covers at each size. The quick fleet is a tenth
    too, so that the readings per sensor and day stay the same."""
    name: str
    lines: int
    fleet: tuple
    quick_fleet: tuple
    days: dict


def fleet(equipment, sensors, groups):
    return "--equipment", equipment, "--sensors", sensors, "--groups", groups


SHAPES = (
    Shape("reference", 3_700_000, fleet(14, 100, 6), fleet(14, 100, 6), {1: 100, 10: 100}),
    Shape("fleet", 3_700_000, fleet(1400, 10_000, 60), fleet(140, 1000, 6), {1: 100, 10: 1000}),
    Shape("scattered", 5_000_001, ("--shape", "scattered"),
          ("--shape", "scattered", "--sensors", 1000), {1: 1096, 10: 1096}),
)
REFERENCE = SHAPES[0]


class Workspace:
    def __init__(self, data, quick, turns, programs=PROJECT / "build" / "release" / "bin",
                 check=False, only_1x=False):
        self.data = data.resolve()
        self.quick = quick or check
        self.check = check
        self.only_1x = only_1x
        self._turns = 1 if check else turns
        self.bin = programs.resolve()
        self.data.mkdir(parents=True, exist_ok=True)
        self.env = self._environment()

    def _environment(self):
        """Without anything that could select a database, and with the benchmark's own settings."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        home = self.data / "home"
        env.update({
            "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen",
            "FAULTLINE_LOCAL_DIR": str(self.data / "local"),
            "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_DATA_HOME": str(home / "data")})
        return env

    def program(self, name):
        return self.bin / name

    def turns(self, usual):
        """How often to measure what takes `usual` turns at full size."""
        if self._turns:
            return self._turns
        return max(usual // 3, 1) if self.quick else usual

    def lines(self, shape, size):
        return shape.lines * size // (200 if self.check else 10 if self.quick else 1)

    def size_name(self, size):
        return f"{size}×" if not self.quick else f"{size}× of a tenth"

    def run(self, command):
        """In the data directory, where no .env is."""
        return run(command, cwd=self.data, env=self.env)

    def fresh_directory(self, name):
        directory = self.data / name
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        return directory

    def folder(self, shape, size):
        """The data folder, created unless it exists with the current options."""
        lines = self.lines(shape, size)
        folder = self.data / f"{shape.name}-{lines}{'-quick' if self.quick else ''}"
        fleet_options = shape.quick_fleet if self.quick else shape.fleet
        options = [*fleet_options, "--lines", lines, "--days", shape.days[size], "--seed", SEED]
        # Next to the folder: inside it, a load would examine it.
        made_with = folder.with_suffix(".options")
        wanted = " ".join(map(str, options))
        if made_with.exists() and made_with.read_text() == wanted:
            return folder
        say(f"   making {folder.name}")
        made_with.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        self.run([self.program("faultline-generate"), "--out", folder, *options])
        made_with.write_text(wanted)
        return folder

    def log(self, shape, size):
        return self.folder(shape, size) / "equipment_failure_sensors.log"

    def head_of_log(self, lines):
        """The first lines of the reference log, in a separate file."""
        path = self.data / f"head-{lines}.log"
        with open(self.log(REFERENCE, 1), "rb") as log, open(path, "wb") as head:
            for _ in range(lines):
                head.write(log.readline())
        return path
