"""A small catalogue with one goal, and a path saved from it."""

from datetime import date
from typing import Any

from advisor.actions import save_path
from advisor.answers import parse_answers
from advisor.models import Path, User
from advisor.planning import Advisor
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from tests.factories import create_bundle, create_course, create_goal


def make_catalogue() -> None:
    """A goal that takes the two parts of one bundle."""
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    first = create_course(slug="first", title="First steps", teaches={"python": 1}, hours=(10, 20))
    nets = create_course(slug="nets-course", title="Nets", teaches={"nets": 1}, requires={"python": 1})
    create_bundle(slug="pair", title="A pair", parts=[first, nets])


def make_path(user: User) -> Path:
    return save_from(user, {"goal": "deep", "start": "2027-01-04"})


def save_from(user: User, data: dict[str, Any]) -> Path:
    """A path planned from these answers on the catalogue as it is."""
    catalogue = read_catalogue()
    answers = parse_answers(data, catalogue, today=date(2026, 11, 21))
    plan, solution = recommend(answers, Advisor(catalogue))
    return save_path(user=user, plan=plan, solution=solution)
