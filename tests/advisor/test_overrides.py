"""Levels that the learner sets against finished courses, and prerequisites that the learner has dismissed."""

from datetime import date
from typing import Any

import pytest

from advisor.actions import save_path
from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.models import Path
from advisor.planning import Advisor, Solution
from advisor.records import read_problem
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from advisor.whatif import Change, changed
from catalog.models import Course
from tests.factories import create_bundle, create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    create_goal(slug="goal", targets={"nets": 1})
    create_course(slug="first", teaches={"python": 2})
    create_course(slug="nets", teaches={"nets": 1}, requires={"python": 2}, helpful={"maths": 1})
    create_course(slug="again", teaches={"python": 2}, hours=(90, 90))
    create_course(slug="sums", teaches={"maths": 1}, hours=(1, 1))


def parsed(**data: Any) -> AnswerSet:
    return parse_answers({"goal": "goal", **data}, read_catalogue(), today=TODAY)


def solved(**data: Any) -> Solution:
    return Advisor(read_catalogue()).solve(parsed(**data))


def test_override_below_a_finished_course_brings_its_skill_back() -> None:
    assert solved(taken=["first"], levels={"maths": 1}).courses == {"nets"}
    assert solved(taken=["first"], levels={"maths": 1}, overrides={"python": 1}).courses == {"again", "nets"}


def test_override_above_what_is_known_spares_a_course() -> None:
    assert "first" not in solved(levels={"python": 1}, overrides={"python": 3}).courses


def test_finished_part_opens_the_next_one_although_its_level_is_overridden() -> None:
    create_bundle(slug="pair", parts=list(Course.objects.filter(slug__in=["first", "nets"])))
    path = solved(taken=["first"], overrides={"python": 0, "maths": 1})
    assert [(step.course, step.program) for step in path.plan.steps] == [("again", None), ("nets", "pair")]


def test_dismissed_prerequisite_is_neither_required_nor_missed() -> None:
    path = solved(levels={"python": 2}, dismissed=["maths"])
    assert path.courses == {"nets"}
    assert path.plan.steps[-1].unmet_helps == ()
    assert "first" not in solved(dismissed=["python"]).courses


def test_dismissing_a_target_does_not_reach_it() -> None:
    assert "nets" in solved(dismissed=["nets"]).courses


def test_both_survive_saving_and_reading_back() -> None:
    answers = parsed(taken=["first"], overrides={"python": 1}, dismissed=["maths"])
    plan, solution = recommend(answers, Advisor(read_catalogue()))
    path = Path.objects.get(pk=save_path(user=create_user(), plan=plan, solution=solution).pk)
    assert parse_answers(path.answers, read_catalogue(), today=TODAY) == answers
    assert read_problem(path.snapshot.catalog, path.problem) == solution.problem


def test_plain_answers_keep_the_form_of_the_first_interface() -> None:
    assert not {"overrides", "dismissed"} & parsed().as_json().keys()


@pytest.mark.parametrize(
    ("field", "value"), [("overrides", {"nope": 1}), ("overrides", {"python": 4}), ("dismissed", ["nope"])]
)
def test_unusable_value_is_named(field: str, value: object) -> None:
    with pytest.raises(AnswerError) as caught:
        parsed(**{field: value})
    assert caught.value.field.startswith(field)


def test_changing_an_overridden_level_changes_the_override() -> None:
    answers = changed(parsed(overrides={"python": 1}), Change("levels", "python", 2))
    assert (answers.overrides, answers.levels) == ({"python": 2}, {})
