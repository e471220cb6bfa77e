"""Bring the database up to date and serve the site to this machine alone; `make run` starts this."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
# As in production: two processes of four threads serve a two-core machine without waiting on each other's locks.
WORKERS = 2
THREADS = 4


class LocalServer(BaseApplication):
    """Gunicorn within this process, so that Django starts once."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()


def leave_database() -> None:
    """Workers are forked from this process and must not share its connections."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


class Command(BaseCommand):
    help = "Migrate, load the catalogue and serve the site on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("serve is for your own machine; in production start gunicorn as the README says.")
        self.check_port(port)
        self.prepare_database()
        leave_database()
        server = LocalServer(
            {
                "bind": f"{HOST}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": lambda _: self.announce(port),
            }
        )
        server.run()

    def check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as problem:
                raise CommandError(
                    f"Can't serve on port {port} of {HOST}: {problem}. "
                    "Stop what runs there, or choose another: make run PORT=8001"
                ) from problem

    def prepare_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_catalog", stdout=self.stdout)

    def announce(self, port: int) -> None:
        self.stdout.write(
            f"\n{settings.SITE_NAME} is at http://{HOST}:{port}/ (stop it with Ctrl-C).\n"
            "Codes for signing up and logging in are printed here.\n"
            f"To become a curator, run `make curator` in another terminal, then log in at http://{HOST}:{port}/admin/\n"
        )
