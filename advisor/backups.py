"""The whole database as one file, and back: SQLite by its own copying, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

# A backup holds everything that people told us.
OWNER_ONLY = 0o600
SQLITE_HEADER = b"SQLite format 3\x00"
POSTGRES_HEADER = b"PGDMP"


class BackupError(Exception):
    """The sentence says what stands in the way, and that nothing was changed."""


def back_up(target: Path) -> int:
    """Bytes written. The site may go on meanwhile: the file holds one moment. Raises BackupError when it exists."""
    if target.exists():
        raise BackupError(f"{target} exists; name a new file, so that no backup is lost.")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent} is no folder.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=OWNER_ONLY)
    try:
        dump_sqlite(unfinished) if connection.vendor == "sqlite" else dump_postgres(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def restore(source: Path) -> None:
    """Put the file in place of all that the database holds, in one step. Raises BackupError for other files."""
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    expected, name = (
        (SQLITE_HEADER, "SQLite")
        if connection.vendor == "sqlite"
        else (POSTGRES_HEADER, "PostgreSQL (pg_dump's custom)")
    )
    with source.open("rb") as file:
        if file.read(len(expected)) != expected:
            raise BackupError(f"{source} is no {name} backup; nothing was changed.")
    load_sqlite(source) if connection.vendor == "sqlite" else load_postgres(source)


def dump_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        check_sqlite(copy, target)


def load_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        check_sqlite(copy, source)
        copy.backup(connection.connection)


def check_sqlite(copy: sqlite3.Connection, path: Path) -> None:
    try:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise BackupError(f"{path} is damaged ({verdict}).")


def dump_postgres(target: Path) -> None:
    run_program("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load_postgres(source: Path) -> None:
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    settings = connection.settings_dict
    # The pool's connections would hold locks on the tables that are replaced.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    run_program("pg_restore", *options, f"--dbname={settings['NAME']}", str(source))


def run_program(name: str, *arguments: str) -> None:
    """Parameters of the connection go through the environment, where other users of the machine can't see them."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"{name} is missing; it comes with PostgreSQL's client programs. Nothing was changed.")
    result = subprocess.run(  # noqa: S603 - our own words, and paths that the administrator typed
        [program, *arguments], env={**os.environ, **postgres_environment()}, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise BackupError(f"{name} failed, and nothing was changed: {result.stderr.strip()}")


def postgres_environment() -> dict[str, str]:
    settings: dict[str, Any] = connection.settings_dict
    values = {f"PG{key}": settings[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    values["PGDATABASE"] = settings["NAME"]
    return {variable: str(value) for variable, value in values.items() if value}
