"""How gunicorn serves the site: `gunicorn --config python:config.server config.wsgi`."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from config.environment import read_env_file, read_number, read_text

read_env_file(Path(__file__).resolve().parent.parent / ".env")
bind = read_text("BIND", "127.0.0.1:8000")
# Two processes of four threads serve a two-core machine without waiting on each other's locks.
workers = read_number("WEB_WORKERS", 2, least=1)
threads = read_number("WEB_THREADS", 4, least=1)
worker_class = "gthread"
# Told to stop, a worker takes no more requests and finishes those that it has; the slowest takes about three seconds.
graceful_timeout = 30
timeout = 60
# Proxies keep connections open; closing them first would now and then answer a request with nothing.
keepalive = 75
# A leak in a library never grows old. The jitter keeps workers from leaving together.
max_requests = 20_000
max_requests_jitter = 2_000
# Its warnings name the network address of whoever sent what is no request.
loglevel = "error"
control_socket_disable = True
# Heartbeats are files; in memory they never wait for a slow or full disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # nosec B108  # gunicorn makes its own folder

FIGURES = "PROMETHEUS_MULTIPROC_DIR"
FIGURES_PREFIX = "which-first-figures-"


def on_starting(server: Any) -> None:
    """Workers keep their figures for Prometheus in one folder, which lasts as long as this server.

    Set before a worker loads the site: the library looks for it when it is imported.
    """
    remove_orphans(Path(worker_tmp_dir or tempfile.gettempdir()))
    os.environ[FIGURES] = tempfile.mkdtemp(prefix=f"{FIGURES_PREFIX}{os.getpid()}-", dir=worker_tmp_dir)


def remove_orphans(home: Path) -> None:
    """Take away the figures of servers that were killed; nobody reads them, and they would fill the memory."""
    for folder in home.glob(f"{FIGURES_PREFIX}*-*"):
        owner = folder.name.removeprefix(FIGURES_PREFIX).partition("-")[0]
        if owner.isdigit() and (int(owner) == os.getpid() or not is_running(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[FIGURES], ignore_errors=True)
