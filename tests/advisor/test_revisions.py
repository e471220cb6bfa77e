"""Better paths are proposed, never taken: detection, deciding, accepting, bringing back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from advisor.actions import save_path
from advisor.answers import parse_answers
from advisor.catalogues import current_advisor
from advisor.models import Completion, Goal, Path, PathVersion, Proposal, User
from advisor.moving import accept_dialled, accept_proposal, decide, done_by, propose, restore_version
from advisor.report import Report
from advisor.revisions import revise, standing_answers
from advisor.tracking import record_progress
from catalog.models import Course
from tests.advisor.test_actions import run_at_once
from tests.factories import create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def make_rows() -> None:
    """Two ways to the goal after a common start, the short one better."""
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_course(slug="base", title="Base", teaches={"python": 1})
    create_course(slug="short", title="Short nets", teaches={"nets": 1}, requires={"python": 1}, hours=(10, 10))
    create_course(slug="long", title="Long nets", teaches={"nets": 1}, requires={"python": 1}, hours=(30, 30))


def make_path(user: User, **answers: Any) -> Path:
    advisor = current_advisor()
    parsed = parse_answers({"goal": "deep", "start": "2026-11-23", **answers}, advisor.catalogue, today=TODAY)
    solution = advisor.solved(parsed)
    return save_path(user=user, plan=Report(solution).kept(), solution=solution)


@pytest.fixture
def user(db: None) -> User:
    make_rows()
    return create_user()


@pytest.fixture
def path(user: User) -> Path:
    return make_path(user)


def look(path: Path) -> Proposal | None:
    """What is proposed for the path now."""
    path.refresh_from_db()
    propose([path], done_by(path.user), today=TODAY)
    return path.proposals.undecided().first()


def courses(plan: dict[str, Any]) -> list[str]:
    return [step["course"] for step in plan["steps"]]


def found(path: Path) -> Proposal:
    proposal = look(path)
    assert proposal is not None
    return proposal


def accept(path: Path, proposal: Proposal) -> str:
    return accept_proposal(user=path.user, proposal=proposal, today=TODAY)


def retire(slug: str) -> None:
    Course.objects.filter(slug=slug).update(status=Course.Status.RETIRED)


def test_nothing_is_proposed_for_the_best_path(path: Path) -> None:
    assert courses(path.plan) == ["base", "short"]
    assert look(path) is None


def test_retired_course_gets_a_proposed_substitute_and_the_path_stays(path: Path) -> None:
    retire("short")
    proposal = found(path)
    assert proposal.kind == Proposal.Kind.CATALOGUE
    assert courses(proposal.plan) == ["base", "long"]
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "short"]
    assert [step.course.slug for step in path.steps.all()] == ["base", "short"]


def test_what_was_done_elsewhere_makes_a_step_needless(path: Path) -> None:
    other = create_course(slug="other", teaches={"python": 1}, hours=(90, 90))
    look(path)
    record_progress(user=path.user, course=other, state="done")
    proposal = found(path)
    assert proposal.kind == Proposal.Kind.PROGRESS
    assert courses(proposal.plan) == ["short"]


def test_better_course_in_the_catalogue_is_proposed(path: Path) -> None:
    create_course(slug="quick", teaches={"nets": 1}, requires={"python": 1}, hours=(2, 2))
    assert courses(found(path).plan) == ["base", "quick"]


def test_worse_or_unrelated_edits_propose_nothing(path: Path) -> None:
    create_course(slug="slower", teaches={"nets": 1}, hours=(300, 300))
    Course.objects.filter(slug="base").update(title="Base, new name")
    assert look(path) is None


def test_accepting_moves_the_path_and_keeps_what_it_was(path: Path) -> None:
    retire("short")
    assert accept(path, found(path)) == "accepted"
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "long"]
    assert [step.course.slug for step in path.steps.order_by("position")] == ["base", "long"]
    assert courses(PathVersion.objects.get().plan) == ["base", "short"]
    assert path.version == 2
    assert look(path) is None


def test_finished_steps_stay_at_the_head_as_they_were(path: Path) -> None:
    record_progress(user=path.user, course=Course.objects.get(slug="base"), state="done", on=TODAY)
    before = list(Completion.objects.values())
    retire("base")
    retire("short")
    proposal = found(path)
    assert courses(proposal.plan) == ["base", "long"]
    assert proposal.plan["finished"] == 1
    accept(path, proposal)
    path.refresh_from_db()
    assert path.plan["steps"][0]["title"] == "Base"
    assert list(Completion.objects.values()) == before


def test_course_under_way_stays_while_it_is_offered(path: Path) -> None:
    record_progress(user=path.user, course=Course.objects.get(slug="short"), state="started")
    create_course(slug="quick", teaches={"nets": 1}, requires={"python": 1}, hours=(2, 2))
    assert look(path) is None


@pytest.mark.parametrize("state", ["skipped", "done"])
def test_finished_or_skipped_courses_are_not_planned_again(path: Path, state: Any) -> None:
    record_progress(user=path.user, course=Course.objects.get(slug="short"), state=state, reason="Known")
    revision = revise(path, done_by(path.user), current_advisor(), today=TODAY)
    assert "short" not in revision.solution.courses


def test_refused_proposal_stays_away_until_something_else_changes(path: Path) -> None:
    retire("short")
    decide(proposal=found(path), state="refused")
    Course.objects.filter(slug="long").update(summary="Other words")
    assert look(path) is None
    record_progress(user=path.user, course=Course.objects.get(slug="base"), state="done")
    assert look(path) is None
    create_course(slug="middle", teaches={"nets": 1}, requires={"python": 1}, hours=(20, 20))
    assert courses(found(path).plan) == ["base", "middle"]


def test_kept_for_later_stays_for_later(path: Path) -> None:
    retire("short")
    decide(proposal=found(path), state="later")
    Course.objects.filter(slug="long").update(summary="Other words")
    assert found(path).state == Proposal.State.LATER


def test_proposal_goes_when_its_reason_goes(path: Path) -> None:
    retire("short")
    found(path)
    Course.objects.filter(slug="short").update(status=Course.Status.PUBLISHED)
    assert look(path) is None
    assert not Proposal.objects.exists()


def test_stale_proposal_changes_nothing_and_shows_the_new_one(path: Path) -> None:
    retire("short")
    proposal = found(path)
    create_course(slug="middle", teaches={"nets": 1}, requires={"python": 1}, hours=(20, 20))
    assert accept(path, proposal) == "stale"
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "short"]
    assert courses(path.proposals.undecided().get().plan) == ["base", "middle"]


def test_accepting_twice_does_it_once(path: Path) -> None:
    retire("short")
    proposal = found(path)
    assert accept(path, proposal) == "accepted"
    proposal.refresh_from_db()
    assert accept(path, proposal) == "already"
    assert PathVersion.objects.count() == 1


def test_earlier_version_comes_back_and_is_not_argued_with(path: Path) -> None:
    create_course(slug="quick", teaches={"nets": 1}, requires={"python": 1}, hours=(2, 2))
    plan = path.plan
    accept(path, found(path))
    assert restore_version(user=path.user, path=path, number=1, version=2) == "accepted"
    path.refresh_from_db()
    assert path.plan == plan
    assert [step.course.slug for step in path.steps.order_by("position")] == ["base", "short"]
    assert PathVersion.objects.count() == 2
    assert look(path) is None
    assert restore_version(user=path.user, path=path, number=1, version=2) == "already"


def test_change_accepted_before_can_be_proposed_again(path: Path) -> None:
    retire("short")
    accept(path, found(path))
    Course.objects.filter(slug="short").update(status=Course.Status.PUBLISHED)
    accept(path, found(path))
    retire("short")
    assert courses(found(path).plan) == ["base", "long"]


def dials(path: Path, version: int, seen: str | None = None, **fields: Any) -> str:
    advisor = current_advisor()
    done = done_by(path.user)
    base = standing_answers(path, done, advisor.catalogue, today=TODAY)
    answers = parse_answers({**base.as_json(), **fields}, advisor.catalogue, today=TODAY)
    revision = revise(path, done, advisor, today=TODAY, answers=answers)
    return accept_dialled(
        user=path.user,
        path=path,
        answers=answers,
        changes=fields,
        seen=seen or revision.fingerprint,
        version=version,
        today=TODAY,
    )


def test_dialled_path_is_stored_when_accepted(path: Path) -> None:
    assert dials(path, 1, exclude=["short"], hours_per_week=10) == "accepted"
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "long"]
    assert (path.answers["hours_per_week"], path.answers["exclude"]) == (10, ["short"])
    assert look(path) is None
    assert dials(path, 1, exclude=["short"], hours_per_week=10) == "already"
    assert dials(path, 1, hours_per_week=20) == "stale"
    assert PathVersion.objects.count() == 1


def test_dialled_path_that_is_not_what_was_seen_is_stale(path: Path) -> None:
    assert dials(path, 1, seen="0" * 64, hours_per_week=10) == "stale"
    assert not PathVersion.objects.exists()


def test_goal_that_is_offered_no_more_keeps_its_targets(path: Path) -> None:
    Goal.objects.update(is_offered=False)
    answers = standing_answers(path, done_by(path.user), current_advisor().catalogue, today=TODAY)
    assert (answers.goal, answers.targets) == (None, {"nets": 1})
    assert look(path) is None


def test_path_begun_long_ago_goes_on_from_today(path: Path) -> None:
    later = TODAY + timedelta(days=400)
    revision = revise(path, done_by(path.user), current_advisor(), today=later)
    assert revision.rest["starts"] == later.isoformat()
    assert revision.difference.is_none


def test_course_whose_hours_are_gone_is_no_obstacle(path: Path) -> None:
    Course.objects.filter(slug="short").update(realistic_hours_low=None, realistic_hours_high=None)
    assert courses(found(path).plan) == ["base", "long"]


def test_path_with_nothing_left_to_aim_at_is_left_alone(path: Path) -> None:
    Goal.objects.update(is_offered=False)
    Path.objects.update(problem={**path.problem, "goal": {}})
    assert look(path) is None


def test_unchanged_paths_cost_one_query(user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    paths = [make_path(user, hours_per_week=hours) for hours in (3, 4, 5)]
    done = done_by(user)
    propose(paths, done, today=TODAY)
    with django_assert_num_queries(1):
        propose(paths, done, today=TODAY)


def test_looking_is_bounded(user: User) -> None:
    paths = [make_path(user, hours_per_week=hours) for hours in (3, 4, 5)]
    retire("short")
    assert propose(paths, done_by(user), today=TODAY, at_most=1) == 2
    assert Proposal.objects.count() == 1


def test_command_looks_at_all_paths_and_moves_none(user: User, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [make_path(user), make_path(create_user())]
    retire("short")
    call_command("propose_revisions")
    assert "2 paths held against the catalogue; 2 proposals wait, 0 before." in capsys.readouterr().out
    assert Proposal.objects.count() == 2
    for path in paths:
        path.refresh_from_db()
        assert courses(path.plan) == ["base", "short"]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_accept_at_once_change_the_path_once() -> None:
    make_rows()
    path = make_path(create_user())
    retire("short")
    proposal = found(path)
    outcomes: list[str] = []

    def press() -> None:
        outcomes.append(accept_proposal(user=path.user, proposal=Proposal.objects.get(pk=proposal.pk), today=TODAY))

    assert run_at_once([press, press, press]) == []
    assert sorted(outcomes).count("accepted") == 1
    assert (PathVersion.objects.count(), Path.objects.get().version) == (1, 2)
    assert path.steps.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_make_one_proposal() -> None:
    make_rows()
    path = make_path(create_user())
    retire("short")
    done = done_by(path.user)
    calls = [lambda: propose([Path.objects.select_related("snapshot").get()], done, today=TODAY) for _ in range(3)]
    assert run_at_once(calls) == []
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_progress_while_accepting_is_never_lost() -> None:
    make_rows()
    path = make_path(create_user())
    base = Course.objects.get(slug="base")
    retire("short")
    proposal = found(path)
    calls = [
        lambda: accept_proposal(user=path.user, proposal=Proposal.objects.get(pk=proposal.pk), today=TODAY),
        lambda: record_progress(user=path.user, course=base, state="done"),
    ]
    assert run_at_once(calls) == []
    assert Completion.objects.get().course == base
    path.refresh_from_db()
    assert courses(path.plan)[0] == "base"
