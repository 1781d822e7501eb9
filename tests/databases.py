"""Throwaway databases for tests: a SQLite file, and a PostgreSQL server of our own on a Unix socket.

PostgreSQL refuses to run as root, so its programs run as the user `postgres` (or `nobody`) then. Each test gets a
database of its own, copied from a template that Alembic migrated once.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from api.migrate import upgrade

TEMPLATE = "maakwijzer_template"


def postgres_programs() -> Path | None:
    """The folder with the newest installed PostgreSQL's `initdb` and `postgres`, or None when there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> list[str]:
    """The words to put before a command to run it as a user PostgreSQL accepts; none when we are not root."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


class PostgresServer:
    """A running server; `new_database` makes a migrated database in it and gives its URL."""

    def __init__(self, socket_folder: Path, user: str) -> None:
        self.socket_folder = socket_folder
        self.user = user

    def url(self, database: str) -> str:
        """The URL of a database of this server for SQLAlchemy."""
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.socket_folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction (CREATE and DROP DATABASE refuse to be inside one)."""
        dsn = f"host={self.socket_folder} user={self.user} dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statement.encode())

    def make_template(self) -> None:
        """Migrate an empty database once; every test's database is a copy of it."""
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        upgrade(self.url(TEMPLATE))

    @contextmanager
    def new_database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The URL of a fresh database, dropped afterwards (`template0` gives an empty one)."""
        name = f"test_{uuid.uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgres(programs: Path) -> Iterator[PostgresServer]:
    """Start a server in a temporary folder and stop it afterwards. Raises CalledProcessError when it cannot start."""
    as_user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a Unix socket's path has 107 characters at most
    if as_user:
        shutil.chown(folder, as_user[1].removeprefix("--reuid="))
    data = folder / "data"
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    quiet: dict[str, int] = {"stdout": subprocess.DEVNULL}
    try:
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*as_user, *initdb, "--locale=C.UTF-8"], check=True, cwd=folder, **quiet)
        subprocess.run([*control, "-o", options, "start"], check=True, cwd=folder, **quiet)
        try:
            server = PostgresServer(folder, "test")
            server.make_template()
            yield server
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd=folder, **quiet)
    finally:
        shutil.rmtree(folder)
