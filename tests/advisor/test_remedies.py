"""The three ways out for who is behind, solved on a small catalogue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from advisor.catalogues import current_advisor
from advisor.forecast import Forecast
from advisor.models import Path, User
from advisor.outlook import Outlook, look_ahead
from advisor.remedies import Remedy, remedies
from advisor.remedy_wording import offer
from advisor.revisions import Done, standing_answers
from advisor.tracking import log_hours, record_progress
from catalog.models import Course
from tests.advisor.path_rows import save_from
from tests.factories import create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def path(user: User) -> Path:
    """Two courses of ten hours for two targets, five hours a week from 4 January on."""
    create_course(slug="one", title="One", teaches={"alpha": 1}, hours=(10, 10))
    create_course(slug="two", title="Two", teaches={"beta": 1}, hours=(10, 10))
    create_goal(slug="goal", targets={"alpha": 1, "beta": 1})
    return save_from(user, {"goal": "goal", "start": "2027-01-04", "hours_per_week": 5})


def found(path: Path, today: date) -> dict[str, Remedy]:
    outlook: Outlook = replace(look_ahead(path.user), today=today)
    forecast = outlook.forecast(path)
    assert isinstance(forecast, Forecast)
    advisor = current_advisor()
    done = Done.of({slug: held.state for slug, held in outlook.progress.items()})
    answers = standing_answers(path, done, advisor.catalogue, today=today)
    return {remedy.kind: remedy for remedy in remedies(answers, forecast, outlook, advisor)}


def test_each_way_out_is_solved(path: Path) -> None:
    # Twenty hours, of which none is done, with ten days to the planned 31 January.
    ways = found(path, date(2027, 1, 22))
    assert {kind: (way.weekly_minutes, way.arrives_on, way.is_in_time) for kind, way in ways.items()} == {
        "hours": (840, date(2027, 1, 31), True),
        "date": (300, date(2027, 2, 18), False),
        "goal": (300, date(2027, 2, 4), False),
    }
    assert ways["goal"].courses == ("one",)
    assert [(item.skill, item.level) for item in ways["goal"].lowered] == [("beta", 0)]


def test_smaller_goal_gives_up_no_more_than_it_must(path: Path) -> None:
    way = found(path, date(2027, 1, 17))["goal"]
    assert way.is_in_time
    assert len(way.courses) == 1


def test_planned_day_that_has_passed_is_not_promised_again(path: Path) -> None:
    ways = found(path, TODAY + timedelta(days=30))
    assert not any(way.is_in_time for way in ways.values())
    assert ways["hours"].weekly_minutes == 450
    assert ways["hours"].arrives_on < ways["date"].arrives_on


def test_finished_courses_are_not_planned_again(path: Path, user: User) -> None:
    record_progress(user=user, course=Course.objects.get(slug="one"), state="done")
    assert found(path, TODAY)["date"].courses == ("two",)


def test_hours_logged_for_a_course_in_progress_are_taken_off(path: Path, user: User) -> None:
    course = Course.objects.get(slug="one")
    log_hours(user=user, course=course, minutes=300, on=date(2027, 1, 20))
    # Fifteen of twenty hours are left, at five a week from 1 February on.
    assert found(path, TODAY)["date"].arrives_on == date(2027, 2, 21)


def test_day_to_finish_by_moves_with_the_arrival(user: User, path: Path) -> None:
    late = save_from(user, {"goal": "goal", "start": "2027-01-04", "hours_per_week": 5, "finish_by": "2027-02-05"})
    assert found(late, TODAY)["date"].answers.finish_by == date(2027, 2, 28)
    assert found(late, TODAY)["hours"].answers.finish_by == date(2027, 2, 5)


def test_nothing_is_stored_by_looking(path: Path) -> None:
    before = Path.objects.values().get()
    found(path, TODAY)
    assert Path.objects.values().get() == before


def test_offers_carry_their_figures(path: Path) -> None:
    ways = found(path, date(2027, 1, 22))
    told = {
        kind: offer(way, address="", pace=300, skills={"beta": "Beta"}, titles={"one": "One"}).text
        for kind, way in ways.items()
    }
    assert told["hours"].startswith(
        "With 14 hours a week instead of 5 hours you arrive around 31 January 2027, in time"
    )
    assert "18 February 2027, later" in told["date"]
    assert "Beta left out" in told["goal"]
