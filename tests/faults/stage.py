"""What all runs on one database have in common."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.faults.learners import Learner, create_learners
from tests.faults.ledger import Tally
from tests.faults.site import Site
from tests.postgres import PostgresServer


@dataclass(frozen=True)
class Stage:
    """What the runs have in common; `server` is None on SQLite."""

    variables: dict[str, str]
    folder: Path
    server: PostgresServer | None
    seed: int

    def site(self, **variables: str) -> Site:
        return Site({**self.variables, **variables}, self.folder)

    def learners(self, number: int, site: Site) -> list[Learner]:
        return create_learners(number, port=site.port, tally=Tally(), seed=self.seed)


def leave_database() -> None:
    """Connections from before a crash are of no use after it."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
