"""The real site as a process of its own, which can be killed in parts or as a whole."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.browser import Browser, NoAnswer
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90
STOP_SECONDS = 45
PREPARATIONS = (
    ("migrate", "--no-input", "--verbosity", "0"),
    ("createcachetable",),
    ("load_catalog",),
    ("collectstatic", "--no-input", "--verbosity", "0"),
)


def production(database_url: str) -> dict[str, str]:
    """The variables of production over http on this machine; e-mails go to the log."""
    return {
        "ENVIRONMENT": "production",
        "SSL_REDIRECT": "no",
        "EMAIL_HOST": "console",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": database_url,
        "TRUSTED_PROXIES": "0",
        "LOG_LEVEL": "WARNING",
    }


class Site:
    """`variables` are added to this process's environment; what the site prints goes to `folder`/site.log."""

    def __init__(self, variables: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "site.log"
        self.environment = {**os.environ, **variables, "BIND": f"127.0.0.1:{self.port}"}
        self.master: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        for arguments in PREPARATIONS:
            self.manage(*arguments)

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"]
        with self.log.open("ab") as output:
            self.master = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output)
        self.wait_until("/healthz", 200)

    def wait_until(self, path: str, status: int, within: float = START_SECONDS) -> float:
        """The seconds until the address answered with `status`; raises AssertionError when it did not in time."""
        began = time.monotonic()
        browser, last = Browser(self.port), None
        while time.monotonic() - began < within:
            try:
                last = browser.get(path).status
            except NoAnswer:
                last = None
            if last == status:
                return time.monotonic() - began
            if self.master is None or self.master.poll() is not None:
                break
            time.sleep(0.1)
        seconds, end = time.monotonic() - began, self.log.read_text(errors="replace")[-3000:]
        raise AssertionError(f"{path} said {last} instead of {status} for {seconds:.0f} s; the log ends:\n{end}")

    def workers(self) -> list[int]:
        return children(self.master.pid) if self.master else []

    def kill_worker(self, number: int) -> str:
        if workers := self.workers():
            send(workers[number % len(workers)], signal.SIGKILL)
        return "worker"

    def kill_master(self) -> str:
        """As systemd does it then: tell the workers to leave, wait until they have, and start anew."""
        assert self.master
        workers = self.workers()
        self.master.kill()
        self.master.wait()
        for worker in workers:
            send(worker, signal.SIGTERM)
        wait_until_gone(workers)
        self.start()
        return "master alone"

    def kill_all(self) -> str:
        assert self.master
        workers = self.workers()
        self.master.kill()
        for worker in workers:
            send(worker, signal.SIGKILL)
        self.master.wait()
        self.start()
        return "master and workers"

    def terminate(self) -> None:
        if self.master:
            self.master.terminate()

    def stop(self) -> None:
        self.terminate()
        if self.master:
            self.master.wait(STOP_SECONDS)


def children(process: int) -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def send(process: int, what: signal.Signals) -> None:
    try:
        os.kill(process, what)
    except ProcessLookupError:
        return


def wait_until_gone(processes: Sequence[int]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while any(map(is_running, processes)):
        if time.monotonic() > deadline:
            raise AssertionError(f"still there after {STOP_SECONDS} s: {processes}")
        time.sleep(0.02)


def is_running(process: int) -> bool:
    """Not for one that has ended and waits to be noticed by its parent."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
