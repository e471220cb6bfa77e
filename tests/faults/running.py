"""Runs everything on one database and prints the table that closes the run."""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from tests.faults import troubles
from tests.faults.browser import NoAnswer
from tests.faults.kills import Outcome, database_kills, run, site_kills
from tests.faults.learners import create_learners
from tests.faults.ledger import Tally
from tests.faults.stage import Stage, leave_database
from tests.postgres import PostgresServer

# Of the kills on PostgreSQL, one in four is a crash of the database.
DATABASE_SHARE = 4


def run_all(
    options: argparse.Namespace, *, variables: dict[str, str], folder: Path, server: PostgresServer | None
) -> int:
    stage = Stage(variables, folder, server, options.seed)
    chosen = options.only.split(",") if options.only else ["kills", *troubles.on(connection.vendor)]
    is_well = "kills" not in chosen or kill_and_count(stage, options)
    for name, trouble in troubles.on(connection.vendor).items():
        if name in chosen:
            is_well &= face(name, trouble, stage)
    print("PASS" if is_well else f"FAIL (seed {options.seed})", flush=True)
    return 0 if is_well else 1


def face(name: str, trouble: Callable[[Stage], str], stage: Stage) -> bool:
    """Whether the site behaved; says what it did."""
    try:
        print(f"{name:24} {trouble(stage)}", flush=True)
    except (AssertionError, NoAnswer) as error:
        print(f"{name:24} FAILED: {error!r}", flush=True)
        return False
    finally:
        leave_database()
    return True


def kill_and_count(stage: Stage, options: argparse.Namespace) -> bool:
    site, tally, chance = stage.site(), Tally(), random.Random(options.seed)
    learners = create_learners(options.learners, port=site.port, tally=tally, seed=options.seed)
    leave_database()
    crashes = database_kills(stage.server, options.kills // DATABASE_SHARE) if stage.server else []
    kills = [*site_kills(site, chance, options.kills - len(crashes)), *crashes]
    chance.shuffle(kills)
    site.start()
    try:
        outcome = run(learners, tally, kills, options.updates, chance)
    finally:
        site.stop()
    print_table(tally, outcome)
    return not outcome.findings and not tally.wrong and tally.acknowledged >= options.updates


def print_table(tally: Tally, outcome: Outcome) -> None:
    rows = {
        "database": connection.vendor,
        "acknowledged updates": f"{tally.acknowledged:,}",
        "requests refused (5xx)": f"{tally.refused:,}",
        "requests without answer": f"{tally.unknown:,}",
        "lost": outcome.findings.lost,
        "doubled": outcome.findings.doubled,
        "invented": outcome.findings.invented,
        "slowest answer": f"{tally.slowest:.2f} s",
        "kills": outcome.kills.total(),
        "took": f"{outcome.seconds:.0f} s",
    }
    for name, value in rows.items():
        print(f"{name:24} {value}")
    for way, times in sorted(outcome.kills.items()):
        print(f"  {way:22} {times}")
    for wrong in tally.wrong:
        print(f"wrong answer: {wrong}")
