"""Writes that touch several rows: saving a path, taking over a visitor's answers."""

import uuid
from datetime import date
from typing import Any

import pytest

from advisor.actions import claim_answers, save_path
from advisor.answers import parse_answers
from advisor.models import Answers, Path, Snapshot
from advisor.planning import Advisor, Solution
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from tests.at_once import run_at_once
from tests.factories import create_bundle, create_course, create_goal, create_user


def recommendation() -> tuple[dict[str, Any], Solution]:
    catalogue = read_catalogue()
    answers = parse_answers({"goal": "goal", "start": "2027-01-04"}, catalogue, today=date(2026, 11, 21))
    return recommend(answers, Advisor(catalogue))


@pytest.fixture
def goal(db: None) -> None:
    create_goal(slug="goal", title="A goal", targets={"deep": 1})
    parts = [create_course(slug="one", teaches={"base": 1}), create_course(slug="two", teaches={"deep": 1})]
    create_bundle(slug="bundle", parts=parts)


def test_saved_path_keeps_plan_steps_and_snapshot(goal: None) -> None:
    plan, solution = recommendation()
    path = save_path(user=create_user(), plan=plan, solution=solution)
    path.refresh_from_db()
    assert path.title == "A goal"
    assert path.plan == plan
    assert [(step.course.slug, step.bundle and step.bundle.slug) for step in path.steps.all()] == [
        ("one", "bundle"),
        ("two", "bundle"),
    ]


def test_paths_on_the_same_catalogue_share_one_snapshot(goal: None) -> None:
    plan, solution = recommendation()
    for _ in range(2):
        save_path(user=create_user(), plan=plan, solution=solution)
    assert Snapshot.objects.count() == 1


def test_claim_token_saves_one_path_only(goal: None) -> None:
    plan, solution = recommendation()
    user, token = create_user(), uuid.uuid4()
    first, second = (save_path(user=user, plan=plan, solution=solution, claim_token=token) for _ in range(2))
    assert first == second
    assert Path.objects.count() == 1


def test_unsound_plan_is_never_stored(goal: None) -> None:
    plan, solution = recommendation()
    solution.plan = type(solution.plan)(
        steps=solution.plan.steps[1:], objective=solution.plan.objective, money=0, proven=True
    )
    with pytest.raises(RuntimeError, match="unsound plan"):
        save_path(user=create_user(), plan=plan, solution=solution)
    assert not Path.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_claim_one_path() -> None:
    create_goal(slug="goal", targets={"deep": 1})
    create_course(teaches={"deep": 1})
    user = create_user()
    session = {"answers": {"goal": "goal"}, "answers_claim": str(uuid.uuid4()), "plan_seen": True}
    calls = [lambda: claim_answers(user=user, session=dict(session)) for _ in range(3)]
    assert run_at_once(calls) == []
    assert Path.objects.owned_by(user).count() == 1
    assert Answers.objects.filter(user=user).count() == 1


def test_claim_without_answers_does_nothing(db: None) -> None:
    assert claim_answers(user=create_user(), session={}) is None
    assert not Answers.objects.exists()


def test_claim_before_the_plan_was_seen_keeps_a_draft(goal: None) -> None:
    user = create_user()
    assert claim_answers(user=user, session={"answers": {"goal": "goal"}}) is None
    assert Answers.objects.get(user=user).is_finished is False


def test_claim_of_a_goal_retired_in_the_meantime_keeps_the_answers(goal: None) -> None:
    user = create_user()
    session = {"answers": {"goal": "gone", "levels": {"base": 1}}, "plan_seen": True}
    assert claim_answers(user=user, session=session) is None
    assert Answers.objects.get(user=user).data["levels"] == {"base": 1}
