"""`python -m tests.faults sqlite|postgres`: ends with 1 when anything is lost or lies; `--help` names the rest."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests.faults.site import Site, production
from tests.postgres import PostgresServer, postgres_server


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("database", choices=["sqlite", "postgres"])
    parser.add_argument("--updates", type=int, default=10_000, help="acknowledged updates (10,000)")
    parser.add_argument("--kills", type=int, default=50, help="kills among them (50)")
    parser.add_argument("--learners", type=int, default=8, help="people at work (8)")
    parser.add_argument("--seed", type=int, default=1, help="another one kills others at other moments (1)")
    parser.add_argument("--only", help="only these, separated by commas: kills, or names that a run prints")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="which-first-faults-") as name, database(options.database, name) as found:
        url, server = found
        folder = Path(name)
        variables = production(url)
        os.environ.update(variables, DJANGO_SETTINGS_MODULE="config.settings")
        Site(variables, folder).prepare()
        django.setup()
        # Needs the settings.
        from tests.faults.running import run_all

        return run_all(options, variables=variables, folder=folder, server=server)


@contextmanager
def database(kind: str, folder: str) -> Iterator[tuple[str, PostgresServer | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/faults.sqlite3", None
        return
    with postgres_server() as server:
        yield server.url, server


if __name__ == "__main__":
    sys.exit(main())
