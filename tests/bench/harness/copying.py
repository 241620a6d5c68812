# SPDX-License-Identifier: GPL-3.0-or-later
"""Part b: a load against psql's \\copy of the same rows, on an untuned server."""
import json
import shutil

from .measure import Failure, Target, quiet_disk, ratios
from .servers import DefaultServer, psql_command
from .workspace import REFERENCE

USUAL_TURNS = 5
RATIO = Target(0.75)


def measure(workspace, table, _letters):
    folder = workspace.folder(REFERENCE, 1)
    lines = workspace.lines(1)
    with DefaultServer(workspace) as server:
        rows = prepared_rows(workspace, server, folder)
        loads, copies = [], []
        for _ in range(workspace.turns(USUAL_TURNS)):
            copies.append(copied(workspace, server, rows, lines))
            loads.append(loaded(workspace, server, folder, lines))
    rows.unlink()
    load_seconds = [run.seconds for run in loads]
    copy_seconds = [run.seconds for run in copies]
    table.add("b", "load ÷ \\copy of its rows", ratios(load_seconds, copy_seconds), "", RATIO)
    table.add("b", "  load", load_seconds, "s")
    table.add("b", "  \\copy, binary", copy_seconds, "s")
    table.add("b", "  CPU of faultline-cli", [run.cpu_seconds for run in loads], "s")
    table.add("b", "  CPU of psql", [run.cpu_seconds for run in copies], "s")


def prepared_rows(workspace, server, folder):
    """A file with the rows that a load stores, and a table of the same shape for them."""
    path = workspace.data / "readings.copy"
    server.fresh_database("copying")
    load(workspace, server, "copying", folder)
    server.psql("copying", "-c", f"\\copy faultline.reading TO '{path}' (FORMAT binary)")
    server.psql("copying", "-c", "TRUNCATE faultline.reading",
                "-c", "CREATE TABLE public.copied (LIKE faultline.reading INCLUDING ALL)")
    return path


def copied(workspace, server, rows, lines):
    server.psql("copying", "-c", "TRUNCATE copied")
    server.checkpoint()
    quiet_disk()
    run = workspace.run(psql_command(server.conninfo("copying", "faultline_admin"),
                                     "-c", f"\\copy copied FROM '{rows}' (FORMAT binary)"))
    if run.output.strip() != f"COPY {lines}":
        raise Failure(f"\\copy printed: {run.output}")
    return run


def loaded(workspace, server, folder, lines):
    server.psql("copying", "-c", "TRUNCATE copied")
    # The table of \\copy exists before its clock starts, and so does ours.
    server.fresh_database("loading")
    load(workspace, server, "loading", lists_alone(workspace, folder))
    server.checkpoint()
    quiet_disk()
    run = load(workspace, server, "loading", folder)
    if json.loads(run.output)["readings_loaded"] != lines:
        raise Failure(f"the load printed: {run.output}")
    return run


def lists_alone(workspace, folder):
    lists = workspace.fresh_directory("lists")
    for path in folder.iterdir():
        if path.suffix != ".log":
            shutil.copy(path, lists)
    return lists


def load(workspace, server, database, folder):
    return workspace.run([workspace.program("faultline-cli"), "--json", "--database",
                          server.conninfo(database), "load", folder])
