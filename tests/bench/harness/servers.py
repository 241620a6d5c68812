# SPDX-License-Identifier: GPL-3.0-or-later
"""The two servers: one created by Faultline, one with PostgreSQL's own settings. Both use only Unix
sockets and are stopped at the end."""
import json
import subprocess

from .measure import Failure, say

# Harmless differences from PostgreSQL's own values: the server's location and language.
HARMLESS = """
    'DateStyle', 'TimeZone', 'default_text_search_config', 'lc_messages', 'lc_monetary',
    'lc_numeric', 'lc_time', 'listen_addresses', 'log_line_prefix', 'log_timezone', 'port',
    'unix_socket_directories', 'unix_socket_permissions'"""

# The server computes the buffers of -1 when it starts.
CHANGED_SETTINGS = f"""
    SELECT name || ' = ' || setting || ' instead of ' || boot_val
    FROM pg_settings
    WHERE source NOT IN ('default', 'client', 'override', 'environment variable', 'session')
      AND setting IS DISTINCT FROM boot_val AND NOT (name = 'wal_buffers' AND boot_val = '-1')
      AND name NOT IN ({HARMLESS})"""
SHOWN = ("fsync", "synchronous_commit", "full_page_writes", "wal_level", "shared_buffers",
         "max_wal_size", "checkpoint_timeout", "wal_compression", "jit")


def psql_command(conninfo, *arguments):
    return ["psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, *arguments]


class DefaultServer:
    """PostgreSQL with its own settings. A context manager: it runs inside."""

    def __init__(self, workspace):
        self._workspace = workspace
        self._process = None
        self._socket = ""

    def __enter__(self):
        self._process = subprocess.Popen(
            [self._workspace.program("bench_server")], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env=self._workspace.env)
        self._socket = self._process.stdout.readline().strip()
        if not self._socket:
            raise Failure("bench_server didn't start")
        try:
            self._check_settings()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def conninfo(self, database, user="faultline"):
        return f"host={self._socket} dbname={database} user={user}"

    def psql(self, database, *arguments):
        """As superuser: the measured runs connect themselves."""
        command = psql_command(self.conninfo(database, "faultline_admin"), *arguments)
        return self._workspace.run(command).output.strip()

    def fresh_database(self, name):
        for sql in (f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                    f"CREATE DATABASE {name} OWNER faultline TEMPLATE template0"):
            self.psql("postgres", "-c", sql)

    def checkpoint(self):
        self.psql("postgres", "-c", "CHECKPOINT")

    def _check_settings(self):
        changed = self.psql("postgres", "-c", CHANGED_SETTINGS)
        if changed:
            raise Failure(f"this server doesn't have PostgreSQL's own settings:\n{changed}")
        shown = [f"{name} {self.psql('postgres', '-c', f'SHOW {name}')}" for name in SHOWN]
        say(f"   server with PostgreSQL's own settings: {', '.join(shown)}")


class LocalServer:
    """Faultline's local server, in the benchmark's directory. A context manager: it runs inside."""

    def __init__(self, workspace):
        self._workspace = workspace
        self._socket = ""

    def __enter__(self):
        self._cli("start")
        return self

    def __exit__(self, *_):
        self._cli("stop")

    def conninfo(self):
        return f"host='{self._socket}' dbname=faultline user=faultline"

    def psql(self, *arguments):
        return self._workspace.run(psql_command(self.conninfo(), *arguments)).output.strip()

    def empty(self):
        """Nothing loaded, and nothing of the last load left to write: a restarted server has no
        checkpoint due, while a running one would make one at some point."""
        self.psql("-q", "-c", "SET client_min_messages = warning",
                  "-c", "DROP SCHEMA IF EXISTS faultline CASCADE")
        self._cli("stop")
        self._cli("start")

    def _cli(self, action):
        program = self._workspace.program("faultline-cli")
        answer = self._workspace.run([program, "--json", "local", action]).output
        self._socket = json.loads(answer)["socket_directory"]
