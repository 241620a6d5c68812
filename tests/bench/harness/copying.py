# SPDX-License-Identifier: GPL-3.0-or-later
"""Part b: a load against psql's \\copy of the same rows, on an untuned server."""
import shutil

from .measure import Failure, Target, quiet_disk, ratios, readings_loaded
from .servers import DefaultServer, psql_command
from .workspace import SHAPES

USUAL_TURNS = 5
RATIOS = {"reference": Target(0.85), "fleet": Target(1.0), "scattered": Target(1.3)}
# The database after the load, divided by its table of readings.
SIZES = {"reference": Target(1.05), "fleet": Target(1.3), "scattered": Target(1.4)}


def measure(workspace, table, _letters):
    for shape in SHAPES:
        measure_shape(workspace, table, shape)


def measure_shape(workspace, table, shape):
    folder = workspace.folder(shape, 1)
    lines = workspace.lines(shape, 1)
    with DefaultServer(workspace) as server:
        rows, readings = prepared_rows(workspace, server, folder, lines)
        loads, copies = [], []
        for _ in range(workspace.turns(USUAL_TURNS)):
            copies.append(copied(workspace, server, rows, readings))
            loads.append(loaded(workspace, server, folder, lines))
        size = stored_bytes(server)
    rows.unlink()
    load_seconds = [run.seconds for run in loads]
    copy_seconds = [run.seconds for run in copies]
    table.add("b", f"load ÷ \\copy of its rows, {shape.name}",
              ratios(load_seconds, copy_seconds), "", RATIOS[shape.name])
    table.add("b", f"database ÷ its readings, {shape.name}", [size], "", SIZES[shape.name])
    table.add("b", "  load", load_seconds, "s")
    table.add("b", "  \\copy, binary", copy_seconds, "s")
    table.add("b", "  CPU of faultline-cli", [run.cpu_seconds for run in loads], "s")
    table.add("b", "  CPU of psql", [run.cpu_seconds for run in copies], "s")


def prepared_rows(workspace, server, folder, lines):
    """A file with the rows that a load stores, their number, and a table of the same shape for
    them."""
    path = workspace.data / "readings.copy"
    server.fresh_database("copying")
    readings = readings_loaded(load(workspace, server, "copying", folder), lines)
    server.psql("copying", "-c", f"\\copy faultline.reading TO '{path}' (FORMAT binary)")
    server.psql("copying", "-c", "TRUNCATE faultline.reading",
                "-c", "CREATE TABLE public.copied (LIKE faultline.reading INCLUDING ALL)")
    return path, readings


def copied(workspace, server, rows, readings):
    server.psql("copying", "-c", "TRUNCATE copied")
    server.checkpoint()
    quiet_disk()
    run = workspace.run(psql_command(server.conninfo("copying", "faultline_admin"),
                                     "-c", f"\\copy copied FROM '{rows}' (FORMAT binary)"))
    if run.output.strip() != f"COPY {readings}":
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
    readings_loaded(run, lines)
    return run


def stored_bytes(server):
    """Everything in the schema, divided by the readings."""
    return float(server.psql("loading", "-c", """
        SELECT sum(pg_total_relation_size(c.oid))::float8
               / pg_total_relation_size('faultline.reading')
        FROM pg_class c WHERE c.relnamespace = 'faultline'::regnamespace AND c.relkind = 'r'"""))


def lists_alone(workspace, folder):
    lists = workspace.fresh_directory("lists")
    for path in folder.iterdir():
        if path.suffix != ".log":
            shutil.copy(path, lists)
    return lists


def load(workspace, server, database, folder):
    return workspace.run([workspace.program("faultline-cli"), "--json", "--database",
                          server.conninfo(database), "load", folder])
