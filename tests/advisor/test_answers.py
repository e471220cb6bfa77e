"""Answers as in the first interface: what is read, what is refused and how the refusal is worded."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.answers import AnswerError, next_monday, parse_answers
from advisor.snapshot import Catalogue, read_catalogue
from tests.factories import create_course, create_goal, create_skill

TODAY = date(2026, 11, 21)


@pytest.fixture
def catalogue(db: None) -> Catalogue:
    create_skill(slug="python")
    create_goal(slug="data", targets={"sql": 2})
    create_course(slug="sql-basics", teaches={"sql": 2})
    return read_catalogue()


def refusal(data: object, catalogue: Catalogue) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        parse_answers(data, catalogue, today=TODAY)
    return caught.value


def test_answers_left_out_take_the_defaults(catalogue: Catalogue) -> None:
    answers = parse_answers({"goal": "data"}, catalogue, today=TODAY)
    assert answers.targets == {"sql": 2}
    assert answers.hours_per_week == Decimal(5)
    assert answers.start == date(2026, 11, 23)
    assert answers.languages == ("en",)
    assert answers.prefer == "balanced"


def test_next_monday_is_never_today() -> None:
    assert next_monday(date(2026, 11, 23)) == date(2026, 11, 30)
    assert next_monday(date(2026, 11, 29)) == date(2026, 11, 30)


def test_own_targets_stand_in_for_a_goal(catalogue: Catalogue) -> None:
    answers = parse_answers({"targets": {"python": 1}}, catalogue, today=TODAY)
    assert answers.goal is None
    assert answers.targets == {"python": 1}


def test_answers_survive_a_round_trip(catalogue: Catalogue) -> None:
    data = {
        "goal": "data",
        "levels": {"python": 2},
        "taken": ["sql-basics"],
        "hours_per_week": 7.5,
        "start": "2027-01-04",
        "finish_by": "2027-06-01",
        "budget": {"free_only": False, "total": 99.9, "monthly": None, "currency": "USD"},
        "languages": ["de", "en"],
        "style": "mathematical",
        "practice": "guided",
        "prefer": "cheapest",
        "certificate": True,
    }
    answers = parse_answers(data, catalogue, today=TODAY)
    assert answers.as_json().items() >= data.items()
    assert parse_answers(answers.as_json(), catalogue, today=TODAY) == answers


BAD: list[tuple[object, str, str]] = [
    ([], "answers", "JSON object"),
    ({}, "goal", "name a goal (data)"),
    ({"goal": 3}, "goal", "slug in quotes"),
    ({"goal": "dada"}, "goal", "did you mean 'data'?"),
    ({"goal": "data", "targets": {"sql": 1}}, "targets", "not both"),
    ({"targets": {"sql": 0}}, "targets.sql", "from 1 to 3"),
    ({"goal": "data", "levels": {"sql": 4}}, "levels.sql", "from 0 to 3"),
    ({"goal": "data", "levels": {"sql": True}}, "levels.sql", "from 0 to 3"),
    ({"goal": "data", "levels": {"pyhton": 1}}, "levels.pyhton", "did you mean 'python'?"),
    ({"goal": "data", "levels": ["sql"]}, "levels", "object of skills"),
    ({"goal": "data", "taken": "sql-basics"}, "taken", "list of course slugs"),
    ({"goal": "data", "taken": [["sql-basics"]]}, "taken", "list of course slugs"),
    ({"goal": "data", "exclude": ["nowhere"]}, "exclude", "no course 'nowhere'"),
    ({"goal": "data", "exclude_teaching": ["nothing"]}, "exclude_teaching", "no skill 'nothing'"),
    ({"goal": "data", "hours_per_week": 0}, "hours_per_week", "above 0"),
    ({"goal": "data", "hours_per_week": "5"}, "hours_per_week", "number"),
    ({"goal": "data", "hours_per_week": float("nan")}, "hours_per_week", "number"),
    ({"goal": "data", "hours_per_week": 10**400}, "hours_per_week", "at most 100"),
    ({"goal": "data", "start": "tomorrow"}, "start", "2027-01-04"),
    ({"goal": "data", "start": "9999-12-31"}, "start", "within 100 years"),
    ({"goal": "data", "start": "2027-01-04", "finish_by": "2027-01-03"}, "finish_by", "before the start"),
    ({"goal": "data", "budget": 5}, "budget", "object"),
    ({"goal": "data", "budget": {"total": -1}}, "budget.total", "from 0"),
    ({"goal": "data", "budget": {"free_only": 1}}, "budget.free_only", "true or false"),
    ({"goal": "data", "budget": {"currency": ["EUR"]}}, "budget.currency", "one of USD"),
    ({"goal": "data", "budget": {"totl": 1}}, "budget.totl", "did you mean 'total'?"),
    ({"goal": "data", "languages": ["english"]}, "languages", "two-letter"),
    ({"goal": "data", "style": "visual"}, "style", "intuitive, mathematical"),
    ({"goal": "data", "practice": []}, "practice", "scaffolded, guided, from-scratch"),
    ({"goal": "data", "prefer": "best"}, "prefer", "balanced, fastest, cheapest, gentlest"),
    ({"goal": "data", "hours": 5}, "hours", "no field"),
]


@pytest.mark.parametrize(("data", "field", "hint"), BAD, ids=[f"{bad[1]}-{at}" for at, bad in enumerate(BAD)])
def test_unusable_answer_is_refused_by_name(data: Any, field: str, hint: str, catalogue: Catalogue) -> None:
    error = refusal(data, catalogue)
    assert error.field == field
    assert hint in error.message


def test_retired_course_still_counts_as_taken_but_can_not_be_pinned(db: None) -> None:
    create_goal(slug="data", targets={"sql": 2})
    create_course(slug="old", teaches={"sql": 1}, status="retired")
    catalogue = read_catalogue()
    assert parse_answers({"goal": "data", "taken": ["old"]}, catalogue, today=TODAY).taken == ("old",)
    assert refusal({"goal": "data", "pinned": ["old"]}, catalogue).field == "pinned"
