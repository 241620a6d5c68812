# SPDX-License-Identifier: GPL-3.0-or-later
"""Part i: pages of readings, in every order and with filters."""
import re

from .loads import SIZES, loaded
from .measure import Target
from .servers import LocalServer
from .workspace import REFERENCE

PAGES = {1: Target(50), 10: Target(100)}
INDEX = re.compile(r"^(reading_by_\w+): ([\d.]+) s$")
PAGE = re.compile(r"^(?P<filter>\S.*?)\s{2,}(?P<order>\S.*?)\s+\d+ rows\s+first\s+(?P<first>[\d.]+)"
                  r" ms\s+next \(worst of \d+\)\s+(?P<next>[\d.]+) ms\s+last\s+(?P<last>[\d.]+) ms$")


def measure(workspace, table, _letters):
    with LocalServer(workspace) as local:
        for size in SIZES:
            loaded(workspace, local, REFERENCE, size)
            add_pages(workspace, local, table, size)


def add_pages(workspace, local, table, size):
    output = workspace.run([workspace.program("bench_readings"), local.conninfo()]).output
    size_name = workspace.size_name(size)
    pages = [match.groupdict() for match in map(PAGE.match, output.splitlines()) if match]
    plain = [page for page in pages if page["filter"] == "no filter"]
    for name in ("first", "next", "last"):
        table.add("i", f"{name} page without filter, all orders, {size_name}",
                  [float(page[name]) for page in plain], "ms", PAGES[size])
    slowest = {}
    for page in pages:
        worst = max(float(page[name]) for name in ("first", "next", "last"))
        slowest[page["filter"]] = max(slowest.get(page["filter"], (0, "")), (worst, page["order"]))
    for name, (worst, order) in slowest.items():
        if name != "no filter":
            table.add("i", f"  slowest page with {name} (by {order}), {size_name}", [worst], "ms",
                      PAGES[size])
    for name, seconds in (match.groups() for match in map(INDEX.match, output.splitlines())
                          if match):
        table.add("i", f"  making {name}, once after a load, {size_name}", [float(seconds)], "s")
