"""Every question matters to somebody: for each choice a learner whose plan another choice of the question changes."""

from typing import Any

import pytest

from advisor.answers import PRACTICES, PREFERENCES, STYLES
from advisor.inquiry import FIELDS
from advisor.planning import Advisor
from tests.advisor.runs import path, solution

FIRST_GOALS = ("machine-learning", "deep-learning", "mlops", "data-analytics", "reinforcement-learning", "ml-job")
CHOICES: dict[str, tuple[Any, ...]] = {
    "taken": ([], ["mls-supervised-learning"]),
    "budget": ({}, {"free_only": True}, {"total": 10}, {"monthly": 10}),
    "certificate": (False, True),
    "style": (None, *STYLES),
    "practice": (None, *PRACTICES),
    "prefer": PREFERENCES,
}


def paths(advisor: Advisor, goal: str, field: str, **more: Any) -> list[frozenset[tuple[str, str | None]]]:
    return [path(advisor, {"goal": goal, **more, field: value}) for value in CHOICES[field]]


@pytest.mark.parametrize("field", CHOICES)
def test_each_choice_changes_some_path(shipped_advisor: Advisor, field: str) -> None:
    missing = set(range(len(CHOICES[field])))
    for goal in FIRST_GOALS:
        for more in ({}, {"certificate": True}) if field == "budget" else ({},):
            found = paths(shipped_advisor, goal, field, **more)
            missing -= {at for at in missing if any(found[at] != other for other in found)}
        if not missing:
            break
    assert not missing, [CHOICES[field][at] for at in missing]


def test_each_goal_leads_elsewhere(shipped_advisor: Advisor) -> None:
    goals = shipped_advisor.catalogue.goals
    found = {goal: path(shipped_advisor, {"goal": goal}) for goal in goals}
    assert len(set(found.values())) == len(goals)


def test_each_level_asked_about_changes_some_path(shipped_advisor: Advisor) -> None:
    goals = shipped_advisor.catalogue.goals.values()
    asked = {skill for goal in goals for skill in shipped_advisor.relevant_skills(goal.targets)}
    courses = shipped_advisor.compiled.catalog.courses
    for skill in sorted(asked):
        top = max(course.teaches.get(skill, 0) for course in courses)
        found = [path(shipped_advisor, {"targets": {skill: top}, "levels": {skill: level}}) for level in range(4)]
        assert all(any(mine != other for other in found) for mine in found), skill


@pytest.mark.parametrize("change", [{"hours_per_week": 12}, {"start": "2027-03-01"}])
def test_hours_and_start_move_the_dates(shipped_advisor: Advisor, change: dict[str, Any]) -> None:
    usual = {"goal": "machine-learning", "hours_per_week": 5, "start": "2027-01-04"}
    ends = {solution(shipped_advisor, {**usual, **more}).calendar.finishes_high for more in ({}, change)}
    assert len(ends) == 2


def test_every_question_of_the_form_is_looked_at(shipped_advisor: Advisor) -> None:
    assert {*CHOICES, "hours", "start"} == {key for key in FIELDS if key != "language"}
    assert len(shipped_advisor.catalogue.languages) == 1
