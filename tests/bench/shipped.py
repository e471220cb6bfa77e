"""The shipped catalogue and learners for it, in the form that the planner and the benchmark read.

python -m tests.bench.shipped DIRECTORY          writes shipped.json and shipped.jsonl there
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

os.environ["DATABASE_URL"] = "sqlite:///:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from advisor.answers import PRACTICES, PREFERENCES, STYLES, parse_answers  # noqa: E402  after the setup
from advisor.planning import Advisor  # noqa: E402
from advisor.records import catalog_record, learner_record  # noqa: E402
from advisor.snapshot import Catalogue, read_catalogue  # noqa: E402
from tests.advisor.plain import MONDAY, TODAY  # noqa: E402

LEARNERS = 60
# How likely a level of a skill is held: the first, and each one further.
KINDS = {"novice": (0.1, 0.1), "mixed": (0.4, 0.4), "expert": (0.8, 0.6)}
BUDGETS = (0, 60, 150, 400)


def questions(catalogue: Catalogue, count: int = LEARNERS) -> Iterator[dict[str, Any]]:
    """Answers for every goal as a novice, as somebody who knows a part and as an expert, with wishes of all kinds."""
    goals = list(catalogue.goals)
    for number in range(count):
        rng = random.Random(f"shipped {number}")
        kind = list(KINDS)[number // len(goals) % len(KINDS)]
        answers: dict[str, Any] = {
            "goal": goals[number % len(goals)],
            "levels": {skill: _level(rng, *KINDS[kind]) for skill in catalogue.skills},
            "start": MONDAY,
            "hours_per_week": rng.choice((3, 5, 10)),
            "prefer": rng.choice(PREFERENCES),
            "certificate": rng.random() < 0.3,
            "style": rng.choice((None, None, *STYLES)),
            "practice": rng.choice((None, None, *PRACTICES)),
        }
        if rng.random() < 0.3:
            answers["budget"] = {"total": rng.choice(BUDGETS)}
        elif rng.random() < 0.2:
            answers["budget"] = {"free_only": True}
        yield answers


def _level(rng: random.Random, first: float, further: float) -> int:
    level = 0
    while level < 3 and rng.random() < (further if level else first):
        level += 1
    return level


def records() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The catalogue and its learners as plain JSON, from a database that lasts as long as the process."""
    call_command("migrate", verbosity=0)
    call_command("load_catalog", verbosity=0)
    catalogue = read_catalogue()
    advisor = Advisor(catalogue)
    parsed = [parse_answers(answers, catalogue, today=TODAY) for answers in questions(catalogue)]
    learners = [learner_record(advisor.problems.of(answers).learner) for answers in parsed]
    return catalog_record(advisor.compiled.catalog), learners


def main(directory: Path) -> None:
    catalog, learners = records()
    (directory / "shipped.json").write_text(json.dumps(catalog), encoding="utf-8")
    lines = "".join(json.dumps(learner) + "\n" for learner in learners)
    (directory / "shipped.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
