# SPDX-License-Identifier: GPL-3.0-or-later
"""Part c: from a folder to figures, against DuckDB and against psql with SQL."""
import shutil

from .figures import differences
from .measure import Failure, Target, quiet_disk, ratios, run
from .servers import DefaultServer, LocalServer, psql_command
from .workspace import BENCH, REFERENCE

USUAL_TURNS = 3
AGAINST_DUCKDB = Target(0.8)
AGAINST_PSQL = Target(0.1)

# A fixed version, so that figures from different days are comparable.
DUCKDB = "@duckdb/node-api@1.5.6-r.1"
OTHERS = BENCH / "others"
FIGURES = OTHERS / "figures"


def measure(workspace, table, _letters):
    folder = workspace.folder(REFERENCE, 1)
    with LocalServer(workspace) as local, DefaultServer(workspace) as server:
        ways = {"ours": lambda: whole_job(workspace, local, folder),
                "psql": lambda: psql_recipe(workspace, server, folder)}
        modules = None if workspace.check else duckdb_modules(workspace, table)
        if modules:
            ways["duckdb"] = lambda: duckdb(workspace, modules, folder, keeps=False)
            ways["duckdb-kept"] = lambda: duckdb(workspace, modules, folder, keeps=True)
        seconds = {way: [] for way in ways}
        for _ in range(workspace.turns(USUAL_TURNS)):
            for way, turn in ways.items():
                quiet_disk()
                seconds[way].append(turn())
    add_rows(table, seconds)
    compare_figures(workspace, table, ways)


def add_rows(table, seconds):
    ours = seconds["ours"]
    if "duckdb" in seconds:
        table.add("c", "whole job ÷ DuckDB", ratios(ours, seconds["duckdb"]), "", AGAINST_DUCKDB)
        table.add("c", "whole job ÷ DuckDB that keeps the readings",
                  ratios(ours, seconds["duckdb-kept"]), "")
    table.add("c", "whole job ÷ psql and SQL", ratios(ours, seconds["psql"]), "", AGAINST_PSQL)
    table.add("c", "  whole job: faultline-cli run", ours, "s")
    if "duckdb" in seconds:
        table.add("c", "  DuckDB, figures only", seconds["duckdb"], "s")
        table.add("c", "  DuckDB, readings kept in its file", seconds["duckdb-kept"], "s")
    table.add("c", "  psql and SQL", seconds["psql"], "s")


def figures_directory(workspace, way):
    return workspace.fresh_directory(f"figures-{way}")


def whole_job(workspace, local, folder):
    """The server is already running, as in normal use; the first run of a day includes its
    start."""
    out = figures_directory(workspace, "ours")
    local.empty()
    quiet_disk()
    return workspace.run([workspace.program("faultline-cli"), "--json", "run", folder, "--out",
                          out]).seconds


def duckdb_modules(workspace, table):
    """DuckDB for Node.js, installed once for the benchmark only. None if unavailable."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            table.note("c", f"{program} is not installed: not compared with DuckDB.")
            return None
    modules = workspace.data / "duckdb"
    installed_version = modules / "version"
    if installed_version.exists() and installed_version.read_text() == DUCKDB:
        return modules
    workspace.fresh_directory("duckdb")
    try:
        workspace.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", modules, DUCKDB])
    except Failure as failure:
        table.note("c", f"DuckDB can't be installed: not compared with it. {failure}")
        return None
    installed_version.write_text(DUCKDB)
    return modules


def duckdb(workspace, modules, folder, keeps):
    """Without the start of Node.js, which isn't DuckDB's."""
    out = figures_directory(workspace, "duckdb-kept" if keeps else "duckdb")
    command = ["node", OTHERS / "duckdb.mjs", modules, folder, FIGURES, out]
    if keeps:
        command.append(workspace.fresh_directory("duckdb-file") / "readings.duckdb")
    quiet_disk()
    finished = workspace.run(command)
    return finished.seconds - float(finished.output)


def psql_recipe(workspace, server, folder):
    out = figures_directory(workspace, "psql")
    script = workspace.data / "recipe.sql"
    script.write_text((OTHERS / "recipe.sql").read_text() + "".join(
        f"COPY (\n{query.read_text()}) TO STDOUT (FORMAT csv, HEADER) "
        f"\\g '{out / query.stem}.csv'\n" for query in sorted(FIGURES.glob("*.sql"))))
    server.fresh_database("recipe")
    server.checkpoint()
    quiet_disk()
    return run(psql_command(server.conninfo("recipe", "faultline_admin"), "-q", "-f", script),
               cwd=folder, env=workspace.env).seconds


def compare_figures(workspace, table, ways):
    """All methods must give the same figures."""
    differing = []
    for way in ways:
        if way == "ours":
            continue
        files, found = differences(workspace.data / "figures-ours",
                                   workspace.data / f"figures-{way}")
        if found:
            differing.append(f"{way} has OTHER FIGURES than we have: {'; '.join(found)}")
        else:
            table.note("c", f"{way} has the same figures in {files} files.")
    if differing:
        raise Failure("\n".join(differing))
