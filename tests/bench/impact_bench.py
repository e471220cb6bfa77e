"""The impact preview with 1,000 saved paths on the shipped catalogue: how long all of it takes, and its longest piece.

    python -m tests.bench.impact_bench
    python -m tests.bench.impact_bench --paths 200

Paths are saved for varied learners: every goal, from newcomers to those who know much, with and without budgets and
wishes. The edits are of the course on most of those paths, and of one on few. Nothing is remembered from before; each
piece is a request of its own, with its way through the cache. Seconds are the processor's, which say more than the
clock's on a machine shared with other work; those stand beside them. Ends with 1 when an edit takes longer than the
limit.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

LIMIT_SECONDS = 5.0
PATHS_A_PERSON = 4
TODAY = date(2026, 11, 21)


def prepare(database: str) -> None:
    """A database with the shipped catalogue; settings are read from here on."""
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_catalog", verbosity=0)


def save_paths(count: int) -> Counter[str]:
    """How many of the paths each course is on."""
    from advisor.actions import save_path
    from advisor.answers import parse_answers
    from advisor.catalogues import current_advisor
    from advisor.models import User
    from advisor.report import Report
    from tests.bench.shipped import questions

    advisor, taken = current_advisor(), Counter[str]()
    for number, asked in enumerate(questions(advisor.catalogue, count)):
        if number % PATHS_A_PERSON == 0:
            user = User.objects.create_user(f"person-{number}@example.org")
        solution = advisor.solve(parse_answers(asked, advisor.catalogue, today=TODAY))
        save_path(user=user, plan=Report(solution).journey(), solution=solution)
        taken.update(solution.courses)
    return taken


def longer(document: dict[str, Any]) -> None:
    low, high = document["realistic_hours"] or (document["official_hours"],) * 2
    document["realistic_hours"] = [low * 2, high * 2]


def shorter(document: dict[str, Any]) -> None:
    low, high = document["realistic_hours"] or (document["official_hours"],) * 2
    document["realistic_hours"] = [low / 2, high / 2]


def retired(document: dict[str, Any]) -> None:
    document["status"] = "retired"


def preview(slug: str, edit: Callable[[dict[str, Any]], None]) -> tuple[float, float, float, Any]:
    """The processor's seconds in all and of the longest piece, the clock's in all, and the impact."""
    from advisor.impact import previewing
    from catalog.desk.courses import COURSES
    from catalog.desk.drafts import save_draft

    document = COURSES.read(slug)
    assert document is not None
    edit(document)
    stamp = previewing.Stamp.of(save_draft(COURSES, slug, document, by=None), today=TODAY)
    previewing.forget()
    pieces, started = [], time.perf_counter()
    while True:
        begun = time.process_time()
        impact = previewing.go_on(stamp)
        pieces.append(time.process_time() - begun)
        if impact.is_whole:
            return sum(pieces), max(pieces), time.perf_counter() - started, impact


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paths", type=int, default=1000)
    count = parser.parse_args().paths
    with tempfile.TemporaryDirectory() as directory:
        prepare(str(Path(directory) / "bench.sqlite3"))
        ranked = [slug for slug, _ in save_paths(count).most_common()]
        cases = [
            (f"{name} {slug}", slug, edit)
            for slug in (ranked[0], ranked[len(ranked) // 2])
            for name, edit in (("longer", longer), ("shorter", shorter), ("retired", retired))
        ]
        print(f"{count:,} paths\n{'edit':<52}{'changed':>9}{'total s':>9}{'piece s':>9}{'clock s':>9}")
        slow = False
        for name, slug, edit in cases:
            total, longest, clock, impact = preview(slug, edit)
            slow |= total > LIMIT_SECONDS
            print(f"{name:<52}{impact.tally.changed:>9}{total:>9.2f}{longest:>9.2f}{clock:>9.2f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
