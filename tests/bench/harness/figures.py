# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the figures of two methods."""
import csv
from collections import Counter
from pathlib import Path


def read(path):
    """The names of the columns and the rows, each as a set of named cells."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if not rows or len(set(rows[0])) != len(rows[0]):
        raise ValueError(f"{path} has no header, or names a column twice")
    names = rows[0]
    wrong = [number for number, row in enumerate(rows, 1) if len(row) != len(names)]
    if wrong:
        raise ValueError(f"{path}, row {wrong[0]}: not as many cells as columns")
    return set(names), [frozenset(zip(names, row)) for row in rows[1:]]


def difference(ours, theirs):
    """The differences of two files, or nothing. Columns are matched by name. The order of rows
    doesn't matter: ties may differ, and a report may sort by another column."""
    our_names, our_rows = read(ours)
    their_names, their_rows = read(theirs)
    if our_names != their_names:
        return f"columns {', '.join(sorted(our_names ^ their_names))} are in one only"
    if not our_rows and not their_rows:
        return "no rows"
    missing = Counter(our_rows) - Counter(their_rows)
    extra = Counter(their_rows) - Counter(our_rows)
    if not missing and not extra:
        return ""
    return (f"{sum(missing.values())} of {len(our_rows)} rows are not in theirs, "
            f"{sum(extra.values())} of {len(their_rows)} not in ours")


def differences(ours, theirs):
    """The number of compared files, and their differences. Every file of the others must match;
    there must be at least one."""
    names = sorted(path.name for path in Path(theirs).iterdir())
    if not names:
        return 0, ["no figures"]
    found = []
    for name in names:
        if not (Path(ours) / name).exists():
            found.append(f"{name}: we don't have it")
        elif what := difference(Path(ours) / name, Path(theirs) / name):
            found.append(f"{name}: {what}")
    return len(names), found
