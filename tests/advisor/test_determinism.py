"""Nothing but facts and answers changes a plan: not who pays for links, who rated, how rows are stored or hashed."""

import json
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from advisor.answers import parse_answers
from advisor.planning import Advisor
from advisor.report import Report
from advisor.snapshot import Catalogue, read_catalogue
from catalog.models import Course
from tests.advisor.plain import MONDAY, TODAY
from tests.factories import create_bundle, create_course, create_goal, create_platform, create_provider, create_skill

SKILLS = ("base", "deep", "help", "wide")
# Rivals that differ in nothing but their names are what an accident of storage could decide.
COURSES: dict[str, dict[str, Any]] = {
    "base-a": {"teaches": {"base": 1, "help": 1}},
    "base-b": {"teaches": {"base": 1, "help": 1}},
    "base-c": {"teaches": {"base": 2}, "hours": (4, 6), "price_model": "subscription"},
    "deep-a": {"teaches": {"deep": 2, "wide": 1}, "requires": {"base": 1}, "helpful": {"help": 1, "wide": 1}},
    "deep-b": {"teaches": {"deep": 2, "wide": 1}, "requires": {"base": 1}, "helpful": {"help": 1, "wide": 1}},
    "part-a": {"teaches": {"deep": 1}, "hours": (5, 9), "price_model": "subscription"},
    "part-b": {"teaches": {"deep": 2}, "hours": (5, 9), "price_model": "subscription"},
    "wide-a": {"teaches": {"wide": 1}, "hours": (2, 2), "language": "es"},
}
QUESTIONS: list[dict[str, Any]] = [
    {"goal": "goal"},
    {"goal": "goal", "prefer": "gentlest", "certificate": True},
    {"targets": {"deep": 2, "wide": 1}, "prefer": "cheapest"},
    {"targets": {"deep": 2}, "budget": {"total": 30}, "exclude": ["deep-a", "deep-b"]},
    {"goal": "goal", "finish_by": "2027-01-05", "pinned": ["part-b"]},
]


def store(seed: int) -> None:
    """The same facts, in an order, with keys, links and sources of ratings that only the seed decides."""
    rng = random.Random(f"rows/{seed}")
    keys = rng.sample(range(1, 1000), 50)
    for slug in rng.sample(SKILLS, len(SKILLS)):
        create_skill(slug=slug, name=slug.title(), pk=keys.pop())
    provider = create_provider(slug="provider", name="Provider", pk=keys.pop())
    platform = create_platform(slug="campus", name="Campus", subscription_price=29, pk=keys.pop())
    made = {}
    for slug in rng.sample(list(COURSES), len(COURSES)):
        fields = {
            name: dict(rng.sample(list(value.items()), len(value))) if isinstance(value, dict) else value
            for name, value in COURSES[slug].items()
        }
        made[slug] = create_course(
            slug=slug,
            pk=keys.pop(),
            title=slug.title(),
            provider=provider,
            platform=platform,
            url=f"https://{rng.choice(('partner', 'courses'))}.example.org/{slug}?via={rng.random()}",
            rating_value=rng.choice(("4.50", "4.5")),
            rating_scale=5,
            rating_source=f"https://ratings-{rng.random()}.example.org",
            rating_as_of=rng.choice(("2025", "2026-03")),
            **fields,
        )
    create_bundle(
        slug="pair", title="Pair", parts=[made["part-a"], made["part-b"]], provider=provider, platform=platform
    )
    create_goal(slug="goal", title="Goal", targets=dict(rng.sample([("deep", 2), ("wide", 1)], 2)), pk=keys.pop())


def answered(catalogue: Catalogue) -> list[str]:
    advisor = Advisor(catalogue)
    reports = [
        Report(advisor.solve(parse_answers({"start": MONDAY, **question}, catalogue, today=TODAY)))
        for question in QUESTIONS
    ]
    return [json.dumps([report.plan(), report.what_ifs()]) for report in reports]


def stored_and_answered(seed: int) -> tuple[list[int], list[str]]:
    """The courses' keys in the order of their slugs, and the plans."""
    with transaction.atomic():
        store(seed)
        keys = list(Course.objects.order_by("slug").values_list("pk", flat=True))
        plans = answered(read_catalogue())
        transaction.set_rollback(True)
    return keys, plans


@pytest.mark.django_db
def test_links_sources_of_ratings_and_rows_change_no_plan() -> None:
    keys, plans = stored_and_answered(0)
    assert len(set(plans)) == len(QUESTIONS)
    for seed in range(1, 9):
        other_keys, other_plans = stored_and_answered(seed)
        assert other_keys != keys
        assert other_plans == plans


def printed(file: Path, hash_seed: int) -> bytes:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(hash_seed),
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    call = "import django; django.setup(); from tests.advisor.printing import print_plans; "
    command = [sys.executable, "-c", f"{call}print_plans({str(file)!r})"]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout


def test_same_answers_give_the_same_bytes_in_another_process(shipped: Catalogue, tmp_path: Path) -> None:
    questions = [
        {"goal": "deep-learning", "levels": {"python": 2}, "certificate": True},
        {"goal": "machine-learning", "budget": {"total": 60}, "finish_by": "2027-03-01", "style": "mathematical"},
        {"targets": {"computer-vision": 2}, "prefer": "gentlest", "exclude_teaching": ["calculus"]},
        {"goal": "mlops", "levels": {"python": 3}, "pinned": ["ml-specialization"], "prefer": "cheapest"},
    ]
    file = tmp_path / "catalogue.pickle"
    file.write_bytes(pickle.dumps((shipped, questions)))
    first = printed(file, 1)
    assert first.count(b"\n") == len(questions)
    assert printed(file, 2) == first
